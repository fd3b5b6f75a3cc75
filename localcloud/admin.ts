// What `hx cloud` does to the local cloud's store: look at it, empty it, make it slow or faulty, change things behind Pulumi's back.
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { faultErrors, latencyOf, namesKind, type FaultError, type Operation } from './conditions';
import { formatVersion } from './database';
import { mustBeUnused, registryStatus, resetRegistry, type RegistryStatus } from './docker/registry';
import { AdminError, StoreError } from './errors';
import type { Properties, Value } from './kind';
import { kindOf, knownTokens } from './registry';
import { schemaOf, type ObjectType, type Schema, type Type } from './schema/schema';
import { withStore, type Store, type FaultRow, type LogEntry, type Row } from './store';
import { changeAt, formatPath, isForbiddenKey, isObject, nearest, parsePath, valueAt } from './values';

export interface CloudStatus {
  readonly file: string;
  readonly formatVersion: number;
  readonly resources: readonly { readonly token: string; readonly type: string; readonly count: number }[];
  readonly softDeleted: readonly { readonly id: string; readonly purgeAt: string }[];
  readonly latencyMs: number;
  readonly faults: readonly Fault[];
  /** Absent where no image was ever pushed. */
  readonly registry?: RegistryStatus;
}

export interface Fault {
  /** A token, a resource type, its last part, or "*". */
  readonly kind: string;
  readonly op: Operation;
  readonly error: FaultError;
  /** How often it strikes. */
  readonly times: number;
}

export interface DriftChange {
  /** `properties.sku.name` to new value. */
  readonly set?: Readonly<Record<string, Value>>;
  /** Deletes the whole resource, and what is below it, as somebody in the portal would. */
  readonly delete?: boolean;
}

export interface DriftResult {
  readonly id: string;
  readonly token: string;
  readonly changes: readonly { readonly path: string; readonly before: Value | undefined; readonly after: Value | undefined }[];
  readonly deleted: readonly string[];
}

const toFault = ({ kind, operation, error, times }: FaultRow): Fault => ({ kind, op: operation as Operation, error: error as FaultError, times });

/** `folder` is HX_HOME/cloud. What only reads makes nothing: a cloud without a store is empty. All functions here throw StoreError and AdminError. */
export function cloudStatus(folder: string): CloudStatus {
  const file = join(folder, 'cloud.db');
  if (statSync(folder, { throwIfNoEntry: false })?.isFile() !== true && !existsSync(file))
    return { file, formatVersion, resources: [], softDeleted: [], latencyMs: 0, faults: [] };
  return withStore(folder, (store) => {
    const counts = new Map<string, number>();
    for (const { token } of store.everything()) counts.set(token, (counts.get(token) ?? 0) + 1);
    const resources = [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([token, count]) => ({ token, type: kindOf(token)?.type ?? token, count }));
    const now = new Date().toISOString();
    const softDeleted = store
      .allDeleted()
      .filter(({ purgeAt }) => purgeAt > now)
      .map(({ id, purgeAt }) => ({ id, purgeAt }));
    const registry = registryStatus(folder);
    const state = { latencyMs: latencyOf(store), faults: store.faults().map(toFault), ...(registry === undefined ? {} : { registry }) };
    return { file, formatVersion, resources, softDeleted, ...state };
  });
}

/** How many resources are at this ARM id or below it, Databricks objects of a workspace among them; without `self` only those below. */
export function countBelow(folder: string, id: string, isSelfCounted: boolean): number {
  if (!existsSync(join(folder, 'cloud.db'))) return 0;
  const key = id.toLowerCase();
  return withStore(folder, (store) => store.below(key).length + (isSelfCounted && store.get(key) !== undefined ? 1 : 0));
}

/** Empties the cloud and its registry; a store that is damaged is replaced by a new one. Refuses one from a newer hx, and a registry that is in use. */
export function resetCloud(folder: string): void {
  mustBeUnused(folder);
  try {
    withStore(folder, (store) => store.clear());
  } catch (error) {
    if (!(error instanceof StoreError) || error.problem !== 'corrupt') throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `cloud.db${suffix}`), { force: true });
    withStore(folder, () => undefined);
  }
  resetRegistry(folder);
}

