// How an error looks to a person and to a machine, and where a bug's report goes. One clear block; never a stack trace on the screen.
import { exitCodeOf, type ErrorRecord } from '../automation/errors';
import type { Output } from './io';
import { printable, withoutWorkflowCommands, wrap } from './render/text';

/** The block on stderr: what, where, what to type, where the log is. */
export function errorBlock(record: ErrorRecord, output: Pick<Output, 'style' | 'width'>): readonly string[] {
  const { style } = output;
  const width = Math.max(20, output.width() - 2);
  const safe = (text: string): string => withoutWorkflowCommands(printable(text));
  const [head = '', ...rest] = safe(record.message)
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, width - 7)));
  const fact = (label: string, text: string | undefined): readonly string[] => (text === undefined ? [] : [`  ${style.dim(`${label}:`)} ${safe(text)}`]);
  return [
    `${style.red(style.bold('✗ Error:'))} ${head}`,
    ...rest.map((line) => (line.startsWith(' ') ? line : `  ${line}`)),
    ...fact('Target', record.target),
    ...fact('Resource', record.resource),
    ...(record.suggestion === undefined ? [] : [`  ${style.cyan('Suggestion:')} ${style.bold(safe(record.suggestion))}`]),
    ...fact('Log', record.log),
  ];
}

/** The last line of `--json` where no operation got far enough to sum itself up. */
export function errorObject(record: ErrorRecord, operation: string | undefined, time: string): string {
  const exitCode = exitCodeOf(record);
  if (operation === undefined) return JSON.stringify({ type: 'error', version: 1, time, exitCode, error: record });
  return JSON.stringify({ type: 'summary', version: 1, time, operation, exitCode, runId: '', results: [], error: record });
}
