// The local cloud behind the CLI's ports: the part of the composition root that sees localcloud. Translates its errors, judges nothing.
import { join } from 'node:path';
import { HxError } from '../automation/errors';
import type { CloudSession } from '../automation';
import type { Json } from '../automation/json';
import type { HxPaths } from '../automation/paths';
import {
  AdminError,
  StoreError,
  addFault,
  clearFaults,
  cloudLog,
  cloudStatus,
  driftResource,
  dropDatabase,
  openWarehouse,
  removeWarehouse,
  resetCloud,
  setLatency,
  startRegistry,
  startServer,
  warehouseStatus,
  type DockerSettings,
  type DriftChange,
  type DriftResult,
  type RegistrySession,
  type WarehouseSession,
} from '../localcloud';
import type { CloudAdmin, CloudDrift } from './cloud-admin';

/** `docker` is what builds images; without it none can be built. */
export async function startLocalCloud({ cloud }: Pick<HxPaths, 'cloud'>, docker?: DockerSettings): Promise<CloudSession> {
  try {
    const session = await startServer({ folder: cloud, ...(docker === undefined ? {} : { docker }) });
    return { ...session, find: (create) => session.find(create).catch((error: unknown) => Promise.reject(translated(error))) };
  } catch (error) {
    throw translated(error);
  }
}

export function cloudAdmin(paths: Pick<HxPaths, 'cloud'>): CloudAdmin {
  const folder = paths.cloud;
  return {
    status: () => guarded(() => cloudStatus(folder)),
    log: (limit) => guarded(() => cloudLog(folder, limit)),
    warehouse: () => warehouseStatus(warehouseFolder(paths)).catch((error: unknown) => Promise.reject(translated(error))),
    // The warehouse first: it alone may be in use, and refuses then.
    reset: async () => {
      await removeWarehouse(warehouseFolder(paths)).catch((error: unknown) => Promise.reject(translated(error)));
      guarded(() => resetCloud(folder));
    },
    set: (id, values) => guarded(() => asDrift(driftResource(folder, id, { set: mutable(values) }))),
    remove: (id) => guarded(() => asDrift(driftResource(folder, id, { delete: true }))),
    fault: (fault) => guarded(() => addFault(folder, fault)),
    clearFaults: () => guarded(() => clearFaults(folder)),
    latency: (ms) => guarded(() => setLatency(folder, ms)),
    serve: () => startLocalCloud(paths),
  };
}

const warehouseFolder = ({ cloud }: Pick<HxPaths, 'cloud'>): string => join(cloud, 'warehouse');

/** The local cloud's warehouse for one target, whose name becomes the database's. To be stopped by its owner. Throws HxError `failure`. */
export async function openLocalWarehouse(paths: Pick<HxPaths, 'cloud'>, python: string, target: string): Promise<WarehouseSession> {
  try {
    return await openWarehouse({ folder: warehouseFolder(paths), python, database: databaseOf(target) });
  } catch (error) {
    throw translated(error);
  }
}

/** What a target that is destroyed had loaded goes with it. Throws HxError `failure`. */
export async function dropLocalWarehouse(paths: Pick<HxPaths, 'cloud'>, python: string, target: string): Promise<void> {
  try {
    await dropDatabase({ folder: warehouseFolder(paths), python, database: databaseOf(target) });
  } catch (error) {
    throw translated(error);
  }
}

export const hasLocalWarehouse = async (paths: Pick<HxPaths, 'cloud'>): Promise<boolean> => (await warehouseStatus(warehouseFolder(paths))).state !== 'none';

const databaseOf = (target: string): string => target.replaceAll('-', '_');

/** The registry behind the local cloud's login servers. To be stopped by its owner. Throws HxError `failure`. */
export async function startLocalRegistry({ cloud }: Pick<HxPaths, 'cloud'>, binary: string): Promise<RegistrySession> {
  try {
    return await startRegistry({ folder: cloud, binary });
  } catch (error) {
    throw translated(error);
  }
}

function guarded<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw translated(error);
  }
}

/** What is not there or not allowed is for the user to put right; a store that can't be used is a failure. */
function translated(error: unknown): unknown {
  if (error instanceof AdminError)
    return new HxError('usage', sentence(error.message), { cause: error, ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }) });
  if (error instanceof StoreError) return new HxError('failure', sentence(error.message), { cause: error, suggestion: error.suggestion });
  return error;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.');

/** Their values may be changed, ours may not: a copy is both. */
function mutable(values: Readonly<Record<string, Json>>): NonNullable<DriftChange['set']> {
  const copy: NonNullable<DriftChange['set']> = JSON.parse(JSON.stringify(values));
  return copy;
}

function asDrift(result: DriftResult): CloudDrift {
  const copy: CloudDrift = JSON.parse(JSON.stringify(result));
  return copy;
}
