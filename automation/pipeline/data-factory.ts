// The pipeline in Data Factory, by its REST API of 2018-06-01. Azure executes; this starts, watches, lists and ends runs.
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { HxError } from '../errors';
import type { Json, JsonObject } from '../json';
import {
  isOver,
  type ActivityRun,
  type ActivityStatus,
  type PipelineRun,
  type PipelineRunner,
  type PipelineSlot,
  type RunStatus,
  type StartRequest,
} from './runner';
import { call, type ManagementOptions } from '../azure';

export interface DataFactoryOptions extends ManagementOptions {
  /** ARM id of the factory. */
  readonly factoryId: string;
  readonly target: string;
  readonly pipelineOf: (slot: PipelineSlot) => string;
  /** Activities in their order. */
  readonly activities: readonly string[];
  readonly pollMs: number;
  readonly now: () => Date;
}

const version = 'api-version=2018-06-01';
/** Data Factory keeps runs for 45 days. */
const keptMs = 45 * 24 * 3_600_000;
const slots: readonly PipelineSlot[] = ['blue', 'green'];

const started = z.object({ runId: z.string() });
const runShape = z.object({
  runId: z.string(),
  pipelineName: z.string(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  status: z.string(),
  message: z.string().nullish(),
  runStart: z.string().nullish(),
  runEnd: z.string().nullish(),
});
const activityShape = z.object({
  activityName: z.string(),
  status: z.string(),
  activityRunStart: z.string().nullish(),
  activityRunEnd: z.string().nullish(),
  output: z.unknown().optional(),
  error: z.object({ message: z.string().nullish(), errorCode: z.string().nullish() }).nullish(),
});
const page = <T extends z.ZodType>(item: T) => z.object({ value: z.array(item), continuationToken: z.string().nullish() });
type FoundRun = z.infer<typeof runShape>;
type FoundActivity = z.infer<typeof activityShape>;

export function dataFactoryRunner(options: DataFactoryOptions): PipelineRunner {
  const read = async (runId: string): Promise<PipelineRun> => {
    const [run, activities] = await Promise.all([findRun(runId, options), findActivities(runId, options)]);
    return asRun(run, activities, options);
  };
  return {
    start: async ({ slot, environment, source }: StartRequest) => {
      if (source !== undefined) throw new HxError('usage', 'In Azure a run loads what lies in the landing volume; --source is for the local cloud.');
      const path = `${options.factoryId}/pipelines/${encodeURIComponent(options.pipelineOf(slot))}/createRun?${version}`;
      // Sent twice it would load twice.
      return started.parse(await call({ method: 'POST', path, body: { environment, slot }, isRepeatable: false }, options)).runId;
    },
    follow: async (runId, onActivity) => {
      const before = new Map<string, ActivityStatus>();
      for (;;) {
        const run = await read(runId);
        for (const one of run.activities) {
          if (one.status === 'Waiting' || before.get(one.activity) === one.status) continue;
          before.set(one.activity, one.status);
          onActivity(one);
        }
        if (isOver(run)) return run;
        await delay(options.pollMs, undefined, { signal: options.cancelled }).catch((cause: unknown) => {
          throw new HxError('cancelled', `watching run ${runId} was cancelled; it goes on in Data Factory`, { cause });
        });
      }
    },
    list: async () => {
      const filters = [{ operand: 'PipelineName', operator: 'In', values: slots.map(options.pipelineOf) }];
      const body = { ...window(options), filters, orderBy: [{ orderBy: 'RunStart', order: 'DESC' }] };
      const runs = await pages(`${options.factoryId}/queryPipelineRuns?${version}`, body, runShape, options);
      return runs.map((run) => asRun(run, [], options));
    },
    logs: async (runId, activity, from = 0) => {
      const run = await read(runId);
      const found = run.activities.find((one) => one.activity === activity);
      if (found === undefined)
        throw new HxError('usage', `Run ${runId} has no activity '${activity}'.`, { suggestion: `--activity ${options.activities[0] ?? ''}` });
      // Data Factory keeps an activity's result and where its page is; the words are with Databricks.
      const text = isEnded(found.status)
        ? `${JSON.stringify({ status: found.status, error: found.error?.message, output: found.output }, undefined, 2)}\n`
        : '';
      return { text: text.slice(from), end: text.length };
    },
    cancel: async (runId) => {
      await call({ method: 'POST', path: `${runPath(runId, options)}/cancel?isRecursive=true&${version}`, isRepeatable: true }, options);
    },
  };
}

const isEnded = (status: ActivityStatus): boolean => status !== 'Waiting' && status !== 'InProgress' && status !== 'Skipped';

function runPath(runId: string, { factoryId }: DataFactoryOptions): string {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(runId)) throw new HxError('usage', `There is no run '${runId}'.`, { suggestion: 'hx pipeline list' });
  return `${factoryId}/pipelineruns/${runId}`;
}

