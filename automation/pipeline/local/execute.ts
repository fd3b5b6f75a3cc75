// Executes the activities of one local run in their order, as Data Factory would: each starts when the one before has succeeded, none is repeated.
import { join } from 'node:path';
import { HxError, toErrorRecord, type ErrorRecord } from '../../errors';
import { runEtl, type EtlRun } from '../../etl';
import { writeDurably } from '../../files/durable';
import type { Json, JsonObject } from '../../json';
import type { ActivityRun, RunStatus, StartRequest } from '../runner';
import { logOf, saveRun, type RunRecord } from './records';

export type PipelineCommand = 'ingest' | 'transform' | 'quality';

export interface PipelineStep {
  /** Name of the Data Factory activity. */
  readonly activity: string;
  /** What its notebook runs. */
  readonly command: PipelineCommand;
}

export interface ExecuteContext {
  readonly folder: string;
  readonly steps: readonly PipelineStep[];
  /** Stack exports as `hx export` prints them: names of schemas, and which warehouse it is. */
  readonly exports: string;
  /** All but the log of an activity; `environment` reaches the warehouse. */
  readonly etl: Omit<EtlRun, 'logFile' | 'onLine'>;
  readonly now: () => Date;
  readonly changed: (run: RunRecord) => void;
}

/** Resolves with the ended run, whatever way it ended; every change is on the disk before it is told. */
export async function execute(started: RunRecord, request: StartRequest, context: ExecuteContext): Promise<RunRecord> {
  let run: RunRecord = { ...started, status: 'InProgress' };
  const put = async (changes: Partial<RunRecord>): Promise<void> => {
    run = { ...run, ...changes };
    await saveRun(context.folder, run);
    context.changed(run);
  };
  const time = (): string => context.now().toISOString();
  const change = (activity: string, changes: Partial<ActivityRun>): readonly ActivityRun[] =>
    run.activities.map((one) => (one.activity === activity ? { ...one, ...changes } : one));
  await put({});
  for (const step of context.steps) {
    await put({ activities: change(step.activity, { status: 'InProgress', startedAt: time() }) });
    try {
      const output = await perform(step, run.runId, request, context);
      await put({ activities: change(step.activity, { status: 'Succeeded', endedAt: time(), output }) });
    } catch (cause) {
      const { error, output } = asFailure(cause);
      const status = error.reason === 'cancelled' ? 'Cancelled' : 'Failed';
      const failed = change(step.activity, { status, endedAt: time(), error, ...(output === undefined ? {} : { output }) });
      const activities = failed.map((one): ActivityRun => (one.status === 'Waiting' ? { ...one, status: 'Skipped' } : one));
      await put({ activities, ...endedAs(status, error, time()) });
      return run;
    }
  }
  await put({ status: 'Succeeded', endedAt: time() });
  return run;
}

export const endedAs = (status: RunStatus, error: ErrorRecord, endedAt: string): Pick<RunRecord, 'status' | 'error' | 'endedAt'> => ({
  status,
  error,
  endedAt,
});

/** A gate that failed: an answer with an error. */
class GateFailure extends HxError {
  constructor(
    message: string,
    log: string,
    readonly answer: JsonObject,
  ) {
    super('quality', message, { log });
  }
}

const asFailure = (cause: unknown): { readonly error: ErrorRecord; readonly output?: JsonObject } => ({
  error: toErrorRecord(cause),
  ...(cause instanceof GateFailure ? { output: cause.answer } : {}),
});

async function perform(
  { activity, command }: PipelineStep,
  runId: string,
  { slot, environment, source }: StartRequest,
  context: ExecuteContext,
): Promise<JsonObject> {
  const logFile = logOf(context.folder, runId, activity);
  const here = join(context.folder, runId);
  const exportFile = join(here, 'export.json');
  const profilesFolder = join(here, 'profiles');
  await writeDurably(exportFile, context.exports);
  const profiles = await runEtl('profiles', ['--export', exportFile, '--slot', slot, '--out', profilesFolder], { ...context.etl, logFile });
  const run: EtlRun = { ...context.etl, logFile, environment: { ...context.etl.environment, ...profiles.variables } };
  const args = ['--run-id', runId];
  switch (command) {
    case 'ingest':
      return asJson(await runEtl(command, source === undefined ? args : [...args, '--source', source], run));
    case 'transform': {
      const built = await runEtl(command, [...args, '--profiles-dir', profilesFolder, '--out', join(here, 'dbt')], run);
      mustHold(built, logFile);
      return asJson(built);
    }
    case 'quality': {
      const judged = await runEtl(command, [...args, '--environment', environment], run);
      mustHold(judged, logFile);
      return asJson(judged);
    }
  }
}

function mustHold(answer: { readonly ok: boolean; readonly error?: { readonly message: string } | undefined }, log: string): void {
  if (!answer.ok) throw new GateFailure(answer.error?.message ?? 'a data-quality gate failed', log, asJson(answer));
}

const asJson = (answer: object): JsonObject => JSON.parse(JSON.stringify(answer)) as { readonly [key: string]: Json };
