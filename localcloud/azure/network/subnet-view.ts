// Subnets as other kinds see them: standalone resources and those written inline on their network; who sits in one.
import type { Properties, StoredResource } from '../../kind';
import type { World } from '../../world';
import { at, isRecord, list, same, text } from '../shared/values';
import { parseCidr, type Cidr } from './cidr';

export interface SubnetView {
  readonly id: string;
  readonly name: string;
  readonly properties: Properties;
  readonly ranges: readonly Cidr[];
}

export const networkToken = 'azure-native:network:VirtualNetwork';
export const subnetToken = 'azure-native:network:Subnet';

/** Texts of the ranges that inputs of a subnet name. */
export function prefixesOf(properties: Properties): string[] {
  const several = list(properties, 'addressPrefixes').filter((prefix) => typeof prefix === 'string');
  const single = text(properties, 'addressPrefix');
  return several.length > 0 ? several : single === undefined ? [] : [single];
}

const viewOf = (id: string, name: string, properties: Properties): SubnetView => ({
  id,
  name,
  properties,
  ranges: prefixesOf(properties).flatMap((prefix) => parseCidr(prefix) ?? []),
});

/** All subnets of a network; a standalone one hides an inline one of the same name. */
export function subnetsOf(world: World, network: StoredResource): SubnetView[] {
  const standalone = world
    .list({ token: subnetToken, under: network.id })
    .map((subnet) => viewOf(subnet.id, subnet.id.slice(subnet.id.lastIndexOf('/') + 1), subnet.inputs));
  return [...standalone, ...inlineSubnets(network.id, network.inputs).filter((inline) => !standalone.some((subnet) => same(subnet.name, inline.name)))];
}

export const inlineSubnets = (networkId: string, inputs: Properties): SubnetView[] =>
  list(inputs, 'subnets')
    .filter(isRecord)
    .map((properties) => viewOf(`${networkId}/subnets/${text(properties, 'name') ?? ''}`, text(properties, 'name') ?? '', properties));

export const networkIdOf = (subnetId: string): string => subnetId.replace(/\/subnets\/[^/]+$/i, '');

export function findSubnet(world: World, id: string): { readonly subnet: SubnetView; readonly network: StoredResource } | undefined {
  const network = world.get(networkIdOf(id));
  const subnet = network && subnetsOf(world, network).find((candidate) => same(candidate.id, id));
  return network && subnet ? { subnet, network } : undefined;
}

/** Ids of what holds addresses in the subnet: private endpoints and Databricks workspaces. */
export function usersOf(world: World, subnetId: string): string[] {
  const endpoints = world.list({ token: 'azure-native:network:PrivateEndpoint' }).filter((endpoint) => same(text(endpoint.inputs, 'subnet.id'), subnetId));
  const workspaces = world
    .list({ token: 'azure-native:databricks:Workspace' })
    .filter((workspace) => workspaceSubnets(workspace.inputs).some((id) => same(id, subnetId)));
  return [...endpoints, ...workspaces].map((user) => user.id);
}

/** Ids of the two subnets that a VNet-injected workspace lives in. */
export function workspaceSubnets(inputs: Properties): string[] {
  const network = text(inputs, 'parameters.customVirtualNetworkId.value');
  const names = ['customPublicSubnetName', 'customPrivateSubnetName'].flatMap((key) => text(inputs, `parameters.${key}.value`) ?? []);
  return network === undefined ? [] : names.map((name) => `${network}/subnets/${name}`);
}

/** Ids of the subnets, inline ones too, whose property `path` holds the id. */
export function subnetsReferring(world: World, path: string, id: string): string[] {
  return world
    .list({ token: networkToken })
    .flatMap((network) => subnetsOf(world, network))
    .filter((subnet) => same(text(subnet.properties, path), id))
    .map((subnet) => subnet.id);
}

export const isDelegatedTo = (subnet: SubnetView, service: string): boolean =>
  list(subnet.properties, 'delegations').some((item) => same(text(item, 'serviceName'), service));
export const hasDelegation = (subnet: SubnetView): boolean => list(subnet.properties, 'delegations').some((item) => at(item, 'serviceName') !== undefined);
