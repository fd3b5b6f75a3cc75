// CKV_AZURE_160: nobody on the internet reaches HTTP.
import { resourcePolicy } from '../../policy';
import { failWhereExposed } from './exposure';
import { ruleTypes } from './security-rules';

export const networkHttpFromInternet = resourcePolicy({
  id: 'network-http-from-internet',
  title: 'HTTP is closed to the internet',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_160'],
  differs: {
    CKV_AZURE_160:
      'checkov compares words: ranges such as 0.0.0.0/0, ::/0 or two halves pass there, and a rule that an earlier Deny cancels fails there; here addresses are counted, and inline rules are taken in the order of their priority',
  },
  anchors: ['CIS Azure 5.0 7.4'],
  rationale: 'Plain HTTP from the internet shows requests, cookies and customer data to everybody on the way; nothing of this platform serves web pages.',
  remediation: {
    text: 'Name the ranges that may connect, or remove the rule and come in through Bastion, a VPN or a private endpoint.',
    example: "{ name: 'http', direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '10.20.0.0/16', destinationPortRange: '80', … }",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  types: ruleTypes,
  check: (subject) => failWhereExposed(subject, { direction: 'Inbound', protocol: 'tcp', port: 80, message: 'lets the internet reach HTTP (port 80)' }),
});
