// Tables by the width at hand: all columns where they fit or from 100 on, the important ones from 60 on, one fact a line below. Pure.
import type { Style } from './style';
import { cut, displayWidth, padEnd } from './text';

export interface Column<T> {
  readonly title: string;
  /** Columns that stay between 60 and 99 where not all fit. */
  readonly isPriority: boolean;
  /** True where a person copies the value: it is never cut, a line may become longer than the terminal. */
  readonly isWhole?: true;
  readonly cell: (row: T) => string;
}

const gap = '  ';

/** Lines of a table; an empty cell is a dash. Never wider than `width`, except by cells that a person must copy whole when stacked. */
export function tableLines<T>(columns: readonly Column<T>[], rows: readonly T[], width: number, style: Style): readonly string[] {
  if (rows.length === 0) return [];
  if (width < 60) return stacked(columns, rows, style);
  const shown = width >= 100 || naturalWidth(columns, rows) <= width ? columns : columns.filter(({ isPriority }) => isPriority);
  const isShortened = shown.length < columns.length;
  const cells = rows.map((row) => shown.map(({ cell }) => cell(row) || '-'));
  const widths = fitted(
    shown.map(({ title }, index) => Math.max(displayWidth(title), ...cells.map((line) => displayWidth(line[index] ?? '')))),
    width - (isShortened ? 5 : 0),
  );
  const line = (texts: readonly string[], end: string): string =>
    [...texts.map((text, index) => (shown[index]?.isWhole ? text : padEnd(cut(text, widths[index] ?? 0), widths[index] ?? 0))), ...(end === '' ? [] : [end])]
      .join(gap)
      .trimEnd();
  const head = line(
    shown.map(({ title }) => title.toUpperCase()),
    isShortened ? '···' : '',
  );
  return [style.bold(head), ...cells.map((texts) => line(texts, ''))];
}

const naturalWidth = <T>(columns: readonly Column<T>[], rows: readonly T[]): number =>
  columns.reduce(
    (sum, { title, cell }) => sum + Math.max(displayWidth(title), ...rows.map((row) => displayWidth(cell(row)))),
    gap.length * (columns.length - 1),
  );

/** Widths that fit: the widest column gives way, down to eight. */
function fitted(widths: readonly number[], width: number): readonly number[] {
  const out = [...widths];
  const total = (): number => out.reduce((sum, one) => sum + one, 0) + gap.length * (out.length - 1);
  while (total() > width) {
    const widest = Math.max(...out);
    if (widest <= 8) break;
    out[out.indexOf(widest)] = Math.max(8, widest - Math.max(1, Math.min(total() - width, Math.floor(widest / 4))));
  }
  return out;
}

function stacked<T>(columns: readonly Column<T>[], rows: readonly T[], style: Style): readonly string[] {
  const label = Math.max(...columns.map(({ title }) => displayWidth(title))) + 1;
  return rows.flatMap((row, index) => [
    ...(index === 0 ? [] : ['']),
    ...columns.map(({ title, cell }) => `${style.dim(padEnd(`${title}:`, label))} ${cell(row) || '-'}`),
  ]);
}