/** The newest writes, oldest of them first: accepted ones have status 200. */
export function cloudLog(folder: string, limit = 100): readonly LogEntry[] {
  return existsSync(join(folder, 'cloud.db')) ? withStore(folder, (store) => store.readLog(limit)) : [];
}

/** How long every write takes; long-running kinds take twice that. 0 switches it off. */
export function setLatency(folder: string, milliseconds: number): void {
  if (!Number.isInteger(milliseconds) || milliseconds < 0 || milliseconds > 3_600_000) {
    throw new AdminError(`the latency must be a whole number of milliseconds from 0 to 3600000, not ${milliseconds}`, 'hx cloud latency 500');
  }
  withStore(folder, (store) => store.setSetting('latency', String(milliseconds)));
}

const operations: readonly Operation[] = ['create', 'read', 'update', 'delete'];

/** The next `times` matching calls fail so. Faults strike in the order in which they were added. */
export function addFault(folder: string, fault: Fault): void {
  if (!operations.includes(fault.op)) throw new AdminError(`'${fault.op}' is not an operation`, `use one of: ${operations.join(', ')}`);
  if (!faultErrors.includes(fault.error)) throw new AdminError(`'${fault.error}' is not a fault`, `use one of: ${faultErrors.join(', ')}`);
  if (fault.error === 'partial' && (fault.op === 'read' || fault.op === 'delete')) {
    throw new AdminError(`a ${fault.op} can't succeed in part`, 'use --op create or --op update with --error partial');
  }
  if (!Number.isInteger(fault.times) || fault.times < 1) throw new AdminError('a fault strikes at least once', 'give --times a whole number from 1');
  if (fault.kind !== '*') requireKnownKind(fault.kind);
  const { kind, op, error, times } = fault;
  withStore(folder, (store) => store.addFault({ kind, operation: op, error, times }));
}

function requireKnownKind(name: string): void {
  const kinds = knownTokens().flatMap((token) => kindOf(token) ?? []);
  if (kinds.some((kind) => namesKind(name, kind))) return;
  const near = nearest(
    name,
    kinds.flatMap(({ token, type }) => [token, type, token.split(':').at(-1) ?? '']),
  );
  throw new AdminError(`the local cloud has no kind '${name}'`, near === undefined ? "use '*' for every kind" : `did you mean '${near}'?`);
}

export function clearFaults(folder: string): void {
  withStore(folder, (store) => store.clearFaults());
}

/** A name that another subscription holds: a create with it is refused as taken. */
export function addForeignName(folder: string, domain: string, name: string): void {
  withStore(folder, (store) => store.addForeignName(domain, name));
}

/** Purges a soft-deleted resource, so that its name is free. Refuses where purge protection is on. */
export function purgeDeleted(folder: string, id: string): void {
  withStore(folder, (store) => {
    const deleted = store.deletedAt(id.toLowerCase());
    if (deleted === undefined)
      throw new AdminError(
        `no soft-deleted resource ${id}`,
        nearest(
          id,
          store.allDeleted().map((row) => row.id),
        ),
      );
    if (!deleted.isPurgeable) throw new AdminError(`${id} has purge protection; its name is free again at ${deleted.purgeAt}`);
    store.forgetDeleted(deleted.key);
  });
}

/** Changes or deletes a resource behind Pulumi's back. Nothing is changed where an id or a path does not exist. */
export function driftResource(folder: string, id: string, change: DriftChange): DriftResult {
  const entries = Object.entries(change.set ?? {});
  if ((change.delete === true) === entries.length > 0) throw new AdminError('give either values to set or --delete', `hx cloud drift ${id} --set path=value`);
  return withStore(folder, (store) =>
    store.write(() => {
      const row = findRow(store, id);
      const result = change.delete === true ? deleteRow(store, row) : setValues(store, row, entries);
      const message = [...result.changes.map(({ path }) => path), ...result.deleted].join(', ');
      store.appendLog({ time: new Date().toISOString(), operation: 'drift', token: row.token, id: row.id, status: 200, code: '', message });
      return result;
    }),
  );
}

