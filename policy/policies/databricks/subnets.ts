// Which subnets Databricks puts its machines into: those delegated to it, and those that a workspace of the stack names.
import { isOneOf, textOf } from '../../compare';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { valueAt } from '../../value';
import { someKnown } from '../shared/in-turn';

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
  // The delegation first: what a workspace names is not known before its network is.
  if (subnet.some('delegations', (delegation) => isOneOf(delegation.read('serviceName'), ['Microsoft.Databricks/workspaces']))) return true;
  const name = textOf(subnet.read(nameInput));
  if (name === undefined) return false;
  return someKnown(stack.ofType('azure-native:databricks:Workspace'), ({ inputs }) => named.some((path) => isOneOf(valueAt(inputs, path), [name])));
}
