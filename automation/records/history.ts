// The last update, drift and durations of each stack, for `hx status` and estimates. Nothing that must be right depends on it.
import { join } from 'node:path';
import { HxError } from '../errors';
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

export const historyPath = (paths: HxPaths, { cloud, project, stack }: StackId): string => join(paths.history, cloud, project, `${stack}.json`);

/** Empty where the file is missing, and where it is damaged too: an estimate is no reason to stop an update. */
export async function readHistory(paths: HxPaths, id: StackId): Promise<StackHistory> {
  const found = await readRecord<StackHistory>(historyPath(paths, id), 1).catch(ignoreRefusal);
  return found ?? { version: 1, durations: {} };
}

const ignoreRefusal = (error: unknown): undefined => {
  if (!(error instanceof HxError)) throw error;
};

export const writeHistory = (paths: HxPaths, id: StackId, history: StackHistory): Promise<void> => writeRecord(historyPath(paths, id), history);
