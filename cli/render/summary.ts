// The end of an operation in a few lines: a result for every stack, why what failed failed, and what to type next. Pure.
import type { ErrorRecord } from '../../automation/errors';
import type { OperationSummary, StackResult } from '../../automation/events';
import { errorBlock, nextBlock, type Next } from './error-block';
import { symbols, type Style } from './style';
import { oneLine, printable } from './text';
import { span } from './time';
import { changedCount, type RunState } from './state';
import { tableLines, type Column } from './table';
import { cloudLabel, countsText, operationTitles, resultMarks } from './words';

export interface SummaryView {
  readonly width: number;
  readonly style: Style;
  readonly cloud: string;
  readonly isDryRun: boolean;
  /** Options that choose the same targets again: "--env prod --region westus2 --cloud local". */
  readonly choice: string;
  /** A suggestion as a whole command. */
  readonly retype: (suggestion: string) => string;
}

/** `state` is what the run told on its way: the summary names one cause a stack, the run may have met several. */
export function summaryLines(summary: OperationSummary, state: RunState, view: SummaryView): readonly string[] {
  const { style, width } = view;
  return [
    '',
    headline(summary, view),
    ...tableLines(columns(summary, view), summary.results, width, style),
    ...errorLines(summary, state, view),
    ...nextBlock(nextCommands(summary, view), view),
  ];
}

const isOnlyLooking = (summary: OperationSummary, { isDryRun }: SummaryView): boolean => summary.operation === 'preview' || isDryRun;
const tenseOf = (summary: OperationSummary, view: SummaryView): 'plan' | 'done' | 'found' =>
  summary.operation === 'drift' || summary.operation === 'refresh' ? 'found' : isOnlyLooking(summary, view) ? 'plan' : 'done';

function headline(summary: OperationSummary, view: SummaryView): string {
  const { style } = view;
  const dry = view.isDryRun ? ' (dry run: nothing was changed)' : '';
  const noun = `${operationTitles[summary.operation].noun} on ${cloudLabel(view.cloud)}`;
  const failed = summary.results.filter(({ result }) => result === 'failed').length;
  if (summary.exitCode === 0) return style.green(`${symbols.done} The ${noun} succeeded${dry}`);
  if (summary.exitCode === 13) return style.yellow(`${symbols.warning} The ${noun} found drift`);
  if (summary.exitCode === 8) return style.yellow(`${symbols.warning} The ${noun} was cancelled`);
  return style.red(
    `${symbols.failed} The ${noun} failed${failed > 0 && summary.results.length > 1 ? ` in ${failed} of ${summary.results.length} stacks` : ''}`,
  );
}

function columns(summary: OperationSummary, view: SummaryView): readonly Column<StackResult>[] {
  const { style } = view;
  const mark = ({ result }: StackResult): string => style[resultMarks[result].colour](`${resultMarks[result].symbol} ${result}`);
  return [
    { title: 'target', isPriority: true, cell: ({ target }) => printable(target) },
    { title: 'program', isPriority: true, cell: ({ program }) => printable(program) },
    { title: 'result', isPriority: true, cell: mark },
    {
      title: 'changes',
      isPriority: true,
      cell: (result) => (result.result === 'succeeded' || changedCount(result.changes) > 0 ? countsText(result.changes, tenseOf(summary, view), style) : ''),
    },
    { title: 'took', isPriority: false, cell: ({ durationMs, result }) => (durationMs > 0 && result !== 'skipped' ? span(durationMs) : '') },
  ];
}

/** Each cause once, with the targets that it hit: three regions failing alike are one story. */
function errorLines(summary: OperationSummary, state: RunState, view: SummaryView): readonly string[] {
  const byCause = new Map<string, { readonly error: ErrorRecord; readonly places: string[] }>();
  for (const { error, target, program } of summary.results) {
    if (error === undefined) continue;
    const key = `${error.reason} ${error.message}`;
    const known = byCause.get(key) ?? { error, places: [] };
    known.places.push(`${target}/${program}`);
    byCause.set(key, known);
  }
  return [...byCause.values()].flatMap(({ error, places }) => errorBlock(error, places, otherErrors(error, places, state), view));
}

const shownErrors = 9;

/** What else went wrong in the same stacks, each once. */
function otherErrors(error: ErrorRecord, places: readonly string[], state: RunState): readonly string[] {
  // A cancelled engine says so in its own words, for every stack.
  if (error.reason === 'cancelled') return [];
  const known = oneLine(error.message);
  const found = places.flatMap((place) => state.stacks.get(place)?.errors ?? []).map(({ message }) => oneLine(message));
  const others = [...new Set(found)].filter((message) => message !== known && !known.includes(message) && !message.includes(known));
  return [...others.slice(0, shownErrors), ...(others.length > shownErrors ? [`and ${others.length - shownErrors} more, in the log`] : [])];
}

/** Three commands that fit how it went. */
export function nextCommands(summary: OperationSummary, view: Pick<SummaryView, 'choice' | 'isDryRun'>): readonly Next[] {
  const on = (verb: string, more = ''): string => [`hx ${verb}`, view.choice, more].filter((part) => part !== '').join(' ');
  const status: Next = { command: on('status'), about: 'all chosen targets at a glance' };
  const reasons = new Set(summary.results.map(({ error }) => error?.reason));
  if (reasons.has('locked')) {
    return [
      status,
      { command: on(summary.operation, '--wait-lock 10m'), about: 'wait for the other run' },
      { command: on('unlock'), about: 'remove the lock of a run that is gone' },
    ];
  }
  const changes = summary.results.some(({ changes: counts }) => Object.entries(counts).some(([operation, count]) => operation !== 'same' && (count ?? 0) > 0));
  if (summary.exitCode === 13) {
    return [
      { command: on('refresh'), about: 'first: take what the cloud has into the state' },
      { command: on('up'), about: 'then: bring the cloud back to the programs' },
      status,
    ];
  }
  if (summary.exitCode !== 0) {
    return [
      status,
      { command: on('preview'), about: 'what is left to change' },
      { command: on(summary.operation), about: summary.exitCode === 2 ? 'again, when that is put right' : 'go on where it stopped' },
    ];
  }
  switch (summary.operation) {
    case 'preview':
      return changes
        ? [{ command: on('up'), about: 'make these changes' }, { command: on('drift'), about: 'has the cloud changed by itself?' }, status]
        : [status, outputs(on), { command: on('drift'), about: 'has the cloud changed by itself?' }];
    case 'destroy':
      return view.isDryRun
        ? [{ command: on('destroy'), about: 'delete these resources' }, status, outputs(on)]
        : [status, { command: on('up'), about: 'make it all again' }, { command: 'hx doctor', about: 'what this machine is ready for' }];
    case 'up':
      return view.isDryRun
        ? [{ command: on('up'), about: 'make these changes' }, status, outputs(on)]
        : [outputs(on), status, { command: on('drift'), about: 'has the cloud changed by itself?' }];
    case 'refresh':
    case 'drift':
      return [
        { command: on('preview'), about: 'what the programs would change' },
        { command: on('up'), about: 'bring the cloud back to the programs' },
        status,
      ];
  }
}

const outputs = (on: (verb: string) => string): Next => ({ command: on('outputs'), about: 'addresses and names of what is there' });
