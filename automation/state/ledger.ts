// hx's own record of each stack's state, kept apart from the state: digest and serial after each run.
import { join } from 'node:path';
import { readRecord, writeRecord } from '../files/durable';
import type { HxPaths } from '../paths';
import type { StackId } from '../records/types';

export interface LedgerEntry extends StackId {
  readonly version: 1;
  /** `running`: a run began and has not recorded its end. */
  readonly status: 'active' | 'running' | 'destroyed';
  /** Counts hx's recorded states of this stack; never goes back. */
  readonly serial: number;
  /** sha256 of the state as the backend held it. */
  readonly digest: string;
  /** Time in the checkpoint's manifest; absent for a stack that holds nothing yet. */
  readonly checkpointTime?: string;
  readonly resources: number;
  readonly pendingOperations: number;
  readonly runId: string;
  readonly at: string;
}

const pathOf = (paths: HxPaths, { cloud, project, stack }: StackId): string => join(paths.ledger, cloud, project, `${stack}.json`);

export const readLedger = (paths: HxPaths, id: StackId): Promise<LedgerEntry | undefined> => readRecord<LedgerEntry>(pathOf(paths, id), 1);

export const writeLedger = (paths: HxPaths, entry: LedgerEntry): Promise<void> => writeRecord(pathOf(paths, entry), entry);
