// HX-DBX-03: a subnet that Databricks puts its machines into has a network security group.
import { stackPolicy } from '../../policy';
import { eachLacking, subnetTypes } from './subnets';

export const databricksSubnetNsg = stackPolicy({
  id: 'databricks-subnet-nsg',
  title: 'Subnets of Databricks workspaces have a network security group',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBX-03', 'CIS Azure 5.0 2.1.2'],
  rationale:
    'Without one, nothing filters what reaches the machines that hold customer data; Azure also refuses such a workspace, half way through the update.',
  remediation: {
    text: 'Give both subnets a networkSecurityGroup.',
    example: "new network.Subnet('databricks-public', { networkSecurityGroup: { id: group.id }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/classic/vnet-inject'],
  types: subnetTypes,
  check: (subject, stack) => {
    eachLacking(
      subject,
      stack,
      (subnet) => stack.isSet(subnet.resource, subnet.pathOf('networkSecurityGroup.id')),
      (subnet) => subnet.fail('networkSecurityGroup', 'is given to Databricks and has no network security group'),
    );
  },
});