const window = ({ now }: DataFactoryOptions): { readonly lastUpdatedAfter: string; readonly lastUpdatedBefore: string } => ({
  lastUpdatedAfter: new Date(now().getTime() - keptMs).toISOString(),
  // Its clock may be ahead of ours.
  lastUpdatedBefore: new Date(now().getTime() + 3_600_000).toISOString(),
});

async function findRun(runId: string, options: DataFactoryOptions): Promise<FoundRun> {
  return runShape.parse(await call({ method: 'GET', path: `${runPath(runId, options)}?${version}`, isRepeatable: true }, options));
}

const findActivities = (runId: string, options: DataFactoryOptions): Promise<readonly FoundActivity[]> =>
  pages(`${runPath(runId, options)}/queryActivityruns?${version}`, window(options), activityShape, options);

async function pages<T extends z.ZodType>(path: string, body: object, item: T, options: DataFactoryOptions): Promise<readonly z.infer<T>[]> {
  const all: z.infer<T>[] = [];
  let continuationToken: string | undefined;
  do {
    const next = continuationToken === undefined ? {} : { continuationToken };
    const found = page(item).parse(await call({ method: 'POST', path, body: { ...body, ...next }, isRepeatable: true }, options));
    all.push(...found.value);
    continuationToken = found.continuationToken ?? undefined;
  } while (continuationToken !== undefined);
  return all;
}

const runStatuses: Readonly<Record<string, RunStatus>> = {
  ...{ Queued: 'Queued', InProgress: 'InProgress', Canceling: 'InProgress', Succeeded: 'Succeeded', Failed: 'Failed', Cancelled: 'Cancelled' },
};
const activityStatuses: Readonly<Record<string, ActivityStatus>> = {
  ...{
    Queued: 'InProgress',
    InProgress: 'InProgress',
    Succeeded: 'Succeeded',
    Failed: 'Failed',
    TimedOut: 'Failed',
    Cancelled: 'Cancelled',
    Skipped: 'Skipped',
  },
};

function asRun(run: FoundRun, found: readonly FoundActivity[], { target, activities, pipelineOf, now }: DataFactoryOptions): PipelineRun {
  const status = runStatuses[run.status] ?? 'InProgress';
  const isDone = isOver({ status });
  const told = activities.map((activity) => asActivity(activity, found, isDone));
  const failed = told.find(({ error }) => error !== undefined)?.error;
  const error =
    failed ??
    (isDone && status !== 'Succeeded' ? ({ reason: status === 'Cancelled' ? 'cancelled' : 'resource', message: run.message ?? status } as const) : undefined);
  return {
    ...{
      version: 1,
      runId: run.runId,
      target,
      pipeline: run.pipelineName,
      slot: slots.find((slot) => pipelineOf(slot) === run.pipelineName) ?? 'blue',
      status,
    },
    environment: typeof run.parameters?.['environment'] === 'string' ? run.parameters['environment'] : '',
    startedAt: run.runStart ?? now().toISOString(),
    ...(run.runEnd ? { endedAt: run.runEnd } : {}),
    activities: told,
    ...(error === undefined || status === 'Succeeded' ? {} : { error }),
  };
}

/** The latest attempt counts. A gate that fails is told by the words of the ETL's own error. */
function asActivity(activity: string, found: readonly FoundActivity[], isDone: boolean): ActivityRun {
  const one = found
    .filter(({ activityName }) => activityName === activity)
    .toSorted((a, b) => (a.activityRunStart ?? '').localeCompare(b.activityRunStart ?? ''))
    .at(-1);
  if (one === undefined) return { activity, status: isDone ? 'Skipped' : 'Waiting' };
  const status = activityStatuses[one.status] ?? 'InProgress';
  const message = one.error?.message ?? '';
  const reason = status === 'Cancelled' ? 'cancelled' : one.status === 'TimedOut' ? 'timeout' : /\bGateFailedError\b/.test(message) ? 'quality' : 'resource';
  return {
    ...{ activity, status },
    ...(one.activityRunStart ? { startedAt: one.activityRunStart } : {}),
    ...(one.activityRunEnd ? { endedAt: one.activityRunEnd } : {}),
    ...(isObject(one.output) ? { output: one.output } : {}),
    ...(status === 'Failed' || status === 'Cancelled'
      ? { error: { reason, message: message === '' ? `the activity ${one.status}` : message.slice(0, 1000) } }
      : {}),
  };
}

const isObject = (value: unknown): value is JsonObject & { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
