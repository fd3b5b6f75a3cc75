// A network security group stands before something.
import { stackPolicy } from '../../policy';
import { groupType } from './security-rules';
import { networkType, subnetType } from './subnets';

export const networkNsgUsed = stackPolicy({
  id: 'network-nsg-used',
  title: 'Network security groups stand before a subnet or an interface',
  severity: 'low',
  // What it stands before may belong to another stack.
  level: 'advisory',
  checkov: [],
  anchors: ['PSRule Azure.NSG.Associated'],
  rationale: 'A group that stands before nothing looks like protection in every list and is none.',
  remediation: {
    text: 'Name the group in networkSecurityGroup of the subnet that it is meant for, or remove it.',
    example: "new network.Subnet('clusters', { networkSecurityGroup: { id: group.id }, … });",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  types: [groupType],
  check: (group, stack) => {
    const direct = stack.referring([subnetType, 'azure-native:network:NetworkInterface'], 'networkSecurityGroup.id', group.resource);
    if (direct.length === 0 && stack.referring(networkType, 'subnets.*.networkSecurityGroup.id', group.resource).length === 0)
      group.fail('', 'stands before no subnet and no interface of the stack');
  },
});
