// hx pipeline logs: what the activities of a run have said, once or while it runs.
import { HxError } from '../../automation/errors';
import type { PipelineRun, PipelineRunner } from '../../automation/pipeline';
import { command } from '../command';
import type { Context } from '../context';
import { flag, text } from '../option';
import { openPipeline, pipelineOptions } from '../pipeline/target';
import { jsonLine } from '../render/ndjson';
import { printable, withoutWorkflowCommands } from '../render/text';

const options = {
  ...pipelineOptions,
  activity: text('--activity <name>', 'only this activity, such as Run_dbt_Models'),
  follow: flag('--follow', 'go on until the run has ended'),
};

export const definition = command({
  description:
    'Prints the logs of a run, activity by activity. In Azure, Data Factory keeps an activity’s result and the address of its page in Databricks, and that is what is printed. --follow prints what is said while the run goes on, and ends with it.',
  arguments: [{ name: 'run', description: 'id of the run, as hx pipeline list prints it', isRequired: true }],
  options,
  examples: [
    { command: 'hx pipeline logs 20261126T101500-1a2b3c --env dev --cloud local', about: 'everything that a run said' },
    { command: 'hx pipeline logs 20261126T101500-1a2b3c --env dev --cloud local --activity Run_dbt_Models --follow', about: 'dbt, while it works' },
  ],
  exits: ['authentication', 'resource', 'stackNotFound', 'cancelled'],
  run: async (context, given, [runId = '']) => {
    const { isJson, io } = context;
    if (isJson && given.follow) throw new HxError('usage', '--follow and --json exclude each other.', { suggestion: 'leave one of them out' });
    const { pipeline, target } = await openPipeline(given, context);
    const { runner } = pipeline;
    const run = await find(runner, runId);
    const names = given.activity === undefined ? run.activities.map(({ activity }) => activity) : [given.activity];
    if (isJson) {
      const activities = await Promise.all(names.map(async (activity) => ({ activity, text: (await runner.logs(runId, activity)).text })));
      io.stdout.print(jsonLine({ version: 1, target: target.name, runId, activities }));
      return 'ok';
    }
    const printer = logPrinter(runner, runId, names, context);
    if (given.follow) await untilEnded(runner, runId, printer);
    await printer.print();
    return 'ok';
  },
});

async function find(runner: PipelineRunner, runId: string): Promise<PipelineRun> {
  const found = (await runner.list()).find((run) => run.runId === runId);
  if (found === undefined) throw new HxError('usage', `There is no run '${runId}'.`, { suggestion: 'hx pipeline list' });
  // A list may leave the activities out.
  return found.activities.length > 0 ? found : runner.follow(runId, () => undefined);
}

const pollMs = 500;

async function untilEnded(runner: PipelineRunner, runId: string, printer: { print(): Promise<void> }): Promise<void> {
  let isEnded = false;
  const ended = runner.follow(runId, () => undefined).finally(() => (isEnded = true));
  // A failure is told by the await below.
  ended.catch(() => undefined);
  while (!isEnded) {
    await printer.print();
    await Promise.race([ended.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, pollMs))]);
  }
  await ended;
}

/** Prints what is new since the last time, under the activity's name. */
function logPrinter(runner: PipelineRunner, runId: string, names: readonly string[], { io }: Context): { print(): Promise<void> } {
  const ends = new Map<string, number>();
  const { stdout } = io;
  const isHeaded = names.length > 1;
  return {
    print: async () => {
      for (const name of names) {
        const before = ends.get(name) ?? 0;
        const { text: said, end } = await runner.logs(runId, name, before);
        ends.set(name, end);
        if (said === '') continue;
        if (isHeaded && before === 0) stdout.print(stdout.style.bold(`== ${name}`));
        const lines = said.replace(/\n$/, '').split('\n').map(printable);
        stdout.print(...(stdout.isTerminal ? lines : lines.map(withoutWorkflowCommands)));
      }
    },
  };
}
