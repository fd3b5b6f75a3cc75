// HX-NET-02: a rule that lets traffic out names where to.
import { resourcePolicy } from '../../policy';
import { failWhereExposed } from './exposure';
import { ruleTypes } from './security-rules';

export const networkOutboundToInternet = resourcePolicy({
  id: 'network-outbound-to-internet',
  title: 'No rule lets traffic out to the whole internet',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-02', 'trivy AZU-0051'],
  rationale: 'A notebook that may connect to any address can carry customer data to any address.',
  remediation: {
    text: 'Name the service tag or the ranges that the subnet needs, such as Storage or AzureDatabricks.',
    example:
      "{ name: 'storage', direction: 'Outbound', access: 'Allow', protocol: 'Tcp', destinationAddressPrefix: 'Storage', destinationPortRange: '443', … }",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/service-tags-overview'],
  types: ruleTypes,
  check: (subject) => failWhereExposed(subject, { direction: 'Outbound', message: 'lets traffic out to the whole internet' }),
});
