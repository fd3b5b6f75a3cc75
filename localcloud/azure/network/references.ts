// Rules that most kinds of Microsoft.Network share: references to other resources, regions, names, zones.
import { normalizeRegion } from '../../arm/regions';
import type { AdmitContext, CheckContext, Kind, Properties, StoredResource } from '../../kind';
import { isChanged, list, text } from '../shared/values';

export const networkApi = '2024-05-01';
export const networkPath = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network';

/** 1 to `max` word characters, dots and hyphens, starting with an alphanumeric, ending with one or `_`. */
export function networkName(property: string, max = 80, min = 1): NonNullable<Kind['name']> {
  const tail = `[A-Za-z0-9_.-]{${Math.max(min - 2, 0)},${max - 2}}[A-Za-z0-9_]`;
  return {
    property,
    pattern: new RegExp(min > 1 ? `^[A-Za-z0-9]${tail}$` : `^[A-Za-z0-9](?:${tail})?$`),
    code: 'InvalidResourceName',
    message:
      `Resource name is invalid. The name can be up to ${max} characters long. It must begin with a word character, ` +
      `and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.`,
  };
}

export const nameAt = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

const notFound = (id: string, by: string): string =>
  `Resource ${id} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`;

/** The referenced resource; refuses with ARM's InvalidResourceReference where there is none. */
export function mustExist(ctx: AdmitContext, id: string): StoredResource {
  return ctx.world.get(id) ?? ctx.refuse(400, 'InvalidResourceReference', notFound(id, ctx.id));
}

export function regionOf(resource: StoredResource | undefined): string | undefined {
  const location = text(resource?.outputs, 'location') ?? text(resource?.inputs, 'location');
  return location === undefined ? undefined : normalizeRegion(location);
}

/** Refuses where the referenced resource is missing or in another region than `region`. */
export function mustShareRegion(ctx: AdmitContext, id: string, region: string | undefined): StoredResource {
  const found = mustExist(ctx, id);
  const other = regionOf(found);
  if (region !== undefined && other !== undefined && other !== normalizeRegion(region)) ctx.refuse(400, 'InvalidResourceReference', notFound(id, ctx.id));
  return found;
}

/** Zones are fixed at creation; azure-native updates in place, so the service refuses. */
export function keepZones(ctx: AdmitContext): void {
  if (ctx.operation !== 'update' || !isChanged(ctx.before?.inputs, ctx.inputs, 'zones')) return;
  ctx.refuse(
    400,
    'ResourceAvailabilityZonesCannotBeModified',
    `Resource ${ctx.id} has an existing availability zone constraint and the zones cannot be modified.`,
  );
}

const zoneless = new Set(
  ['northcentralus', 'westus', 'westcentralus', 'canadaeast', 'brazilsoutheast', 'francesouth', 'germanynorth', 'norwaywest', 'switzerlandwest', 'ukwest']
    .concat(['australiacentral', 'australiacentral2', 'australiasoutheast', 'southindia', 'westindia', 'jioindiacentral', 'jioindiawest', 'koreasouth'])
    .concat(['southafricawest', 'uaecentral', 'japanwest']),
);

/** Zones are "1", "2" and "3", each once, and only where the region has them. */
export function checkZones(ctx: CheckContext): void {
  const zones = list(ctx.inputs, 'zones').filter((zone) => typeof zone === 'string');
  const location = normalizeRegion(text(ctx.inputs, 'location') ?? '');
  if (zones.length > 0 && zoneless.has(location)) {
    ctx.refuse(
      'zones',
      'LocationNotSupportAvailabilityZones',
      `The zone(s) '${zones.join()}' for resource is not supported. The location '${location}' has no availability zones.`,
    );
  }
  zones.forEach((zone, index) => {
    if (!/^[123]$/.test(zone))
      ctx.refuse(`zones[${index}]`, 'InvalidAvailabilityZone', `The zone '${zone}' is not supported. The supported zones are '1,2,3'.`);
    if (zones.indexOf(zone) !== index) ctx.refuse(`zones[${index}]`, 'DuplicateAvailabilityZone', `The zone '${zone}' is given more than once.`);
  });
}

/** An integer between two bounds, both allowed. */
export function checkRange(ctx: CheckContext, path: string, value: unknown, min: number, max: number, code: string): void {
  if (typeof value !== 'number' || (Number.isInteger(value) && value >= min && value <= max)) return;
  ctx.refuse(path, code, `The value '${value}' of '${path}' is not valid. Valid values are integers between ${min} and ${max}.`);
}

export const idsIn = (inputs: Properties, path: string): string[] => list(inputs, path).flatMap((item) => text(item, 'id') ?? []);
