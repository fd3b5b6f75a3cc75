// The live tree: targets, their stacks, the resources in flight. Pure: state, time and size in, lines out; every line fits.
import { causeOf, changedCount, stacksOf, type FailedRow, type ResourceRow, type RunState, type StackState } from './state';
import { symbols, type Style } from './style';
import { counted, cut, displayWidth, oneLine, padEnd } from './text';
import { span } from './time';
import { cloudLabel, countsText, operationTitles, resultMarks, shortType, wordings } from './words';

export interface TreeView {
  readonly now: number;
  readonly width: number;
  /** Lines that the tree may take. */
  readonly height: number;
  readonly style: Style;
  /** Counts up: turns the spinner. */
  readonly tick: number;
}

/** Lasts as long as the whole update and says nothing. */
const stackType = 'pulumi:pulumi:Stack';
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const phaseWords = {
  lease: 'taking the lock',
  'verify-state': 'checking the state',
  preview: 'previewing',
  confirm: 'waiting for its turn',
  checkpoint: 'keeping a checkpoint',
  run: 'running',
  export: 'reading outputs',
  release: 'releasing the lock',
} as const;

/** Left text cut so that the right one fits behind it; both on one line of `width`. */
function row(left: string, right: string, width: number): string {
  const room = width - displayWidth(right) - (right === '' ? 0 : 1);
  // Where hardly anything is left of the left text, it goes alone.
  return right === '' || room < 8 ? cut(left, width) : `${padEnd(cut(left, Math.max(1, room)), room)} ${right}`;
}

/** The whole tree. Where it does not fit, resources in flight give way first, then whole targets. */
export function treeLines(state: RunState, view: TreeView): readonly string[] {
  const { width, style, now, height } = view;
  const title = `${operationTitles[state.operation].doing} ${counted(state.targets.length, 'target')} on ${cloudLabel(state.cloud)}`;
  const head = row(style.bold(title), style.dim(span(now - state.startedAt)), width);
  const blocks = state.targets.map((target) => targetBlock(target, state, view));
  const fixed = 1 + blocks.reduce((sum, block) => sum + block.fixed.length, 0);
  const room = Math.max(0, height - fixed);
  const shares = shareOut(
    room,
    blocks.map((block) => block.inFlight.length),
  );
  const lines = blocks.flatMap((block, index) => [...block.fixed, ...someOf(block.inFlight, shares[index] ?? 0, style)]);
  return fitHeight([head, ...lines], height, style).map((line) => cut(line, width));
}

/** Divides the room among the wishes, one line at a time, so that no target starves another. */
function shareOut(room: number, wishes: readonly number[]): readonly number[] {
  const shares = wishes.map(() => 0);
  for (let left = room; left > 0;) {
    const before = left;
    for (const [index, wish] of wishes.entries()) {
      if (left > 0 && (shares[index] ?? 0) < wish) {
        shares[index] = (shares[index] ?? 0) + 1;
        left -= 1;
      }
    }
    if (left === before) break;
  }
  return shares;
}

function someOf(lines: readonly string[], room: number, style: Style): readonly string[] {
  if (lines.length <= room) return lines;
  if (room === 0) return [];
  return [...lines.slice(0, room - 1), style.dim(`    … ${lines.length - room + 1} more in flight`)];
}

const fitHeight = (lines: readonly string[], height: number, style: Style): readonly string[] =>
  lines.length <= height
    ? lines
    : [...lines.slice(0, Math.max(1, height - 1)), ...(height > 1 ? [style.dim(`… ${lines.length - height + 1} more lines`)] : [])];

interface Block {
  readonly fixed: readonly string[];
  readonly inFlight: readonly string[];
}

