// The last update, drift and durations of each stack, for `hx status` and estimates. Nothing that must be right depends on it.
import { join } from 'node:path';
import { readRecord, writeRecord } from '../files/durable';
import type { OperationKind } from '../events';
import type { HxPaths } from '../paths';
import type { DriftRecord, LastUpdate, StackId } from './types';

export interface StackHistory {
  readonly version: 1;
  readonly lastUpdate?: LastUpdate;
  readonly drift?: DriftRecord;
  /** Milliseconds of the last operation of each kind that succeeded. */
  readonly durations: Partial<Readonly<Record<OperationKind, number>>>;
}

const pathOf = (paths: HxPaths, { cloud, project, stack }: StackId): string => join(paths.history, cloud, project, `${stack}.json`);

export async function readHistory(paths: HxPaths, id: StackId): Promise<StackHistory> {
  return (await readRecord<StackHistory>(pathOf(paths, id), 1)) ?? { version: 1, durations: {} };
}

export const writeHistory = (paths: HxPaths, id: StackId, history: StackHistory): Promise<void> => writeRecord(pathOf(paths, id), history);
