// CKV_AZURE_9: nobody on the internet reaches RDP.
import { resourcePolicy } from '../../policy';
import { failWhereExposed } from './exposure';
import { ruleTypes } from './security-rules';

export const networkRdpFromInternet = resourcePolicy({
  id: 'network-rdp-from-internet',
  title: 'RDP is closed to the internet',
  severity: 'critical',
  level: 'mandatory',
  checkov: ['CKV_AZURE_9'],
  differs: {
    CKV_AZURE_9:
      'checkov compares words: ranges such as 0.0.0.0/0, ::/0 or two halves pass there, and a rule that an earlier Deny cancels fails there; here addresses are counted, and inline rules are taken in the order of their priority',
  },
  anchors: ['trivy AZU-0048', 'CIS Azure 5.0 7.1'],
  rationale:
    'Machines whose remote desktop answers the whole internet are found within minutes and attacked without end; whoever gets in stands inside the network of the clusters.',
  remediation: {
    text: 'Name the ranges that may connect, or remove the rule and come in through Bastion, a VPN or a private endpoint.',
    example: "{ name: 'rdp', direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '10.20.0.0/16', destinationPortRange: '3389', … }",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  types: ruleTypes,
  check: (subject) => failWhereExposed(subject, { direction: 'Inbound', protocol: 'tcp', port: 3389, message: 'lets the internet reach RDP (port 3389)' }),
});
