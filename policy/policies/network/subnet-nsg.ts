// CKV2_AZURE_31: a network security group stands before every subnet.
import { isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { eachSubnet, subnetName, subnetTypes } from './subnets';

/** The first two are checkov's; Azure refuses a group on all of them. */
const withoutGroup = ['GatewaySubnet', 'AzureFirewallSubnet', 'AzureFirewallManagementSubnet', 'RouteServerSubnet'];
const withoutGroupDelegations = ['Microsoft.Netapp/volumes'];

export const networkSubnetNsg = stackPolicy({
  id: 'network-subnet-nsg',
  title: 'Subnets have a network security group',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_31'],
  differs: { CKV2_AZURE_31: 'checkov overlooks subnets that stand inside their virtual network, and asks for a group on two subnets where Azure refuses one' },
  anchors: ['CIS Azure 5.0 2.1.2'],
  rationale: 'Without a group every address of the network, and of the networks peered with it, reaches every port of the subnet.',
  remediation: {
    text: 'Set networkSecurityGroup on the subnet, also where it stands inside the virtual network.',
    example: "new network.Subnet('clusters', { networkSecurityGroup: { id: group.id }, … });",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  types: subnetTypes,
  check: (subject, stack) => eachSubnet(subject, (subnet) => judge(subnet, stack)),
});

function judge(subnet: Subject, stack: Stack): void {
  if (stack.isSet(subnet.resource, subnet.pathOf('networkSecurityGroup.id')) || isOneOf(subnetName(subnet), withoutGroup)) return;
  if (subnet.some('delegations', (delegation) => isOneOf(delegation.read('serviceName'), withoutGroupDelegations))) return;
  subnet.fail('networkSecurityGroup', 'has no network security group');
}
