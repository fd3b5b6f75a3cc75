// Which private endpoints lead to a resource: shared by the policies that ask for one.
import { isOneOf } from '../../compare';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { isList, isProperties, opened, valueAt, type Value } from '../../value';
import { someKnown } from './in-turn';

const connections = ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'] as const;

/**
 * True where a private endpoint of the stack connects to the resource, and to one group of it where that is given. Throws UnknownValueError
 * where that cannot be told yet.
 */
export function hasPrivateEndpoint(target: Resource, stack: Stack, group?: string): boolean {
  const endpoints = stack.ofType('azure-native:network:PrivateEndpoint');
  return someKnown(endpoints, (endpoint) => connections.some((list) => leadsTo(endpoint, list, target, stack, group)));
}

function leadsTo(endpoint: Resource, list: (typeof connections)[number], target: Resource, stack: Stack, group: string | undefined): boolean {
  const value = valueAt(endpoint.inputs, list);
  const items = isList(value) ? value : isProperties(value) ? [value] : [];
  return items.some((item, index) => isOfGroup(item, group) && stack.refers(endpoint, `${list}.${index}.privateLinkServiceId`, target));
}

function isOfGroup(connection: Value, group: string | undefined): boolean {
  if (group === undefined) return true;
  const groups = valueAt(connection, 'groupIds');
  return isList(groups) ? groups.some((one) => isOneOf(opened(one, 'groupIds'), [group])) : isOneOf(groups, [group]);
}
