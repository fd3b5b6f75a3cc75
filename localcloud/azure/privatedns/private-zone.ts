// Private DNS zones: global, named by a domain of at least two labels, not removable while networks are linked.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import type { World } from '../../world';
import { list, same, text } from '../shared/values';

export const zoneToken = 'azure-native:privatedns:PrivateZone';
export const linkToken = 'azure-native:privatedns:VirtualNetworkLink';
export const recordSetToken = 'azure-native:privatedns:PrivateRecordSet';
export const dnsApi = '2024-06-01';
export const zonePath = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}';

const reserved = ['azclient.ms', 'azure.com', 'cloudapp.net', 'core.windows.net', 'microsoft.com', 'msidentity.com', 'trafficmanager.net', 'windows.net'];

/** Everything of private DNS lives in the location "global". */
export function checkGlobal(ctx: CheckContext, type: string): void {
  const location = text(ctx.inputs, 'location');
  if (location === undefined || location.toLowerCase() === 'global') return;
  ctx.refuse(
    'location',
    'LocationNotAvailableForResourceType',
    `The provided location '${location}' is not available for resource type '${type}'. List of available regions for the resource type is 'global'.`,
  );
}

function check(ctx: CheckContext): void {
  checkGlobal(ctx, 'Microsoft.Network/privateDnsZones');
  const zone = text(ctx.inputs, 'privateZoneName');
  if (zone === undefined) return;
  const labels = zone.split('.');
  if (zone.endsWith('.')) ctx.refuse('privateZoneName', 'BadRequest', `The zone name '${zone}' must be given without a terminating dot.`);
  else if (
    zone.length > 253 ||
    labels.length < 2 ||
    labels.length > 34 ||
    labels.some((label) => !/^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label))
  ) {
    ctx.refuse(
      'privateZoneName',
      'BadRequest',
      `The domain name '${zone}' is invalid. It must have 2 to 34 labels of 1 to 63 letters, digits, hyphens or underscores, separated by dots.`,
    );
  } else if (reserved.includes(zone.toLowerCase())) {
    ctx.refuse('privateZoneName', 'BadRequest', `The zone '${zone}' is not available: the name is reserved.`);
  }
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation !== 'delete') return;
  const [link] = ctx.world.list({ token: linkToken, under: ctx.id });
  if (!link) return;
  ctx.refuse(
    409,
    'CannotDeleteResource',
    `Can not delete resource while nested resources exist. Some existing nested resource IDs include: '${link.id}'. Please delete all nested resources before deleting this resource.`,
  );
}

/** Record sets of the zone beside its SOA: its own, and those that private endpoints keep in it. */
const recordSetsOf = (zoneId: string, world: World): number =>
  world.list({ token: recordSetToken, under: zoneId }).length +
  world
    .list({ token: 'azure-native:network:PrivateDnsZoneGroup' })
    .flatMap((group) => list(group.outputs, 'privateDnsZoneConfigs'))
    .filter((config) => same(text(config, 'privateDnsZoneId'), zoneId))
    .reduce<number>((sum, config) => sum + list(config, 'recordSets').length, 0);

export const privateZone: Kind = {
  token: zoneToken,
  type: 'Microsoft.Network/privateDnsZones',
  apiVersion: dnsApi,
  path: zonePath,
  location: 'global',
  check,
  admit,
  outputs: ({ id, guid }) => ({
    etag: guid('etag'),
    internalId: Buffer.from(`Immutable;${guid('internalId')};0;${id}`).toString('base64'),
    maxNumberOfRecordSets: 25000,
    maxNumberOfVirtualNetworkLinks: 1000,
    maxNumberOfVirtualNetworkLinksWithRegistration: 100,
    numberOfRecordSets: 1,
  }),
  view: (stored, world) => {
    const links = world.list({ token: linkToken, under: stored.id });
    return {
      numberOfRecordSets: 1 + recordSetsOf(stored.id, world),
      numberOfVirtualNetworkLinks: links.length,
      numberOfVirtualNetworkLinksWithRegistration: links.filter((link) => link.inputs['registrationEnabled'] === true).length,
    };
  },
  isAsync: true,
};
