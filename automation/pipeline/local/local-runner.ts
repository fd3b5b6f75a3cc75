// The pipeline on this machine: one run a slot at a time, executed by this process, followed and ended from any.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HxError, toErrorRecord } from '../../errors';
import type { PythonEnvironment } from '../../etl';
import { judgeOwner, type HostFacts } from '../../lease/owner';
import { withProcessLock } from '../../process-lock';
import { newRunId } from '../../run/context';
import { isOver, type ActivityRun, type PipelineRun, type PipelineRunner, type PipelineSlot, type StartRequest } from '../runner';
import { endedAs, execute, type ExecuteContext, type PipelineStep } from './execute';
import { logOf, readLog, readRun, readRuns, saveRun, type RunOwner, type RunRecord } from './records';

export interface LocalWarehouse {
  /** What reaches it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

export interface LocalRunnerOptions {
  /** HX_HOME/pipelines/<target>. */
  readonly folder: string;
  /** The project's root. */
  readonly root: string;
  readonly target: string;
  readonly pipelineOf: (slot: PipelineSlot) => string;
  readonly steps: readonly PipelineStep[];
  /** Of one activity. */
  readonly timeoutMs: number;
  /** How long a second run of a slot waits for the first. */
  readonly waitMs: number;
  readonly python: () => Promise<PythonEnvironment>;
  readonly warehouse: (python: PythonEnvironment) => Promise<LocalWarehouse>;
  readonly exports: () => Promise<string>;
  /** What every activity gets besides what reaches the warehouse. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly redact: (text: string) => string;
  readonly owner: RunOwner;
  readonly facts: HostFacts;
  readonly now: () => Date;
  readonly cancelled: AbortSignal;
  /** One line for a person. */
  readonly tell: (line: string) => void;
}

const pollMs = 300;

interface Execution {
  readonly ended: Promise<RunRecord>;
  readonly stop: AbortController;
  readonly listeners: Set<(run: RunRecord) => void>;
}

export function localRunner(options: LocalRunnerOptions): PipelineRunner {
  const { folder, facts, cancelled } = options;
  const own = new Map<string, Execution>();
  return {
    start: (request) => start(request, options, own),
    follow: async (runId, onActivity) => {
      const told = teller(onActivity);
      const execution = own.get(runId);
      execution?.listeners.add(told);
      for (let run = await readRun(folder, runId, facts); ; run = await readRun(folder, runId, facts)) {
        told(run);
        if (isOver(run)) return run;
        if (execution !== undefined) {
          const ended = await execution.ended;
          told(ended);
          return ended;
        }
        await delay(pollMs, undefined, { signal: cancelled }).catch((cause: unknown) => {
          throw new HxError('cancelled', `watching run ${runId} was cancelled; it goes on`, { cause });
        });
      }
    },
    list: () => readRuns(folder, facts),
    logs: async (runId, activity, from = 0) => {
      const { activities } = await readRun(folder, runId, facts);
      if (activities.some((one) => one.activity === activity)) return readLog(logOf(folder, runId, activity), from);
      throw new HxError('usage', `Run ${runId} has no activity '${activity}'.`, { suggestion: `--activity ${activities[0]?.activity ?? ''}` });
    },
    cancel: async (runId) => {
      const execution = own.get(runId);
      if (execution !== undefined) return execution.stop.abort();
      const run = await readRun(folder, runId, facts);
      // The hx that executes it stops as by Ctrl-C.
      if (!isOver(run) && judgeOwner(run.owner, [], facts).liveness === 'alive') process.kill(run.owner.pid, 'SIGINT');
    },
  };
}

/** Tells each change of an activity once. */
function teller(onActivity: (activity: ActivityRun) => void): (run: PipelineRun) => void {
  const before = new Map<string, string>();
  return ({ activities }) => {
    for (const one of activities) {
      if (one.status === 'Waiting' || before.get(one.activity) === one.status) continue;
      before.set(one.activity, one.status);
      onActivity(one);
    }
  };
}

/** Resolves when the slot is this run's, and its record is on the disk. */
async function start(request: StartRequest, options: LocalRunnerOptions, own: Map<string, Execution>): Promise<string> {
  const { folder, cancelled, waitMs, tell } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const run = newRun(request, options);
  const stop = new AbortController();
  const listeners = new Set<(changed: RunRecord) => void>();
  const patience = waitMs === 0 ? AbortSignal.abort() : AbortSignal.timeout(waitMs);
  const onWait = (owner: string): void => (waitMs === 0 ? undefined : tell(`process ${owner} runs the pipeline of the ${request.slot} slot; waiting for it`));
  const ended = new Promise<string>((resolve, reject) => {
    const body = async (): Promise<RunRecord> => {
      await saveRun(folder, run);
      resolve(run.runId);
      return guarded(run, request, { ...options, cancelled: AbortSignal.any([cancelled, stop.signal]) }, (changed) =>
        listeners.forEach((tells) => tells(changed)),
      );
    };
    const running = withProcessLock(join(folder, `${request.slot}.lock`), { onWait, cancelled: AbortSignal.any([cancelled, patience]) }, body);
    own.set(run.runId, { ended: running, stop, listeners });
    running.catch((error: unknown) => reject(isImpatient(error, cancelled) ? busy(request.slot) : error));
  });
  return ended;
}

const isImpatient = (error: unknown, cancelled: AbortSignal): boolean => error instanceof HxError && error.reason === 'cancelled' && !cancelled.aborted;
const busy = (slot: string): HxError =>
  new HxError('locked', `Another run of the ${slot} slot is at work.`, { suggestion: 'hx pipeline list shows it; --wait-lock 30m waits for it' });

const newRun = ({ slot, environment }: StartRequest, { now, target, pipelineOf, steps, owner }: LocalRunnerOptions): RunRecord => ({
  ...{ version: 1, runId: newRunId(now()), target, pipeline: pipelineOf(slot), slot, environment, owner },
  ...{ status: 'Queued', startedAt: now().toISOString() },
  activities: steps.map(({ activity }) => ({ activity, status: 'Waiting' })),
});

/** With Python and the warehouse around it; a failure to have them ends the run as failed, not as forgotten. */
async function guarded(run: RunRecord, request: StartRequest, options: LocalRunnerOptions, changed: (run: RunRecord) => void): Promise<RunRecord> {
  const { folder, root, steps, timeoutMs, cancelled, redact, now } = options;
  let warehouse: LocalWarehouse | undefined;
  try {
    const [python, exports] = await Promise.all([options.python(), options.exports()]);
    warehouse = await options.warehouse(python);
    const environment = { ...options.environment, ...warehouse.environment };
    const context: ExecuteContext = { folder, steps, exports, now, changed, etl: { python, root, environment, timeoutMs, cancelled, redact } };
    return await execute(run, request, context);
  } catch (cause) {
    const error = toErrorRecord(cause);
    const activities = run.activities.map((one): ActivityRun => ({ ...one, status: 'Skipped' }));
    const failed: RunRecord = { ...run, activities, ...endedAs(error.reason === 'cancelled' ? 'Cancelled' : 'Failed', error, now().toISOString()) };
    await saveRun(folder, failed);
    changed(failed);
    return failed;
  } finally {
    await warehouse?.stop();
  }
}
