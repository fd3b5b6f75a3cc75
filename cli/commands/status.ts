// hx status: every chosen target in one table, from hx's own records; asks neither engine nor cloud.
import type { StackStatus, TargetStatus } from '../../automation';
import { shortSource } from '../../automation/delivery';
import { command } from '../command';
import { cloud, output, selection } from '../common-options';
import { jsonLine } from '../render/ndjson';
import type { Style } from '../render/style';
import { tableLines, type Column } from '../render/table';
import { counted, printable } from '../render/text';
import { ago, span } from '../render/time';
import { cloudLabel, countsText, operationTitles, resultMarks } from '../render/words';

const options = { ...selection, ...cloud, ...output };

export const definition = command({
  description:
    'All targets at a glance: last update and its result, drift as far as it was looked for, the live slot, locks and operations that were left pending. Without --env: every environment.',
  options,
  examples: [
    { command: 'hx status --cloud local', about: 'every target of the local cloud' },
    { command: 'hx status --env prod --json', about: 'for a dashboard' },
  ],
  exits: ['authentication'],
  run: async (context, given) => {
    const { io, isJson, now } = context;
    const app = await context.app();
    const everything = given.env.length === 0;
    const { targets, cloud: name } = await app.choose({ ...given, all: everything || given.all }, given.cloud);
    const { targetStatus } = await import('../../automation');
    const all = await targetStatus({ targets, programs: await app.programs(), cloud: name }, await app.deps());
    if (isJson) {
      io.stdout.print(jsonLine({ version: 1, cloud: name, targets: all }));
      return 'ok';
    }
    const rows = all.flatMap((target) => target.stacks.map((stack) => ({ target, stack })));
    const { style } = io.stdout;
    io.stdout.print(
      style.bold(`Targets on ${cloudLabel(name)}`),
      ...tableLines(columns(now(), style), rows, io.stdout.tableWidth(), style),
      ...deliveryLines(all, now(), style),
      ...problemLines(rows, now(), style),
    );
    return 'ok';
  },
});

interface Row {
  readonly target: TargetStatus;
  readonly stack: StackStatus;
}

const columns = (now: number, style: Style): readonly Column<Row>[] => [
  { title: 'target', isPriority: true, cell: ({ target }) => target.target },
  { title: 'program', isPriority: true, cell: ({ stack }) => stack.program },
  { title: 'last update', isPriority: true, cell: ({ stack }) => lastText(stack, now, style) },
  { title: 'resources', isPriority: false, cell: ({ stack }) => (stack.exists ? String(stack.resources) : '') },
  { title: 'drift', isPriority: true, cell: ({ stack }) => driftText(stack, now, style) },
  { title: 'slot', isPriority: false, cell: ({ target }) => target.liveSlot ?? '' },
  { title: 'lock', isPriority: false, cell: ({ stack }) => stack.locks.map(({ owner }) => printable(`${owner.user}@${owner.host}`)).join(', ') },
];

function lastText({ exists, lastUpdate, problem }: StackStatus, now: number, style: Style): string {
  if (problem !== undefined) return style.red('✗ state refused');
  if (lastUpdate === undefined) return exists ? 'unknown' : 'never';
  const { symbol, colour } = resultMarks[lastUpdate.result];
  return `${style[colour](`${symbol} ${operationTitles[lastUpdate.operation].noun} ${lastUpdate.result}`)} ${ago(lastUpdate.at, now)}`;
}

function driftText({ drift, exists }: StackStatus, now: number, style: Style): string {
  if (!exists) return '';
  if (drift === undefined) return 'not looked for';
  const text = drift.resources.length === 0 ? style.green('✓ none') : style.yellow(`! ${drift.resources.length}`);
  return `${text} ${ago(drift.checkedAt, now)}`;
}

/** What readers see, and how the last delivery went; nothing for targets that had none. */
function deliveryLines(all: readonly TargetStatus[], now: number, style: Style): readonly string[] {
  const lines = all.flatMap(({ target, liveSlot = 'no slot', delivery }) => {
    if (delivery === undefined) return [];
    const { result, at, failedStep, live, lock } = delivery;
    const seen = live === undefined ? 'nothing is live yet' : `${liveSlot} is live with ${shortSource(live)}, switched ${ago(live.since, now)}`;
    const known = result === 'running' || result === 'interrupted' ? { symbol: '!', colour: 'yellow' as const } : resultMarks[result];
    const where = failedStep === undefined || result === 'succeeded' ? '' : ` at ${failedStep}`;
    const holder = lock === undefined ? '' : `; locked by ${printable(`${lock.owner.user}@${lock.owner.host}`)} (${printable(lock.evidence)})`;
    const hint = result === 'failed' || result === 'cancelled' || result === 'interrupted' ? '; go on with hx deploy --resume' : '';
    return [
      `${style[known.colour](known.symbol)} ${target}: ${seen}; last delivery (${shortSource(delivery)}) ${result}${where} ${ago(at, now)}${holder}${hint}`,
    ];
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

/** What needs somebody: locks, pending operations, refused state, with what to type. */
function problemLines(rows: readonly Row[], now: number, style: Style): readonly string[] {
  return rows.flatMap(({ target, stack }) => {
    const place = `${target.target}/${stack.program}`;
    const locks = stack.locks.map(
      ({ owner, evidence }) =>
        `${style.yellow('!')} ${place} is locked by ${printable(owner.user)}@${printable(owner.host)}, taken ${ago(owner.since, now)} (${printable(evidence)})`,
    );
    const pending =
      stack.pendingOperations > 0
        ? [`${style.yellow('!')} ${place} has ${counted(stack.pendingOperations, 'pending operation')} from a run that was cut off`]
        : [];
    const refused =
      stack.problem === undefined
        ? []
        : [
            `${style.red('✗')} ${place}: ${printable(stack.problem.message)}`,
            ...(stack.problem.suggestion === undefined ? [] : [`  Suggestion: ${stack.problem.suggestion}`]),
          ];
    const failed =
      stack.lastUpdate?.result === 'failed'
        ? [
            `${style.red('✗')} ${place}: the last ${operationTitles[stack.lastUpdate.operation].noun} failed after ${span(stack.lastUpdate.durationMs)} (${countsText({ ...stack.lastUpdate.changes, same: 0 }, 'done', style)})`,
          ]
        : [];
    const lines = [...locks, ...pending, ...refused, ...failed];
    return lines.length === 0 ? [] : ['', ...lines];
  });
}
