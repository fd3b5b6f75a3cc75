// CKV_AZURE_104: a factory takes no commands from the public network.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const datafactoryPublicAccess = resourcePolicy({
  id: 'datafactory-public-access',
  title: 'Data factories are closed to the public network',
  severity: 'critical',
  level: 'mandatory',
  checkov: ['CKV_AZURE_104'],
  anchors: ['trivy AZU-0035'],
  rationale: 'Whoever steals a login or a runtime key could start pipelines over customer data from anywhere.',
  remediation: {
    text: 'Set publicNetworkAccess to Disabled, and reach the factory through a private endpoint.',
    example: "new datafactory.Factory('etl', { publicNetworkAccess: 'Disabled', … });",
  },
  references: ['https://learn.microsoft.com/azure/data-factory/data-factory-private-link'],
  types: ['azure-native:datafactory:Factory'],
  check: (factory) => {
    if (!isOneOf(factory.read('publicNetworkAccess'), ['Disabled']))
      factory.fail('publicNetworkAccess', `is open to every network: publicNetworkAccess is ${factory.shown('publicNetworkAccess')}`);
  },
});
