// Which subnets Databricks puts its machines into: those delegated to it, and those that a workspace of the stack names.
import { isOneOf, textOf } from '../../compare';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { UnknownValueError, valueAt } from '../../value';

const networkType = 'azure-native:network:VirtualNetwork';
/** Subnets stand alone, or are written into their network. */
export const subnetTypes = ['azure-native:network:Subnet', networkType] as const;

const named = ['parameters.customPublicSubnetName.value', 'parameters.customPrivateSubnetName.value'] as const;

/** Visits the subnets of Databricks that lack something; whether others lack it too is not asked. */
export function eachLacking(subject: Subject, stack: Stack, hasIt: (subnet: Subject) => boolean, visit: (subnet: Subject) => void): void {
  const judge = (subnet: Subject, name: string): void => {
    if (!hasIt(subnet) && isOfDatabricks(subnet, name, stack)) visit(subnet);
  };
  if (subject.resource.type === networkType) subject.each('subnets', (subnet) => judge(subnet, 'name'));
  else judge(subject, 'subnetName');
}

function isOfDatabricks(subnet: Subject, nameInput: string, stack: Stack): boolean {
  if (subnet.some('delegations', (delegation) => isOneOf(delegation.read('serviceName'), ['Microsoft.Databricks/workspaces']))) return true;
  const name = textOf(subnet.read(nameInput));
  return name !== undefined && named.some((path) => stack.naming('azure-native:databricks:Workspace', path, name).some((workspace) => names(workspace, name)));
}

/** What a workspace names is not known before its network is; Azure takes delegated subnets alone, and those are found without it. */
function names({ inputs }: Resource, subnet: string): boolean {
  try {
    return named.some((path) => isOneOf(valueAt(inputs, path), [subnet]));
  } catch (error) {
    if (error instanceof UnknownValueError) return false;
    throw error;
  }
}
