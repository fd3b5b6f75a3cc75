// From one frame of a live region to the next as one string of terminal codes: no flicker, no leftovers, also after a resize. Pure.
import { displayWidth } from './text';

const escape = '\u001b[';
export const hideCursor = `${escape}?25l`;
export const showCursor = `${escape}?25h`;
/** Terminals that know it draw what is between at once; the others ignore it. */
const beginUpdate = `${escape}?2026h`;
const endUpdate = `${escape}?2026l`;
const clearToLineEnd = `${escape}K`;
const clearBelow = `${escape}J`;

/** Rows that lines take on a terminal of `width`: after a narrowing, lines that were drawn wider have wrapped. */
export const rowsOf = (lines: readonly string[], width: number): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / Math.max(1, width))), 0);

const upTo = (previous: readonly string[], width: number): string => {
  const rows = rowsOf(previous, width);
  return rows === 0 ? '' : `${escape}${rows}A`;
};

/** Replaces the previous frame by the next one. The cursor stands below the last line, before and after. */
export function redraw(previous: readonly string[], next: readonly string[], width: number): string {
  return `${beginUpdate}${upTo(previous, width)}\r${next.map((line) => `${line}${clearToLineEnd}\n`).join('')}${clearBelow}${endUpdate}`;
}

/** Takes the frame away; the cursor stands where it began. */
export function erase(previous: readonly string[], width: number): string {
  return previous.length === 0 ? '' : `${beginUpdate}${upTo(previous, width)}\r${clearBelow}${endUpdate}`;
}
