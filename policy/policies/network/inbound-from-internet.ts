// HX-NET-01: nothing comes in from the internet, whatever the port.
import { resourcePolicy } from '../../policy';
import { failWhereExposed } from './exposure';
import { ruleTypes } from './security-rules';

export const networkInboundFromInternet = resourcePolicy({
  id: 'network-inbound-from-internet',
  title: 'No rule lets the internet in',
  severity: 'critical',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-01', 'trivy AZU-0047', 'PSRule AZR-000137'],
  rationale: 'The platform works on data that it fetches itself: nobody has a reason to open a connection to its network from the internet.',
  remediation: {
    text: 'Name the ranges that may connect, or remove the rule: what comes in from the internet belongs behind a gateway of its own.',
    example: "{ name: 'https', direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '10.20.0.0/16', destinationPortRange: '443', … }",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  types: ruleTypes,
  check: (subject) => failWhereExposed(subject, { direction: 'Inbound', message: 'lets the internet in' }),
});
