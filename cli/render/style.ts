// Colours and symbols: sixteen colours at most, and never a colour alone. Decides from the variables and the stream; prints nothing.
import { createColors } from 'picocolors';
import type { Variables } from '../environment';

type Paint = (text: string) => string;
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly magenta: Paint;
}

/** Whether a stream gets colour: the flag first, then NO_COLOR, TERM, CLICOLOR_FORCE, CLICOLOR, and last whether it is a terminal. */
export function wantsColour(variables: Variables, isTerminal: boolean, isSwitchedOff: boolean): boolean {
  if (isSwitchedOff || variables.NO_COLOR !== undefined) return false;
  if (variables.CLICOLOR_FORCE !== undefined && variables.CLICOLOR_FORCE !== '0') return true;
  return isTerminal && variables.TERM !== 'dumb' && variables.CLICOLOR !== '0';
}

export function style(isColoured: boolean): Style {
  const { bold, dim, red, green, yellow, cyan, magenta } = createColors(isColoured);
  return { bold, dim, red, green, yellow, cyan, magenta };
}

export const plain = style(false);

export const symbols = { done: '✓', failed: '✗', warning: '!', skipped: '-', running: '•', note: 'i' } as const;
