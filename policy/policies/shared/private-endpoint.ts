// Which private endpoints lead to a resource: shared by the policies that ask for one.
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { isList, isProperties, valueAt } from '../../value';
import { someKnown } from './in-turn';

const connections = ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'] as const;

/** True where a private endpoint of the stack connects to the resource. Throws UnknownValueError where that cannot be told yet. */
export function hasPrivateEndpoint(target: Resource, stack: Stack): boolean {
  const endpoints = stack.ofType('azure-native:network:PrivateEndpoint');
  return someKnown(endpoints, (endpoint) => connections.some((list) => leadsTo(endpoint, list, target, stack)));
}

function leadsTo(endpoint: Resource, list: (typeof connections)[number], target: Resource, stack: Stack): boolean {
  const value = valueAt(endpoint.inputs, list);
  const items = isList(value) ? value : isProperties(value) ? [value] : [];
  return items.some((_, index) => stack.refers(endpoint, `${list}.${index}.privateLinkServiceId`, target));
}
