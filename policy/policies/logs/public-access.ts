// HX-LOG-03: in a protected environment logs come and go by private link.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const logsPublicAccess = resourcePolicy({
  id: 'logs-public-access',
  title: 'Logs are written and queried by private link in protected environments',
  severity: 'low',
  // It needs a private link scope, and cuts off whoever reads logs from elsewhere.
  level: 'advisory',
  checkov: [],
  anchors: ['HX-LOG-03'],
  rationale: 'Logs name customers and addresses; over the public endpoint a stolen login is enough to read them from anywhere.',
  remediation: {
    text: 'Set publicNetworkAccessForIngestion and publicNetworkAccessForQuery to Disabled, and put the resource into a private link scope.',
    example: "new operationalinsights.Workspace('logs', { publicNetworkAccessForIngestion: 'Disabled', publicNetworkAccessForQuery: 'Disabled', … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/logs/private-link-security'],
  types: ['azure-native:operationalinsights:Workspace', 'azure-native:applicationinsights:Component'],
  check: (subject) => {
    if (!subject.environment.isProtected) return;
    for (const property of ['publicNetworkAccessForIngestion', 'publicNetworkAccessForQuery'])
      if (!isOneOf(subject.read(property), ['Disabled', 'SecuredByPerimeter']))
        subject.fail(property, `is open to every network: ${property} is ${subject.shown(property)}`);
  },
});
