// Looks for a resource whose creation was interrupted before its id was known: by the id that its inputs make, or by the inputs themselves.
import { isDatabricks, kindOf } from './registry';
import { idOf } from './admission';
import { CloudError } from './errors';
import { isKnown, unknown, type Kind, type Properties, type StoredResource, type Value } from './kind';
import { connect } from './provider/connection';
import { Store, type Row } from './store';
import { asText, isForbiddenKey, isObject } from './values';
import { keyOf, type WorldView } from './world-view';

/** A create as the interrupted run recorded it: what is secret is encrypted, assets carry a mark. */
export interface InterruptedCreate {
  /** Pulumi type token. */
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs of the provider that was to make it. */
  readonly provider: Readonly<Record<string, unknown>>;
  /** Ids of this type that are somebody's already. */
  readonly recordedIds: readonly string[];
  /** Where known, when it must have been written, ISO 8601: what lies outside of it is somebody else's. */
  readonly written?: { readonly since: string; readonly until: string };
}

export type Whereabouts = { readonly kind: 'found'; readonly id: string } | { readonly kind: 'absent' } | { readonly kind: 'unknown' };

/** `unknown` where the id depends on what can't be read, and where something of that name has other inputs: it is perhaps not ours. Throws StoreError. */
export function findCreated(folder: string, create: InterruptedCreate): Whereabouts {
  const kind = kindOf(create.type);
  const [inputs, config] = [readable(create.inputs), readable(create.provider)];
  if (kind === undefined || !isObject(inputs) || !isObject(config) || !isKnown(config)) return { kind: 'unknown' };
  const store = new Store(folder);
  try {
    const { world, caller } = connect(store, isDatabricks(kind.token) ? 'databricks' : 'azure-native', config).cloud;
    const isOurs = ({ token, id, inputs: stored }: StoredResource): boolean =>
      fits(inputs, stored) && isWithin(store.get(keyOf(caller, token, id)), create.written);
    const id = idFrom(kind, inputs, world);
    if (id === undefined) return byInputs(world.list({ token: kind.token }).filter((stored) => !create.recordedIds.includes(stored.id) && isOurs(stored)));
    if (!isKnown(id)) return { kind: 'unknown' };
    const stored = world.get(asText(id), kind.token);
    if (stored === undefined) return { kind: 'absent' };
    return isOurs(stored) ? { kind: 'found', id: stored.id } : { kind: 'unknown' };
  } finally {
    store.close();
  }
}

/** The service makes the id: only one whose inputs are all the same, and that no resource of the stack has, can be the one. */
function byInputs(candidates: readonly StoredResource[]): Whereabouts {
  const [only, ...others] = candidates;
  if (only === undefined) return { kind: 'absent' };
  return others.length === 0 ? { kind: 'found', id: only.id } : { kind: 'unknown' };
}

/** A vault that the create brought back keeps the time of its first creation; its last write was ours. */
const isWithin = (row: Row | undefined, written: InterruptedCreate['written']): boolean =>
  written === undefined || (row !== undefined && row.created <= written.until && row.updated >= written.since);

class MadeByService extends Error {}
const madeByService = (): never => {
  throw new MadeByService();
};

/** The id that the inputs alone make; `unknown` where they can't be read; undefined where the service makes it. */
function idFrom(kind: Kind, inputs: Properties, world: WorldView): Value | undefined {
  try {
    if (kind.path !== undefined) return idOf(kind, inputs, world);
    return kind.id?.({ inputs, world, now: '', guid: madeByService, digits: madeByService, hex: madeByService });
  } catch (error) {
    if (error instanceof MadeByService) return undefined;
    if (error instanceof CloudError) return unknown;
    throw error;
  }
}

/** Mark of secrets and assets in a recorded state. */
const signature = '4dabf18193072939515e22adb298388d';

/** As the cloud knows values; what is encrypted or an asset is unknown. */
function readable(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || signature in value) return unknown;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (isForbiddenKey(key) || key === '__internal' ? [] : [[key, readable(inner)]])));
}

/** Equal, as far as the recorded values can be read. */
function fits(recorded: Value | undefined, stored: Value | undefined): boolean {
  if (recorded === unknown || recorded === stored) return true;
  if (Array.isArray(recorded)) return Array.isArray(stored) && recorded.length === stored.length && recorded.every((item, index) => fits(item, stored[index]));
  if (!isObject(recorded) || !isObject(stored)) return false;
  return [...new Set([...Object.keys(recorded), ...Object.keys(stored)])].every((key) => fits(recorded[key], stored[key]));
}
