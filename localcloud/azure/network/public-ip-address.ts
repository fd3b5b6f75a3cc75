// Public IP addresses: Basic is retired, Standard is static; DNS labels are unique in a region; not removable while attached.
import { normalizeRegion } from '../../arm/regions';
import type { AdmitContext, CheckContext, Kind, OutputContext } from '../../kind';
import type { World } from '../../world';
import { at, isChanged, isGiven, isMissing, same, text } from '../shared/values';
import { checkRange, checkZones, idsIn, keepZones, mustShareRegion, networkApi, networkName, networkPath, regionOf } from './references';

const token = 'azure-native:network:PublicIPAddress';
const labelForm = /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/;

const skuOf = (inputs: CheckContext['inputs']): string | undefined => text(inputs, 'sku.name') ?? (isMissing(inputs, 'sku.name') ? 'Basic' : undefined);
const isDynamic = (inputs: CheckContext['inputs']): boolean =>
  isMissing(inputs, 'publicIPAllocationMethod') || same(text(inputs, 'publicIPAllocationMethod'), 'Dynamic');

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const [sku, name] = [skuOf(inputs), text(inputs, 'publicIpAddressName') ?? ''];
  if (same(text(inputs, 'publicIPAddressVersion'), 'IPv6') && isDynamic(inputs)) {
    ctx.refuse('publicIPAllocationMethod', 'IPv6PublicIPAddressMustBeStatic', `IPv6 public IP address ${name} must have AllocationMethod set to Static.`);
  }
  if (same(sku, 'Basic')) checkBasic(ctx);
  if (same(sku, 'Standard') && isDynamic(inputs)) {
    ctx.refuse('publicIPAllocationMethod', 'StandardSkuPublicIPAddressMustBeStatic', `Standard sku publicIp ${name} must have AllocationMethod set to Static.`);
  }
  const label = text(inputs, 'dnsSettings.domainNameLabel');
  if (label !== undefined && !labelForm.test(label)) {
    ctx.refuse(
      'dnsSettings.domainNameLabel',
      'InvalidDomainNameLabel',
      `The domain name label ${label} is invalid. It must conform to the following regular expression: ${labelForm.source}.`,
    );
  }
  checkRange(ctx, 'idleTimeoutInMinutes', inputs['idleTimeoutInMinutes'], 4, 30, 'InvalidIdleTimeoutInMinutes');
  checkZones(ctx);
  const mode = text(inputs, 'ddosSettings.protectionMode');
  if (isGiven(inputs, 'ddosSettings.ddosProtectionPlan') && (mode !== undefined ? !same(mode, 'Enabled') : isMissing(inputs, 'ddosSettings.protectionMode'))) {
    ctx.refuse(
      'ddosSettings.ddosProtectionPlan',
      'DdosProtectionPlanNotAllowed',
      `A DDoS protection plan can only be set on ${name} if ProtectionMode is Enabled.`,
    );
  }
}

function checkBasic(ctx: CheckContext): void {
  const isOld = ctx.before !== undefined && same(skuOf(ctx.before), 'Basic');
  if (!isOld) {
    ctx.refuse(
      'sku.name',
      'IPv4BasicSkuPublicIpCountLimitReached',
      'Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region: Basic SKU public IP addresses are retired since 30 September 2025, use Standard.',
    );
  }
  if (isGiven(ctx.inputs, 'zones')) ctx.refuse('zones', 'ZonesNotAllowedForBasicSku', 'Basic sku public IP addresses do not support availability zones.');
  if (same(text(ctx.inputs, 'sku.tier'), 'Global'))
    ctx.refuse('sku.tier', 'GlobalTierNotSupported', 'Global tier public IP addresses must have the Standard sku.');
}

const fqdnOf = (label: string, region: string): string => `${label}.${normalizeRegion(region)}.cloudapp.azure.com`;

/** Id of what holds the address: a NAT gateway. */
function holderOf(world: World, id: string): string | undefined {
  return world
    .list({ token: 'azure-native:network:NatGateway' })
    .find((gateway) => idsIn(gateway.inputs, 'publicIpAddresses').some((address) => same(address, id)))?.id;
}

