// Private endpoints: one connection into one undelegated subnet of the same region; its network interface lives and dies with it.
import { lockTokens } from '../../arm/locks';
import { isAtOrBelow, parentId } from '../../arm/ids';
import type { AdmitContext, CheckContext, Kind, Properties } from '../../kind';
import type { World } from '../../world';
import { isChanged, isMissing, isRecord, list, record, same, text } from '../shared/values';
import { containsAddress, formatAddress, parseAddress, sizeOf, type Cidr } from './cidr';
import { targetOf } from './private-link-targets';
import { mustExist, nameAt, networkApi, networkName, networkPath, regionOf } from './references';
import { findSubnet, hasDelegation, type SubnetView } from './subnet-view';
import { normalizeRegion } from '../../arm/regions';

const token = 'azure-native:network:PrivateEndpoint';
const connectionKeys = ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'] as const;

const connectionsOf = (inputs: Properties): Properties[] => connectionKeys.flatMap((key) => list(inputs, key)).map((item) => record({ item }, 'item'));
const groupsOf = (connection: Properties): string[] => list(connection, 'groupIds').filter((group) => typeof group === 'string');

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  if (isMissing(inputs, 'subnet.id')) ctx.refuse('subnet', 'SubnetIdMissing', 'A private endpoint needs the id of the subnet that its address comes from.');
  const isVisible = connectionKeys.every((key) => isMissing(inputs, key) || Array.isArray(inputs[key]));
  const count = connectionsOf(inputs).length;
  if (isVisible && count !== 1) {
    ctx.refuse(
      connectionKeys[0],
      'PrivateEndpointMustHaveExactlyOneConnection',
      `A private endpoint must have exactly one private link service connection, but ${count} are given.`,
    );
  }
  for (const key of connectionKeys) list(inputs, key).forEach((item, index) => isRecord(item) && checkConnection(ctx, `${key}[${index}]`, item));
  list(inputs, 'ipConfigurations').forEach((item, index) => {
    const address = text(item, 'privateIPAddress');
    if (address !== undefined && !parseAddress(address))
      ctx.refuse(`ipConfigurations[${index}].privateIPAddress`, 'InvalidIPAddress', `'${address}' is not a valid IP address.`);
    if (isMissing(item, 'name')) ctx.refuse(`ipConfigurations[${index}].name`, 'MissingName', 'An IP configuration of a private endpoint has no name.');
  });
}

function checkConnection(ctx: CheckContext, path: string, connection: Properties): void {
  if (isMissing(connection, 'name')) ctx.refuse(`${path}.name`, 'MissingName', 'A private link service connection has no name.');
  if (isMissing(connection, 'privateLinkServiceId'))
    ctx.refuse(`${path}.privateLinkServiceId`, 'PrivateLinkServiceIdMissing', 'A private link service connection names no resource to connect to.');
  const message = text(connection, 'requestMessage');
  if (message !== undefined && message.length > 140) {
    ctx.refuse(
      `${path}.requestMessage`,
      'PrivateLinkServiceConnectionRequestMessageTooLong',
      `The request message has ${message.length} characters; at most 140 are allowed.`,
    );
  }
  const id = text(connection, 'privateLinkServiceId');
  if (id === undefined) return;
  if (!/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+(\/[^/]+\/[^/]+)+$/i.test(id)) {
    ctx.refuse(
      `${path}.privateLinkServiceId`,
      'LinkedInvalidPropertyId',
      `Property id '${id}' at path 'properties.${path}.privateLinkServiceId' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}'.`,
    );
  }
  const target = targetOf(id);
  const groups = groupsOf(connection);
  const isPlainService = /\/privateLinkServices\/[^/]+$/i.test(id);
  if (!isPlainService && (isMissing(connection, 'groupIds') || (Array.isArray(connection['groupIds']) && list(connection, 'groupIds').length === 0))) {
    ctx.refuse(`${path}.groupIds`, 'MissingGroupIds', `A private link connection to ${id} must give the group id to connect to.`);
  }
  if (!target) return;
  if (groups.length > target.perEndpoint) {
    ctx.refuse(
      `${path}.groupIds`,
      'CannotHaveMultipleGroupIds',
      `A private endpoint connects to one sub-resource of ${id}, but [${groups.join()}] are given: create one endpoint for each.`,
    );
  }
  const odd = groups.find((group) => !target.groups.some((known) => same(known, group)));
  if (odd !== undefined)
    ctx.refuse(`${path}.groupIds`, 'PrivateLinkServiceGroupIdNotFound', `Group id '${odd}' is not valid for ${id}. Valid group ids: ${target.groups.join()}.`);
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return refuseLockedTarget(ctx);
  const subnetId = text(ctx.inputs, 'subnet.id');
  if (subnetId !== undefined) admitPlace(ctx, subnetId);
  for (const connection of connectionsOf(ctx.inputs)) {
    const id = text(connection, 'privateLinkServiceId');
    const target = id === undefined ? undefined : mustExist(ctx, id);
    const reason = target && targetOf(target.id)?.refusal?.(target);
    if (reason !== undefined) ctx.refuse(400, 'PrivateEndpointConnectionNotSupportedForSku', `Call to ${id} failed. Error message: ${reason}.`);
  }
  if (ctx.operation !== 'update' || !ctx.before) return;
  const identity = (inputs: Properties): Properties => ({
    targets: connectionsOf(inputs).map((one) => ({ id: text(one, 'privateLinkServiceId') ?? '', groups: groupsOf(one) })),
  });
  if (isChanged(identity(ctx.before.inputs), identity(ctx.inputs), 'targets')) {
    ctx.refuse(
      400,
      'CannotChangePrivateLinkConnectionOnPrivateEndpoint',
      `The private link service and the group ids of private endpoint ${ctx.id} cannot be changed: it must be created anew.`,
    );
  }
  if (isChanged(ctx.before.inputs, ctx.inputs, 'customNetworkInterfaceName')) {
    ctx.refuse(400, 'CannotChangeCustomNetworkInterfaceName', `The network interface name of private endpoint ${ctx.id} cannot be changed.`);
  }
}

