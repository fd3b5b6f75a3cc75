// Steps that run one after the other, for people: a row each while they run, a line each where nobody watches. Pure.
import { symbols, type Style } from './style';
import { cut, oneLine, padEnd } from './text';
import { span } from './time';

export type StepState = 'waiting' | 'running' | 'done' | 'warning' | 'failed' | 'skipped';

export interface StepRow {
  readonly name: string;
  readonly state: StepState;
  /** Milliseconds since the epoch; while it runs. */
  readonly startedAt?: number;
  /** When it has ended. */
  readonly durationMs?: number;
  /** What it does, found, or why it failed. */
  readonly about?: string;
}

export interface StepView {
  readonly now: number;
  /** Rows are cut to it. */
  readonly width: number;
  readonly style: Style;
}

const marks = {
  waiting: { symbol: '·', colour: 'dim' },
  running: { symbol: symbols.running, colour: 'cyan' },
  done: { symbol: symbols.done, colour: 'green' },
  warning: { symbol: symbols.warning, colour: 'yellow' },
  failed: { symbol: symbols.failed, colour: 'red' },
  skipped: { symbol: symbols.skipped, colour: 'dim' },
} as const satisfies Readonly<Record<StepState, { readonly symbol: string; readonly colour: keyof Style }>>;

/** All rows, aligned, as they are at this moment. */
export function stepRows(rows: readonly StepRow[], { now, width, style }: StepView): readonly string[] {
  const label = Math.max(0, ...rows.map(({ name }) => name.length));
  return rows.map((row) => {
    const { symbol, colour } = marks[row.state];
    const took = row.durationMs ?? (row.state === 'running' && row.startedAt !== undefined ? now - row.startedAt : undefined);
    const about = row.about === undefined ? '' : oneLine(row.about);
    const text = `${style[colour](`${symbol} ${padEnd(row.name, label)}`)}  ${padEnd(took === undefined ? '' : span(took), 6)}  ${about}`;
    return cut(text.trimEnd(), width);
  });
}

/** One step's line when it begins and when it ends; none for other changes. */
export function stepLine(row: StepRow, style: Style): string | undefined {
  if (row.state === 'waiting') return undefined;
  const { symbol, colour } = marks[row.state];
  const took = row.durationMs === undefined ? '' : ` in ${span(row.durationMs)}`;
  const about = row.about === undefined ? '' : `: ${oneLine(row.about)}`;
  if (row.state === 'running') return `${style[colour](`${symbol} ${row.name}`)} started`;
  return `${style[colour](`${symbol} ${row.name}`)} ${row.state}${took}${about}`;
}
