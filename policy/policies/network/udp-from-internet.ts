// CKV_AZURE_77: nobody on the internet reaches a UDP service.
import { resourcePolicy } from '../../policy';
import { failWhereExposed } from './exposure';
import { ruleTypes } from './security-rules';

export const networkUdpFromInternet = resourcePolicy({
  id: 'network-udp-from-internet',
  title: 'UDP is closed to the internet',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_77'],
  differs: {
    CKV_AZURE_77:
      'checkov looks at the first rule of a group alone, compares words in place of ranges, and overlooks sourceAddressPrefixes and the protocol *, which is UDP too',
  },
  anchors: ['CIS Azure 5.0 7.3'],
  rationale: 'UDP services that answer the whole internet are used to amplify attacks on others, in the name of this subscription.',
  remediation: {
    text: 'Name the ranges that may connect, and the protocol Tcp where UDP is not meant.',
    example: "{ name: 'syslog', direction: 'Inbound', access: 'Allow', protocol: 'Udp', sourceAddressPrefix: '10.20.0.0/16', destinationPortRange: '514', … }",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  types: ruleTypes,
  check: (subject) => failWhereExposed(subject, { direction: 'Inbound', protocol: 'udp', message: 'lets the internet reach UDP services' }),
});
