// hx pipeline run: one run of a target's pipeline, watched to its end or left to Data Factory.
import { HxError } from '../../automation/errors';
import type { ExitReason } from '../../automation/exit-codes';
import type { PipelineRun, PipelineSlot, StartRequest } from '../../automation/pipeline';
import { command } from '../command';
import { running } from '../common-options';
import type { Context } from '../context';
import { choice, flag, text } from '../option';
import { reasonOf, rowOf, summaryObject } from '../pipeline/show';
import { openPipeline, pipelineOptions, type OpenedPipeline } from '../pipeline/target';
import { jsonLine } from '../render/ndjson';
import { stepRows, type StepRow } from '../render/steps';
import { printable, withoutWorkflowCommands } from '../render/text';
import { span } from '../render/time';
import { cloudLabel } from '../render/words';
import { stepProgress } from '../step-progress';

const options = {
  ...pipelineOptions,
  slot: choice('--slot <name>', 'slot to load', ['blue', 'green', 'live'] as const, 'live'),
  source: text('--source <folder>', 'local cloud: where the delivery is'),
  wait: flag('--wait', 'watch the run to its end; in the local cloud always, since this process executes it'),
  waitLock: running.waitLock,
};

export const definition = command({
  description:
    'Starts the ETL of one target: ingestion, dbt models, data-quality gates. In Azure it is the Data Factory pipeline of the slot; in the local cloud the same three activities run here, as processes over a real PostgreSQL, and are kept below HX_HOME/pipelines. With --slot live it loads the slot that readers see, as the daily run does; they miss nothing while it builds. A slot has one run at a time. Ends with the exit code of the activity that failed: 11 where a gate did not hold.',
  options,
  examples: [
    { command: 'hx pipeline run --env dev --cloud local --slot blue --source landing', about: 'a delivery into the blue slot of the local cloud' },
    { command: 'hx pipeline run --env prod --region eastus --wait', about: 'the daily run of the live slot, watched' },
    { command: 'hx pipeline run --env dev --region eastus --slot green --wait --json', about: 'as events, for another program' },
  ],
  exits: ['authentication', 'resource', 'stackNotFound', 'cancelled', 'timeout', 'quality', 'locked'],
  run: async (context, given) => {
    const opened = await openPipeline(given, context, given.waitLock);
    const { target, pipeline } = opened;
    const source = pipeline.delivery(given.source);
    const slot = given.slot === undefined || given.slot === 'live' ? await liveSlot(opened) : given.slot;
    const request = { slot, environment: target.env, ...(source === undefined ? {} : { source }) };
    return run(request, opened, given.wait || pipeline.isExecutedHere, context);
  },
});

async function liveSlot({ pipeline, target }: OpenedPipeline): Promise<PipelineSlot> {
  const slot = await pipeline.liveSlot();
  if (slot !== undefined) return slot;
  throw new HxError('usage', `No slot of ${target.name} is live yet.`, { target: target.name, suggestion: '--slot blue' });
}

/** With the progress on the screen; the drawing is gone again when this returns or throws. */
async function run(request: StartRequest, { pipeline, target, cloud }: OpenedPipeline, isWatched: boolean, context: Context): Promise<ExitReason> {
  const { io, isJson, now } = context;
  const time = (): string => new Date(now()).toISOString();
  const progress = stepProgress(context);
  const rows = new Map<string, StepRow>();
  try {
    const runId = await pipeline.runner.start(request);
    if (isJson) io.stdout.print(jsonLine({ type: 'run-started', time: time(), target: target.name, runId, slot: request.slot }));
    else progress.note(`Run ${runId} of ${target.name}, ${request.slot} slot, on ${cloudLabel(cloud)}`);
    if (!isWatched) {
      progress.stop();
      if (!isJson) io.stdout.print(runId);
      else io.stdout.print(jsonLine(startedObject(runId, request, target.name, time())));
      return 'ok';
    }
    const ended = await pipeline.runner.follow(runId, (activity) => {
      rows.set(activity.activity, rowOf(activity));
      progress.show([...rows.values()]);
      if (isJson) io.stdout.print(jsonLine({ type: 'activity', time: time(), target: target.name, runId, ...activity }));
    });
    progress.stop();
    if (isJson) io.stdout.print(jsonLine(summaryObject(ended, time())));
    else tell(ended, context);
    return reasonOf(ended);
  } finally {
    progress.stop();
  }
}

const startedObject = (runId: string, { slot }: StartRequest, target: string, time: string): object => ({
  ...{ type: 'summary', version: 1, time, operation: 'pipeline run', exitCode: 0, runId, results: [{ target, result: 'started', slot }] },
});

function tell(ended: PipelineRun, { io }: Context): void {
  const { style } = io.stdout;
  const { status, error, startedAt, endedAt, runId, slot } = ended;
  const took = span(Date.parse(endedAt ?? startedAt) - Date.parse(startedAt));
  const verdict = `${runId}: the ${slot} slot's run ${status === 'Succeeded' ? 'succeeded' : status.toLowerCase()} after ${took}`;
  const fact = (label: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`  ${style.dim(`${label}:`)} ${printable(value)}`];
  const lines = [
    ...stepRows(ended.activities.map(rowOf), { now: 0, width: io.stdout.tableWidth(), style }),
    '',
    status === 'Succeeded' ? style.green(`✓ ${verdict}`) : style.red(`✗ ${verdict}`),
    ...fact('Why', error?.message),
    ...fact('Suggestion', error?.suggestion),
    ...fact('Log', error?.log),
  ];
  io.stdout.print(...(io.stdout.isTerminal ? lines : lines.map(withoutWorkflowCommands)));
}
