// Which private endpoints lead to a resource, and whether names lead to them: shared by the policies that ask for one.
import { isOneOf, textOf } from '../../compare';
import { expanded } from '../../references';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { isList, isProperties, valueAt } from '../../value';
import { someKnown } from '../../in-turn';

const endpointType = 'azure-native:network:PrivateEndpoint';
const connections = ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'];
const targets = connections.map((list) => `${list}.*.privateLinkServiceId`);

/**
 * True where a private endpoint of the stack connects to the resource, and opens the given group of it ("blob") where one is named. Throws
 * UnknownValueError where that cannot be told yet.
 */
export const hasPrivateEndpoint = (target: Resource, stack: Stack, group?: string): boolean =>
  someKnown(targets, (path) => stack.isReferred(endpointType, path, target, (endpoint) => group === undefined || isOneOf(group, groupsOf(endpoint))));

/** The private endpoints of the stack that connect to the resource. Throws UnknownValueError where that cannot be told yet. */
export const endpointsTo = (target: Resource, stack: Stack): readonly Resource[] => [
  ...new Set(targets.flatMap((path) => stack.referring(endpointType, path, target))),
];

/** The sub-resources that an endpoint opens ("blob", "dfs", "vault"), in lower case. Throws UnknownValueError. */
export const groupsOf = ({ inputs }: Resource): readonly string[] =>
  connections
    .flatMap((list) => expanded(inputs, `${list}.*.groupIds`))
    .flatMap((path) => {
      const groups = valueAt(inputs, path);
      return (isList(groups) ? groups : [groups]).flatMap((group) => textOf(valueAt(group, '', path))?.toLowerCase() ?? []);
    });

/** True where a zone group puts the endpoint's address into a private DNS zone: without one its service's name leads to the public address. */
export const hasDnsZoneGroup = (endpoint: Resource, stack: Stack): boolean =>
  stack.isReferred('azure-native:network:PrivateDnsZoneGroup', 'privateEndpointName', endpoint, (group) => {
    const configs = valueAt(group.inputs, 'privateDnsZoneConfigs');
    return isList(configs) ? configs.length > 0 : isProperties(configs);
  });
