// One error with everything that helps: its sentence, where it happened, what to type next, where the log is. Pure.
import type { ErrorRecord } from '../../automation/errors';
import { symbols, type Style } from './style';
import { displayWidth, oneLine, printable, wrap } from './text';

export interface ErrorView {
  readonly width: number;
  readonly style: Style;
  /** A suggestion as a whole command. */
  readonly retype: (suggestion: string) => string;
}

/** `places` are where it hit, `others` what else went wrong there. An empty line comes first. */
export function errorBlock(error: ErrorRecord, places: readonly string[], others: readonly string[], { width, style, retype }: ErrorView): readonly string[] {
  return [
    '',
    ...messageLines(error, width, style),
    ...others.flatMap((line) => hanging(`  ${style.dim('Also:')} `, line, width)),
    `  ${style.dim('Where:')} ${places.map(printable).join(', ')}`,
    ...(error.resource === undefined ? [] : [`  ${style.dim('Resource:')} ${printable(error.resource)}`]),
    ...(error.suggestion === undefined ? [] : [`  ${style.cyan('Suggestion:')} ${style.bold(oneLine(retype(error.suggestion)))}`]),
    ...(error.log === undefined ? [] : [`  ${style.dim('Log:')} ${printable(error.log)}`]),
  ];
}

function messageLines(error: ErrorRecord, width: number, style: Style): readonly string[] {
  const [head = '', ...rest] = printable(error.message).split('\n');
  const isCancel = error.reason === 'cancelled';
  const mark = isCancel ? style.yellow(symbols.warning) : style.red(`${symbols.failed} Error:`);
  const sentence = `${head.charAt(0).toUpperCase()}${head.slice(1)}`;
  return [...hanging(`${mark} `, isCancel ? sentence : head, width), ...rest.slice(0, 20).map((line) => `  ${line}`)];
}

/** Text wrapped behind a label, its further lines two columns in. */
function hanging(label: string, text: string, width: number): readonly string[] {
  const [first = '', ...rest] = wrap(text, Math.max(20, width - displayWidth(label)));
  return [`${label}${first}`, ...rest.map((line) => `  ${line}`)];
}

export interface Next {
  readonly command: string;
  readonly about: string;
}

/** What to type next, under its own heading. An empty line comes first. */
export function nextBlock(list: readonly Next[], { width, style }: Pick<ErrorView, 'width' | 'style'>): readonly string[] {
  const widest = Math.max(...list.map(({ command }) => command.length));
  const isNarrow = width < widest + 40;
  return [
    '',
    style.bold('Next'),
    ...list.map(({ command, about }) => (isNarrow ? `  ${style.cyan(command)}` : `  ${style.cyan(command.padEnd(widest))}  ${about}`)),
  ];
}
