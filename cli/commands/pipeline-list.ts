// hx pipeline list: a target's runs, newest first.
import type { PipelineRun } from '../../automation/pipeline';
import { command } from '../command';
import { integer } from '../option';
import { publicRun } from '../pipeline/show';
import { openPipeline, pipelineOptions } from '../pipeline/target';
import { jsonLine } from '../render/ndjson';
import type { Style } from '../render/style';
import { tableLines, type Column } from '../render/table';
import { oneLine } from '../render/text';
import { ago, span } from '../render/time';
import { cloudLabel } from '../render/words';

const shown = 20;
const options = { ...pipelineOptions, limit: integer('--limit <n>', 'the newest so many', { min: 1, max: 1000 }, String(shown)) };

export const definition = command({
  description:
    'The runs of a target’s pipeline, newest first: those of Data Factory of the last 45 days, or those of the local cloud. A local run whose process is gone is interrupted.',
  options,
  examples: [
    { command: 'hx pipeline list --env dev --cloud local', about: 'what ran here' },
    { command: 'hx pipeline list --env prod --region eastus --json', about: 'for a dashboard' },
  ],
  exits: ['authentication', 'resource', 'stackNotFound'],
  run: async (context, given) => {
    const { io, isJson, now } = context;
    const { pipeline, target, cloud } = await openPipeline(given, context);
    const runs = (await pipeline.runner.list()).slice(0, given.limit ?? shown);
    const { style } = io.stdout;
    if (isJson) io.stdout.print(jsonLine({ version: 1, cloud, target: target.name, runs: runs.map(publicRun) }));
    else if (runs.length === 0) io.stdout.print(`No run of ${target.name} on ${cloudLabel(cloud)}.`);
    else io.stdout.print(...tableLines(columns(now(), style), runs, io.stdout.tableWidth(), style));
    return 'ok';
  },
});

const colours = { Succeeded: 'green', Failed: 'red', Cancelled: 'red', Interrupted: 'red', Queued: 'cyan', InProgress: 'cyan' } as const;
const marks = { Succeeded: '✓', Failed: '✗', Cancelled: '✗', Interrupted: '✗', Queued: '·', InProgress: '•' } as const;

const columns = (now: number, style: Style): readonly Column<PipelineRun>[] => [
  { title: 'run', isPriority: true, cell: ({ runId }) => runId },
  { title: 'slot', isPriority: true, cell: ({ slot }) => slot },
  { title: 'status', isPriority: true, cell: ({ status }) => style[colours[status]](`${marks[status]} ${status}`) },
  { title: 'started', isPriority: true, cell: ({ startedAt }) => ago(startedAt, now) },
  { title: 'took', isPriority: false, cell: ({ startedAt, endedAt }) => (endedAt === undefined ? '' : span(Date.parse(endedAt) - Date.parse(startedAt))) },
  { title: 'why', isPriority: false, cell: ({ error }) => (error === undefined ? '' : oneLine(error.message)) },
];