function admit(ctx: AdmitContext): void {
  const holder = holderOf(ctx.world, ctx.id);
  if (ctx.operation === 'delete') {
    if (holder === undefined) return;
    ctx.refuse(
      400,
      'PublicIPAddressCannotBeDeleted',
      `Public IP address ${ctx.id} can not be deleted since it is still allocated to resource ${holder}. In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.`,
    );
  }
  const region = text(ctx.inputs, 'location');
  for (const path of ['publicIPPrefix.id', 'ddosSettings.ddosProtectionPlan.id']) {
    const id = text(ctx.inputs, path);
    if (id !== undefined) mustShareRegion(ctx, id, path.startsWith('ddos') ? undefined : region);
  }
  const label = text(ctx.inputs, 'dnsSettings.domainNameLabel');
  if (label !== undefined && region !== undefined) {
    const fqdn = fqdnOf(label, region);
    const isTaken = ctx.world.list({ token }).some((other) => !same(other.id, ctx.id) && same(text(other.outputs, 'dnsSettings.fqdn'), fqdn));
    if (isTaken || ctx.world.isForeignName('cloudapp.azure.com', fqdn))
      ctx.refuse(400, 'DnsRecordInUse', `DNS record ${fqdn} is already used by another public IP.`);
  }
  keepZones(ctx);
  if (ctx.operation === 'update' && ctx.before && holder !== undefined && isChanged(ctx.before.inputs, ctx.inputs, 'publicIPAllocationMethod')) {
    ctx.refuse(400, 'PublicIPAddressInUse', `Public IP address ${ctx.id} is in use by ${holder}: its allocation method cannot be changed.`);
  }
}

function addressOf({ inputs, digits, hex }: OutputContext): string {
  if (same(text(inputs, 'publicIPAddressVersion'), 'IPv6')) return `2603:1020:${hex('a', 3)}:${hex('b', 3)}::${hex('c', 3)}`;
  return `20.${[1, 2, 3].map((part) => 1 + (Number(digits(`octet${part}`, 6)) % 254)).join('.')}`;
}

export const publicIpAddress: Kind = {
  token,
  type: 'Microsoft.Network/publicIPAddresses',
  apiVersion: networkApi,
  path: `${networkPath}/publicIPAddresses/{publicIpAddressName}`,
  name: networkName('publicIpAddressName'),
  location: 'from-resource-group',
  replaceOn: ['location', 'publicIPAddressVersion', 'publicIPPrefix', 'sku'],
  check,
  admit,
  outputs: (ctx) => {
    const { inputs, before, guid } = ctx;
    const label = text(inputs, 'dnsSettings.domainNameLabel');
    const region = text(inputs, 'location') ?? regionOf(before);
    return {
      resourceGuid: before?.outputs['resourceGuid'] ?? guid('resourceGuid'),
      etag: `W/"${guid('etag')}"`,
      publicIPAddressVersion: text(inputs, 'publicIPAddressVersion') ?? 'IPv4',
      publicIPAllocationMethod: text(inputs, 'publicIPAllocationMethod') ?? 'Dynamic',
      idleTimeoutInMinutes: at(inputs, 'idleTimeoutInMinutes') === undefined ? 4 : (inputs['idleTimeoutInMinutes'] ?? 4),
      sku: { name: skuOf(inputs) ?? 'Basic', tier: text(inputs, 'sku.tier') ?? 'Regional' },
      ddosSettings: { protectionMode: text(inputs, 'ddosSettings.protectionMode') ?? 'VirtualNetworkInherited' },
      ipTags: [],
      ...(isDynamic(inputs) ? {} : { ipAddress: addressOf(ctx) }),
      ...(label !== undefined && region !== undefined ? { dnsSettings: { fqdn: fqdnOf(label, region) } } : {}),
    };
  },
  view: (stored, world) => {
    const gateway = holderOf(world, stored.id);
    return gateway === undefined ? {} : { natGateway: { id: gateway } };
  },
  isAsync: true,
};
