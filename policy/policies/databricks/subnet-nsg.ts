// HX-DBX-03: both subnets that a workspace puts its machines into have a network security group.
import { textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { isList, isProperties, valueAt } from '../../value';
import { inTurn } from '../shared/in-turn';

const parameters = ['parameters.customPublicSubnetName.value', 'parameters.customPrivateSubnetName.value'] as const;

export const databricksSubnetNsg = stackPolicy({
  id: 'databricks-subnet-nsg',
  title: 'The subnets of Databricks workspaces have a network security group',
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
  types: ['azure-native:databricks:Workspace'],
  check: (workspace, stack) => {
    inTurn(
      ...parameters.map((path) => () => {
        const name = textOf(workspace.read(path));
        // A subnet that another stack owns is judged there.
        if (name !== undefined && isUnguarded(name, stack)) workspace.fail(path, `uses the subnet '${name}', which has no network security group`);
      }),
    );
  },
});

function isUnguarded(name: string, stack: Stack): boolean {
  const isNamed = (value: unknown): boolean => typeof value === 'string' && value.toLowerCase() === name.toLowerCase();
  const alone = stack.ofType('azure-native:network:Subnet').filter(({ inputs }) => isNamed(valueAt(inputs, 'subnetName')));
  if (alone.length > 0) return !alone.some((subnet) => stack.isSet(subnet, 'networkSecurityGroup.id'));
  const inside = stack.ofType('azure-native:network:VirtualNetwork').flatMap((network) => subnetsOf(network).map((path) => ({ network, path })));
  const found = inside.filter(({ network, path }) => isNamed(valueAt(network.inputs, `${path}.name`)));
  return found.length > 0 && !found.some(({ network, path }) => stack.isSet(network, `${path}.networkSecurityGroup.id`));
}

/** Paths of the subnets that are written into their network. */
function subnetsOf({ inputs }: Resource): readonly string[] {
  const subnets = valueAt(inputs, 'subnets');
  if (isList(subnets)) return subnets.map((_, index) => `subnets.${index}`);
  return isProperties(subnets) ? ['subnets'] : [];
}
