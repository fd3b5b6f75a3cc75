// The local cloud behind the CLI's ports: the part of the composition root that sees localcloud. Translates its errors, judges nothing.
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
  resetCloud,
  setLatency,
  startServer,
  type DriftChange,
  type DriftResult,
} from '../localcloud';
import type { CloudAdmin, CloudDrift } from './cloud-admin';

export async function startLocalCloud({ cloud }: Pick<HxPaths, 'cloud'>): Promise<CloudSession> {
  try {
    const session = await startServer({ folder: cloud });
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
    reset: () => guarded(() => resetCloud(folder)),
    set: (id, values) => guarded(() => asDrift(driftResource(folder, id, { set: mutable(values) }))),
    remove: (id) => guarded(() => asDrift(driftResource(folder, id, { delete: true }))),
    fault: (fault) => guarded(() => addFault(folder, fault)),
    clearFaults: () => guarded(() => clearFaults(folder)),
    latency: (ms) => guarded(() => setLatency(folder, ms)),
    serve: () => startLocalCloud(paths),
  };
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