function admitPlace(ctx: AdmitContext, subnetId: string): void {
  const found = findSubnet(ctx.world, subnetId);
  if (!found) return void mustExist(ctx, subnetId);
  const [region, location] = [regionOf(found.network), text(ctx.inputs, 'location')];
  if (region !== undefined && location !== undefined && region !== normalizeRegion(location)) {
    ctx.refuse(
      400,
      'InvalidResourceReference',
      `Resource ${subnetId} referenced by resource ${ctx.id} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    );
  }
  if (hasDelegation(found.subnet)) {
    ctx.refuse(400, 'PrivateEndpointCreationNotAllowedAsSubnetIsDelegated', `Private endpoint ${ctx.id} cannot be created as subnet ${subnetId} is delegated.`);
  }
  for (const item of list(ctx.inputs, 'ipConfigurations')) {
    const address = text(item, 'privateIPAddress');
    if (address === undefined) continue;
    if (!found.subnet.ranges.some((range) => containsAddress(range, address)))
      ctx.refuse(
        400,
        'PrivateIPAddressNotInSubnet',
        `Private static IP address ${address} does not belong to the range of subnet prefix ${found.subnet.ranges.map((range) => range.text).join()}.`,
      );
    if (found.subnet.ranges.some((range) => isReserved(range, address)))
      ctx.refuse(
        400,
        'PrivateIPAddressInReservedRange',
        `Private static IP address ${address} falls within reserved IP range of subnet prefix of ${found.subnet.name}.`,
      );
    if (takenIn(ctx.world, found.subnet, ctx.id).includes(address))
      ctx.refuse(400, 'PrivateIPAddressInUse', `IP address ${address} is in use by another private endpoint.`);
  }
  if (freeAddress(ctx.world, found.subnet, ctx.id) === undefined)
    ctx.refuse(
      400,
      'SubnetIsFull',
      `Subnet ${found.subnet.name} with address prefix ${found.subnet.ranges.map((range) => range.text).join()} does not have enough capacity for 1 IP addresses.`,
    );
}

/** Removing an endpoint writes to its target, so a lock there refuses it. */
function refuseLockedTarget(ctx: AdmitContext): void {
  const scopes = lockTokens.flatMap((lock) => ctx.world.list({ token: lock })).map((lock) => parentId(lock.id) ?? lock.id);
  for (const connection of connectionsOf(ctx.inputs)) {
    const id = text(connection, 'privateLinkServiceId') ?? '';
    const scope = scopes.find((candidate) => isAtOrBelow(id, candidate));
    if (scope === undefined) continue;
    ctx.refuse(
      409,
      'ScopeLocked',
      `Call to ${id} failed. Error message: The scope '${id}/privateEndpointConnectionProxies/${nameAt(ctx.id)}' cannot perform delete operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
    );
  }
}

