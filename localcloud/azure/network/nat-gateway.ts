// NAT gateways: Standard, static IPv4 addresses of the same region, at most one zone; not removable while subnets use them.
import { asText } from '../../values';
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { isChanged, isGiven, list, number, same, text } from '../shared/values';
import { checkRange, checkZones, idsIn, keepZones, mustShareRegion, networkApi, networkName, networkPath } from './references';
import { subnetsReferring } from './subnet-view';

const token = 'azure-native:network:NatGateway';

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkRange(ctx, 'idleTimeoutInMinutes', inputs['idleTimeoutInMinutes'], 4, 120, 'NatGatewayIdleTimeoutOutOfRange');
  checkZones(ctx);
  if (list(inputs, 'zones').length > 1)
    ctx.refuse('zones', 'NatGatewayMultipleZonesNotSupported', 'A Standard NAT gateway can be deployed in at most one availability zone.');
  const addresses = idsIn(inputs, 'publicIpAddresses').map((id) => id.toLowerCase());
  if (list(inputs, 'publicIpAddresses').length > 16)
    ctx.refuse('publicIpAddresses', 'NatGatewayPublicIpAddressLimitExceeded', 'A NAT gateway can have at most 16 public IP addresses.');
  list(inputs, 'publicIpAddresses').forEach((item, index) => {
    const id = text(item, 'id')?.toLowerCase();
    if (id !== undefined && addresses.indexOf(id) < addresses.lastIndexOf(id) && addresses.lastIndexOf(id) === index) {
      ctx.refuse(`publicIpAddresses[${index}].id`, 'DuplicatePublicIpAddress', `Public IP address ${text(item, 'id')} is given more than once.`);
    }
  });
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') {
    const users = subnetsReferring(ctx.world, 'natGateway.id', ctx.id);
    if (users.length > 0)
      ctx.refuse(
        400,
        'InUseNatGatewayCannotBeDeleted',
        `Nat gateway ${ctx.id} cannot be deleted because it is in use by the following subnet(s): ${users.join(', ')}.`,
      );
    return;
  }
  idsIn(ctx.inputs, 'publicIpAddresses').forEach((id) => admitAddress(ctx, id));
  idsIn(ctx.inputs, 'publicIpPrefixes').forEach((id) => mustShareRegion(ctx, id, text(ctx.inputs, 'location')));
  keepZones(ctx);
  if (ctx.operation === 'update' && ctx.before && isChanged(ctx.before.outputs, ctx.inputs, 'sku.name') && isGiven(ctx.inputs, 'sku.name')) {
    ctx.refuse(400, 'NatGatewaySkuCannotBeChanged', `The sku of Nat gateway ${ctx.id} cannot be changed.`);
  }
}

function admitAddress(ctx: AdmitContext, id: string): void {
  const address = mustShareRegion(ctx, id, text(ctx.inputs, 'location'));
  if (!same(text(address.outputs, 'sku.name'), 'Standard')) {
    ctx.refuse(
      400,
      'NatGatewayPublicIpMustBeStandard',
      `Nat gateway ${ctx.id} requires public IP addresses with the Standard sku; ${id} is ${text(address.outputs, 'sku.name')}.`,
    );
  }
  if (!same(text(address.outputs, 'publicIPAllocationMethod'), 'Static')) {
    ctx.refuse(400, 'NatGatewayPublicIpMustBeStatic', `Nat gateway ${ctx.id} requires public IP addresses with static allocation.`);
  }
  if (same(text(address.outputs, 'publicIPAddressVersion'), 'IPv6'))
    ctx.refuse(400, 'NatGatewayIPv6NotSupported', `Nat gateway ${ctx.id} cannot use the IPv6 public IP address ${id}.`);
  if (same(text(address.outputs, 'sku.tier'), 'Global'))
    ctx.refuse(400, 'NatGatewayGlobalTierNotSupported', `Nat gateway ${ctx.id} cannot use the global tier public IP address ${id}.`);
  const [zone] = list(ctx.inputs, 'zones');
  const zones = list(address.inputs, 'zones');
  if (zone !== undefined && zones.length > 0 && !zones.includes(zone)) {
    ctx.refuse(
      400,
      'NatGatewayAndPublicIpZonesMismatch',
      `Nat gateway ${ctx.id} is in zone ${asText(zone)}, but public IP address ${id} is in ${zones.map(asText).join()}.`,
    );
  }
  const other = ctx.world
    .list({ token })
    .find((gateway) => !same(gateway.id, ctx.id) && idsIn(gateway.inputs, 'publicIpAddresses').some((held) => same(held, id)));
  if (other)
    ctx.refuse(400, 'PublicIPAddressInUse', `Resource ${ctx.id} is referencing public IP address ${id} that is already allocated to resource ${other.id}.`);
}

export const natGateway: Kind = {
  token,
  type: 'Microsoft.Network/natGateways',
  apiVersion: networkApi,
  path: `${networkPath}/natGateways/{natGatewayName}`,
  name: networkName('natGatewayName'),
  location: 'from-resource-group',
  check,
  admit,
  outputs: ({ inputs, before, guid }) => ({
    resourceGuid: before?.outputs['resourceGuid'] ?? guid('resourceGuid'),
    etag: `W/"${guid('etag')}"`,
    idleTimeoutInMinutes: number(inputs, 'idleTimeoutInMinutes') ?? 4,
    sku: { name: text(inputs, 'sku.name') ?? 'Standard' },
  }),
  view: (stored, world) => ({ subnets: subnetsReferring(world, 'natGateway.id', stored.id).map((id) => ({ id })) }),
  isAsync: true,
};
