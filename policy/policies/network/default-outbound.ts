// HX-NET-04: machines of a subnet get no way out that nobody asked for.
import { isOff, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { eachSubnet, subnetName, subnetTypes, withoutMachines } from './subnets';

export const networkDefaultOutbound = resourcePolicy({
  id: 'network-default-outbound',
  title: 'Subnets have no default outbound access',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-04'],
  rationale:
    'Default outbound access leaves through an address that Azure picks and may change: no firewall of a partner can name it, and none of ours sees it.',
  remediation: {
    text: 'Set defaultOutboundAccess to false, and give the subnet a NAT gateway or a firewall where it needs a way out.',
    example: "new network.Subnet('clusters', { defaultOutboundAccess: false, natGateway: { id: nat.id }, … });",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access'],
  types: subnetTypes,
  check: (subject) => eachSubnet(subject, judge),
});

function judge(subnet: Subject): void {
  if (isOff(subnet.read('defaultOutboundAccess')) || isOneOf(subnetName(subnet), withoutMachines)) return;
  subnet.fail('defaultOutboundAccess', `leaves by an address of Azure's choice: defaultOutboundAccess is ${subnet.shown('defaultOutboundAccess')}`);
}