function targetBlock(target: string, state: RunState, view: TreeView): Block {
  const { width, style, now } = view;
  const stacks = stacksOf(state, target);
  const started = Math.min(...stacks.map(({ startedAt }) => startedAt));
  if (stacks.length === 0) return { fixed: [cut(`${style.dim(symbols.skipped)} ${target}  ${style.dim('waiting')}`, width)], inFlight: [] };
  const active = stacks.filter(({ result }) => result === undefined);
  const failed = stacks.flatMap((stack) => failedLines(stack, view));
  if (active.length === 0) {
    const mark = worstMark(stacks);
    const text = stacks.map((stack) => finishedText(stack, state, stacks.length > 1, style)).join('; ');
    const took = stacks.reduce((sum, { result }) => sum + (result?.durationMs ?? 0), 0);
    return { fixed: [row(`${style[mark.colour](mark.symbol)} ${target}  ${text}`, style.dim(span(took)), width), ...failed], inFlight: [] };
  }
  const turn = spinner[view.tick % spinner.length] ?? symbols.running;
  const text = active.map((stack) => activeText(stack)).join('; ');
  const estimates = active.map(({ estimateMs }) => estimateMs).filter((value) => value !== undefined);
  const timing = `${span(now - started)}${estimates.length === 0 ? '' : ` of ~${span(Math.max(...estimates))}`}`;
  const inFlight = active
    .flatMap((stack) => [...stack.running.values()].filter(({ type }) => type !== stackType))
    .toSorted((a, b) => a.startedAt - b.startedAt);
  return {
    fixed: [row(`${style.cyan(turn)} ${target}  ${text}`, style.dim(timing), width), ...failed],
    inFlight: inFlight.map((resource) => resourceLine(resource, view)),
  };
}

function activeText(stack: StackState): string {
  const phase = stack.phase === undefined ? 'starting' : phaseWords[stack.phase];
  const done = changedCount(stack.done);
  const total = stack.planned.length;
  if (stack.phase !== 'run') return `${stack.program}: ${phase}${stack.phase === 'preview' && total > 0 ? `, ${counted(total, 'change')} so far` : ''}`;
  return `${stack.program}: ${total > 0 ? `${done}/${Math.max(total, done)}` : `${done} done`}`;
}

function finishedText(stack: StackState, state: RunState, isNamed: boolean, style: Style): string {
  const { result } = stack;
  const name = isNamed ? `${stack.program} ` : '';
  if (result === undefined) return name;
  const tense = state.operation === 'drift' || state.operation === 'refresh' ? 'found' : state.operation === 'preview' ? 'plan' : 'done';
  if (result.result === 'succeeded') return `${name}${countsText({ ...result.changes, same: 0 }, tense, style)}`;
  return `${name}${result.result}`;
}

function worstMark(stacks: readonly StackState[]): (typeof resultMarks)[keyof typeof resultMarks] {
  const names = new Set(stacks.map(({ result }) => result?.result));
  return resultMarks[names.has('failed') ? 'failed' : names.has('cancelled') ? 'cancelled' : names.has('skipped') ? 'skipped' : 'succeeded'];
}

function resourceLine({ operation, type, name, startedAt }: ResourceRow, { now, width, style }: TreeView): string {
  const { symbol, doing, colour } = wordings[operation];
  const what = width < 60 ? name : `${shortType(type)} ${name}`;
  return row(`    ${style[colour](`${symbol} ${doing}`)} ${what}`, style.dim(span(now - startedAt)), width);
}

function failedLines(stack: StackState, { width, style }: TreeView): readonly string[] {
  const shown = stack.failed.slice(0, 5);
  const lines = shown.flatMap((failed: FailedRow) => {
    const why = causeOf(stack, failed.urn, failed.name);
    const what = width < 60 ? failed.name : `${shortType(failed.type)} ${failed.name}`;
    const head = row(
      `    ${style.red(`${symbols.failed} ${wordings[failed.operation].doing} failed`)} ${what}`,
      failed.durationMs === undefined ? '' : style.dim(span(failed.durationMs)),
      width,
    );
    return why === undefined ? [head] : [head, cut(`      ${oneLine(why)}`, width)];
  });
  const hidden = stack.failed.length - shown.length;
  // What fails before anything runs (a refused input) has no row of its own.
  const message = stack.failed.length > 0 ? undefined : stack.result?.result === 'failed' ? stack.result.error?.message : stack.errors.at(-1)?.message;
  return [
    ...lines,
    ...(hidden > 0 ? [`    … ${hidden} more failed`] : []),
    ...(message === undefined ? [] : [cut(`    ${style.red(oneLine(message))}`, width)]),
  ];
}
