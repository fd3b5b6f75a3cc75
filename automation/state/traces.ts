// What hx recorded of a stack apart from state and ledger: where both are gone, any of it says that the stack was there.
import { readFile } from 'node:fs/promises';
import { exportPath } from '../records/exports';
import { historyPath, readHistory } from '../records/history';
import { readRecord } from '../files/durable';
import type { HxPaths } from '../paths';
import type { StackExport, StackId } from '../records/types';
import { latestCheckpoint } from './checkpoints';
import type { Deployment } from './pending';
import { readState } from './reading';

export interface Trace {
  /** "run X exported 82 resources at …". */
  readonly says: string;
  readonly path: string;
}

const countOf = ({ resources = [] }: Deployment): number => resources.length;

/** Undefined where hx has never recorded the stack, and where the last that it did was to destroy it. */
export async function traceOf(paths: HxPaths, id: StackId): Promise<Trace | undefined> {
  const exported = await readRecord<StackExport>(exportPath(paths, id), 1);
  if (exported !== undefined) {
    const count = countOf(exported.deployment as unknown as Deployment);
    return { says: `run ${exported.runId} exported ${count} resources at ${exported.exportedAt}`, path: exportPath(paths, id) };
  }
  const { lastUpdate } = await readHistory(paths, id);
  if (lastUpdate?.operation === 'destroy' && lastUpdate.result === 'succeeded') return undefined;
  if (lastUpdate !== undefined)
    return { says: `run ${lastUpdate.runId}, ${lastUpdate.operation} of ${lastUpdate.at}, is in its history`, path: historyPath(paths, id) };
  return ofCopies(paths, id);
}

/** A destroy leaves a copy of the empty state as the newest. */
async function ofCopies(paths: HxPaths, id: StackId): Promise<Trace | undefined> {
  const path = await latestCheckpoint(paths, id);
  if (path === undefined) return undefined;
  const reading = readState(await readFile(path), id.project, id.stack);
  if (reading.kind !== 'sound') return { says: 'there is a copy of its state', path };
  const count = countOf(reading.deployment);
  return count === 0 ? undefined : { says: `a copy of its state of ${reading.deployment.manifest?.time ?? 'unknown time'} holds ${count} resources`, path };
}