const addressesOf = (outputs: Properties): string[] =>
  list(outputs, 'customDnsConfigs').flatMap((config) => list(config, 'ipAddresses').filter((address) => typeof address === 'string'));

const takenIn = (world: World, subnet: SubnetView, but: string): string[] =>
  world
    .list({ token })
    .filter((endpoint) => !same(endpoint.id, but) && same(text(endpoint.inputs, 'subnet.id'), subnet.id))
    .flatMap((endpoint) => addressesOf(endpoint.outputs));

/** Azure keeps the first four addresses and the last of every subnet for itself. */
function isReserved(range: Cidr, address: string): boolean {
  const parsed = parseAddress(address);
  if (!parsed || range.version !== 4 || !containsAddress(range, address)) return false;
  return parsed.value < range.base + 4n || parsed.value === range.base + sizeOf(range) - 1n;
}

function freeAddress(world: World, subnet: SubnetView, but: string): string | undefined {
  const taken = new Set(takenIn(world, subnet, but));
  const range = subnet.ranges.find((candidate) => candidate.version === 4);
  if (!range) return subnet.ranges.length === 0 ? '' : undefined;
  for (let value = range.base + 4n; value < range.base + sizeOf(range) - 1n; value += 1n) {
    const address = formatAddress(4, value);
    if (!taken.has(address)) return address;
  }
  return undefined;
}

const interfaceId = (id: string, inputs: Properties, suffix: string): string =>
  `${id.replace(/\/providers\/.*$/i, '')}/providers/Microsoft.Network/networkInterfaces/${text(inputs, 'customNetworkInterfaceName') ?? `${nameAt(id)}.nic.${suffix}`}`;

export const privateEndpoint: Kind = {
  token,
  type: 'Microsoft.Network/privateEndpoints',
  apiVersion: networkApi,
  path: `${networkPath}/privateEndpoints/{privateEndpointName}`,
  name: networkName('privateEndpointName', 64),
  location: 'from-resource-group',
  replaceOn: ['subnet'],
  check,
  admit,
  outputs: ({ id, inputs, world, before, guid }) => {
    const found = findSubnet(world, text(inputs, 'subnet.id') ?? '');
    const fixed = list(inputs, 'ipConfigurations').flatMap((item) => text(item, 'privateIPAddress') ?? []);
    const address = fixed[0] ?? (before && addressesOf(before.outputs)[0]) ?? (found && freeAddress(world, found.subnet, id)) ?? '';
    const [connection] = connectionsOf(inputs);
    const target = world.get(text(connection, 'privateLinkServiceId') ?? '');
    const group = groupsOf(connection ?? {})[0] ?? '';
    const fqdns = target ? (targetOf(target.id)?.fqdns(target, group) ?? []) : [];
    const described = (key: (typeof connectionKeys)[number], state: Properties): Properties[] =>
      list(inputs, key).map((item) => ({
        ...record({ item }, 'item'),
        id: `${id}/${key}/${text(item, 'name') ?? ''}`,
        type: `Microsoft.Network/privateEndpoints/${key}`,
        provisioningState: 'Succeeded',
        privateLinkServiceConnectionState: state,
      }));
    return {
      etag: `W/"${guid('etag')}"`,
      networkInterfaces: [{ id: interfaceId(id, inputs, guid('nic')) }],
      customDnsConfigs: fqdns.length > 0 ? fqdns.map((fqdn) => ({ fqdn, ipAddresses: [address] })) : [{ ipAddresses: [address] }],
      privateLinkServiceConnections: described(connectionKeys[0], { status: 'Approved', description: 'Auto-Approved', actionsRequired: 'None' }),
      manualPrivateLinkServiceConnections: described(connectionKeys[1], { status: 'Pending', description: 'Awaiting approval', actionsRequired: 'None' }),
      ipConfigurations: list(inputs, 'ipConfigurations').slice(),
    };
  },
  // A target that is gone leaves its endpoints behind, disconnected.
  view: (stored, world) =>
    Object.fromEntries(
      connectionKeys.map((key) => [
        key,
        list(stored.outputs, key)
          .filter(isRecord)
          .map((one) => (isConnected(one, world) ? one : { ...one, privateLinkServiceConnectionState: disconnected })),
      ]),
    ),
  isAsync: true,
};

const disconnected: Properties = { status: 'Disconnected', description: 'The private link resource was deleted.', actionsRequired: 'None' };
const isConnected = (connection: Properties, world: World): boolean => world.get(text(connection, 'privateLinkServiceId') ?? '') !== undefined;
