// Judges inputs before anything is written: defaults and automatic names are filled in, then schema, name, tags, region and kind rules.
import { automaticName, namePropertyOf } from './arm/names';
import { normalizeRegion, regions } from './arm/regions';
import { checkTags } from './arm/tags';
import { createBeforeDelete } from './diff';
import { resourceGroupOf, expandPath } from './arm/ids';
import type { CheckContext, Kind, Properties } from './kind';
import { checkAgainstSchema, withSchemaDefaults } from './schema/check-schema';
import { schemaOf } from './schema/schema';
import { fillDefaults } from './values';
import type { Caller } from './world-view';
import type { World } from './world';

export interface Failure {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface CheckRequest {
  readonly token: string;
  /** Logical name: what an automatic name starts with. */
  readonly name: string;
  readonly news: Properties;
  /** Inputs of the existing resource on an update. */
  readonly olds: Properties | undefined;
  /** Makes the automatic name the same in preview and update. */
  readonly seed: string;
  /** ISO 8601. */
  readonly now: string;
}

export function check(kind: Kind, request: CheckRequest, caller: Caller, world: World): { readonly inputs: Properties; readonly failures: readonly Failure[] } {
  const inputs = fillInputs(kind, request, caller, world);
  const failures: Failure[] = [];
  const ctx: CheckContext = { inputs, before: request.olds, now: request.now, refuse: (path, code, message) => void failures.push({ path, code, message }) };
  const schema = schemaOf(kind.token);
  const isOwn = (path: string, code: string): boolean =>
    code === 'InvalidEnumValue' && [path, path.replace(/\[\d+\]/g, '[]')].some((each) => kind.ownEnums?.includes(each) === true);
  if (schema !== undefined)
    checkAgainstSchema(schema, { ...ctx, refuse: (path, code, message) => void (isOwn(path, code) || ctx.refuse(path, code, message)) });
  checkName(kind, ctx);
  checkRegion(kind, ctx);
  if (kind.path !== undefined) checkTags(ctx, kind.type);
  kind.check?.(ctx);
  return { inputs, failures };
}

function fillInputs(kind: Kind, request: CheckRequest, caller: Caller, world: World): Properties {
  const { olds, news } = request;
  let inputs: Properties = { ...news };
  const property = namePropertyOf(kind);
  if (property !== undefined && inputs[property] === undefined) inputs = { ...inputs, ...fillName(kind, property, request) };
  if (inputs['location'] === undefined) {
    const location = olds?.['location'] ?? locationOf(kind, inputs, caller, world);
    if (location !== undefined) inputs['location'] = location;
  }
  const schema = schemaOf(kind.token);
  if (schema !== undefined) inputs = withSchemaDefaults(schema, inputs);
  return kind.defaults === undefined ? inputs : fillDefaults(inputs, kind.defaults(inputs));
}

/** On an update the automatic name stays; else a new one. */
function fillName(kind: Kind, property: string, request: CheckRequest): Properties {
  const old = request.olds?.[property];
  if (typeof old === 'string') return { [property]: old, ...(request.olds?.[createBeforeDelete] === true ? { [createBeforeDelete]: true } : {}) };
  const automatic = automaticName(kind, request.name, request.seed);
  if (automatic?.property !== property) return {};
  return { [property]: automatic.value, ...(automatic.isRandom ? { [createBeforeDelete]: true } : {}) };
}

function locationOf(kind: Kind, inputs: Properties, caller: Caller, world: World): string | undefined {
  if (kind.location === 'global') return 'global';
  if (kind.location === 'none' || kind.path === undefined) return undefined;
  if (caller.location !== undefined) return caller.location;
  const expanded = expandPath(kind.path, inputs, caller.subscriptionId);
  const group = 'id' in expanded ? resourceGroupOf(expanded.id) : undefined;
  const location = group === undefined || kind.location === 'required' ? undefined : world.get(group.id)?.inputs['location'];
  return typeof location === 'string' ? location : undefined;
}

function checkName(kind: Kind, ctx: CheckContext): void {
  if (kind.name === undefined) return;
  const value = ctx.inputs[kind.name.property];
  if (typeof value === 'string' && !kind.name.pattern.test(value)) ctx.refuse(kind.name.property, kind.name.code, `${kind.name.message} (given: '${value}')`);
}

function checkRegion(kind: Kind, ctx: CheckContext): void {
  const { location } = ctx.inputs;
  if (kind.location === 'none' || typeof location !== 'string') return;
  const region = normalizeRegion(location);
  if (regions.has(region) || (region === 'global' && kind.location === 'global')) return;
  const list = [...regions].sort().join(',');
  if (kind.type === 'Microsoft.Resources/resourceGroups') {
    ctx.refuse(
      'location',
      'LocationNotAvailableForResourceGroup',
      `The provided location '${location}' is not available for resource group. List of available regions is '${list}'.`,
    );
    return;
  }
  ctx.refuse(
    'location',
    'LocationNotAvailableForResourceType',
    `The provided location '${location}' is not available for resource type '${kind.type}'. List of available regions for the resource type is '${list}'.`,
  );
}
