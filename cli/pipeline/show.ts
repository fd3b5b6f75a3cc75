// Pipeline runs as text and as JSON. Pure: what stands in a row, in an event and in the last line.
import { exitCodes, type ExitReason } from '../../automation/exit-codes';
import type { ActivityRun, ActivityStatus, PipelineRun } from '../../automation/pipeline';
import type { StepRow, StepState } from '../render/steps';

const states: Readonly<Record<ActivityStatus, StepState>> = {
  ...{ Waiting: 'waiting', InProgress: 'running', Succeeded: 'done', Failed: 'failed', Cancelled: 'failed', Interrupted: 'failed', Skipped: 'skipped' },
};

export function rowOf({ activity, status, startedAt, endedAt, error, output }: ActivityRun): StepRow {
  const began = startedAt === undefined ? undefined : Date.parse(startedAt);
  const about = error?.message ?? (output === undefined ? undefined : summaryOf(output));
  return {
    name: activity,
    state: states[status],
    ...(began === undefined ? {} : { startedAt: began }),
    ...(began === undefined || endedAt === undefined ? {} : { durationMs: Date.parse(endedAt) - began }),
    ...(about === undefined ? {} : { about }),
  };
}

/** The few words of an answer that a person looks for. */
function summaryOf({ status, rowsRead, counts, score }: NonNullable<ActivityRun['output']>): string | undefined {
  if (typeof rowsRead === 'number') return `${rowsRead.toLocaleString('en')} rows read${status === 'already_loaded' ? ', loaded before' : ''}`;
  if (typeof score === 'number') return `score ${score}`;
  if (typeof counts !== 'object' || counts === null) return undefined;
  return Object.entries(counts)
    .map(([name, count]) => `${JSON.stringify(count)} ${name}`)
    .join(', ');
}

export function reasonOf({ status, error }: PipelineRun): ExitReason {
  if (status === 'Succeeded' || status === 'Queued' || status === 'InProgress') return 'ok';
  return error?.reason ?? (status === 'Cancelled' ? 'cancelled' : 'failure');
}

/** A run without what is ours alone. */
export const publicRun = ({ runId, target, pipeline, slot, environment, status, startedAt, endedAt, activities, error }: PipelineRun): object => ({
  ...{ runId, target, pipeline, slot, environment, status, startedAt, endedAt, activities, error },
});

const results = { Succeeded: 'succeeded', Cancelled: 'cancelled', Queued: 'started', InProgress: 'started', Failed: 'failed', Interrupted: 'failed' } as const;

/** The last line of `--json`. */
export const summaryObject = (run: PipelineRun, time: string): object => ({
  ...{ type: 'summary', version: 1, time, operation: 'pipeline run', exitCode: exitCodes[reasonOf(run)], runId: run.runId },
  results: [
    {
      ...{ target: run.target, stack: run.pipeline, result: results[run.status] },
      durationMs: Date.parse(run.endedAt ?? time) - Date.parse(run.startedAt),
      ...(run.error === undefined ? {} : { error: run.error }),
      ...{ slot: run.slot, activities: run.activities },
    },
  ],
});
