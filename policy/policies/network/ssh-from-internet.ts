// CKV_AZURE_10: nobody on the internet reaches SSH.
import { resourcePolicy } from '../../policy';
import { failWhereExposed } from './exposure';
import { ruleTypes } from './security-rules';

export const networkSshFromInternet = resourcePolicy({
  id: 'network-ssh-from-internet',
  title: 'SSH is closed to the internet',
  severity: 'critical',
  level: 'mandatory',
  checkov: ['CKV_AZURE_10'],
  differs: {
    CKV_AZURE_10:
      'checkov compares words: ranges such as 0.0.0.0/0, ::/0 or two halves pass there, and a rule that an earlier Deny cancels fails there; here addresses are counted, and inline rules are taken in the order of their priority',
  },
  anchors: ['trivy AZU-0050', 'CIS Azure 5.0 7.2'],
  rationale: 'SSH that answers the whole internet invites guessed passwords and stolen keys, and whoever gets in stands inside the network of the clusters.',
  remediation: {
    text: 'Name the ranges that may connect, or remove the rule and come in through Bastion, a VPN or a private endpoint.',
    example: "{ name: 'ssh', direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '10.20.0.0/16', destinationPortRange: '22', … }",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  types: ruleTypes,
  check: (subject) => failWhereExposed(subject, { direction: 'Inbound', protocol: 'tcp', port: 22, message: 'lets the internet reach SSH (port 22)' }),
});