function findRow(store: Store, id: string): Row {
  const wanted = id.toLowerCase().replace(/\/+$/, '');
  const direct = store.get(wanted);
  if (direct !== undefined) return direct;
  const [only, ...others] = store.everything().filter((row) => row.id.toLowerCase() === wanted);
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) throw new AdminError(`'${id}' is the id of several resources`, `use one of: ${[only, ...others].map((row) => row.key).join(', ')}`);
  const name = wanted.slice(wanted.lastIndexOf('/') + 1);
  const ids = store.ids();
  const near = nearest(id, ids) ?? ids.find((known) => known.toLowerCase().endsWith(`/${name}`));
  throw new AdminError(
    `the local cloud has no resource '${id}'`,
    near === undefined ? 'hx cloud log shows the ids of the latest calls' : `did you mean '${near}'?`,
  );
}

function deleteRow(store: Store, row: Row): DriftResult {
  const below = store.below(row.key);
  for (const { key } of [row, ...below]) store.remove(key);
  return { id: row.id, token: row.token, changes: [], deleted: [row.id, ...below.map((child) => child.id)] };
}

function setValues(store: Store, row: Row, entries: readonly (readonly [string, Value])[]): DriftResult {
  let { inputs, outputs } = row;
  const changes = entries.map(([path, after]): DriftResult['changes'][number] => {
    const parts = parsePath(path);
    const before = valueAt(outputs, path) ?? valueAt(inputs, path);
    requirePath(row, path, parts, before, after);
    const schema = schemaOf(row.token);
    const top = parts[0] ?? '';
    if (schema === undefined || Object.hasOwn(schema.input.p, top)) inputs = set(inputs, parts, after);
    if (schema === undefined || Object.hasOwn(schema.output.p, top)) outputs = set(outputs, parts, after);
    return { path: formatPath(parts), before, after };
  });
  store.put({ ...row, inputs, outputs, updated: new Date().toISOString() });
  return { id: row.id, token: row.token, changes, deleted: [] };
}

function requirePath(row: Row, path: string, parts: readonly string[], before: Value | undefined, after: Value): void {
  if (parts.length === 0 || parts.some((part) => part === '' || isForbiddenKey(part)))
    throw new AdminError(`'${path}' is not a property path`, 'write it as sku.name or tags["cost center"]');
  const schema = schemaOf(row.token);
  const isReachable = before !== undefined || (schema !== undefined && (isDeclared(schema, schema.input, parts) || isDeclared(schema, schema.output, parts)));
  if (!isReachable) {
    const near = nearest(path, pathsOf({ ...row.inputs, ...row.outputs }));
    throw new AdminError(`${row.id} has no property '${path}'`, near === undefined ? undefined : `did you mean '${near}'?`);
  }
  if (before !== undefined && before !== null && typeof before !== typeof after) {
    throw new AdminError(`'${path}' is a ${typeof before}, the value given is a ${typeof after}`, `the value now: ${JSON.stringify(before)}`);
  }
}

/** True where the schema has such a property; a map (tags) has every key. */
function isDeclared(schema: Schema, type: ObjectType, parts: readonly string[]): boolean {
  const [part, ...rest] = parts;
  let next: Type | undefined = part !== undefined && Object.hasOwn(type.p, part) ? type.p[part] : undefined;
  for (const [index, key] of rest.entries()) {
    if (typeof next === 'string') {
      const nested = schema.types[next.slice(1)];
      return nested !== undefined && isDeclared(schema, nested, rest.slice(index));
    }
    next = next === undefined || 'e' in next || 'u' in next ? undefined : 'm' in next ? next.m : /^\d+$/.test(key) ? next.a : undefined;
  }
  return next !== undefined;
}

function set(root: Properties, parts: readonly string[], after: Value): Properties {
  const filled = parts.slice(0, -1).reduce<Value>((value, _part, index) => changeAt(value, parts.slice(0, index + 1), (found) => found ?? {}) ?? value, root);
  const changed = changeAt(filled, parts, () => after);
  return isObject(changed) ? changed : root;
}

function pathsOf(value: Value, prefix: readonly (string | number)[] = []): string[] {
  const own = prefix.length === 0 ? [] : [formatPath(prefix)];
  if (Array.isArray(value)) return [...own, ...value.flatMap((item, index) => pathsOf(item, [...prefix, index]))];
  return isObject(value) ? [...own, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...prefix, key]))] : own;
}
