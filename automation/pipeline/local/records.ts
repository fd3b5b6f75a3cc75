// Records of local runs: a folder each with run.json, replaced whole at every change, and a log an activity. Tells a run whose process is gone.
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../../errors';
import { readRecord, writeRecord } from '../../files/durable';
import { judgeOwner, type HostFacts } from '../../lease/owner';
import type { LeaseOwner } from '../../records/types';
import { isOver, type ActivityRun, type LogPart, type PipelineRun } from '../runner';

export type RunOwner = Pick<LeaseOwner, 'pid' | 'processStart' | 'bootId' | 'host'>;
export interface RunRecord extends PipelineRun {
  readonly owner: RunOwner;
}

const form = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
const fileOf = (folder: string, runId: string): string => join(folder, runId, 'run.json');
export const logOf = (folder: string, runId: string, activity: string): string => join(folder, runId, `${activity}.log`);

export const saveRun = (folder: string, run: RunRecord): Promise<void> => writeRecord(fileOf(folder, run.runId), run);

/** As it is; one whose process is gone is interrupted. Throws HxError 'usage' where there is none. */
export async function readRun(folder: string, runId: string, facts: HostFacts): Promise<RunRecord> {
  const run = form.test(runId) ? await readRecord<RunRecord>(fileOf(folder, runId), 1) : undefined;
  if (run === undefined) throw new HxError('usage', `There is no run '${runId}'.`, { suggestion: 'hx pipeline list' });
  return isOver(run) || judgeOwner(run.owner, [], facts).liveness !== 'dead' ? run : interrupted(run);
}

/** Newest first: the ids sort by time. */
export async function readRuns(folder: string, facts: HostFacts): Promise<readonly RunRecord[]> {
  const names = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const ids = names.flatMap((entry) => (entry.isDirectory() && form.test(entry.name) ? [entry.name] : [])).toSorted();
  // A folder that a killed process made, and did not fill, is no run.
  const runs = await Promise.all(ids.toReversed().map((id) => readRun(folder, id, facts).catch(unlessMissing)));
  return runs.filter((run) => run !== undefined);
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof HxError && error.reason === 'usage') return undefined;
  throw error;
}

const interrupted = (run: RunRecord): RunRecord => ({
  ...run,
  status: 'Interrupted',
  activities: run.activities.map((one): ActivityRun => ({
    ...one,
    status: one.status === 'InProgress' ? 'Interrupted' : one.status === 'Waiting' ? 'Skipped' : one.status,
  })),
  error: {
    reason: 'failure',
    message: `process ${run.owner.pid}, which executed the run, is gone`,
    suggestion: 'hx pipeline run starts a new one; what was loaded is kept',
  },
});

/** Nothing where the log is not there yet. */
export async function readLog(file: string, from: number): Promise<LogPart> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return { text: '', end: from };
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
    // Up to the last whole line: a character may be cut in the middle.
    const whole = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
    return { text: buffer.subarray(0, whole).toString('utf8'), end: from + whole };
  } finally {
    await handle.close();
  }
}
