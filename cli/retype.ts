// The command line as a person would type it again: quoted for a shell, and with one option replaced. Pure.
import { shellWord } from '../automation/shell-word';
import { printable } from './render/text';

/** An argument as a POSIX shell takes it back. */
export const quotedArgument = (argument: string): string => shellWord(printable(argument));

export const typedLine = (argv: readonly string[]): string => ['hx', ...argv.map(quotedArgument)].join(' ');

/**
 * A suggestion that is a bare option ("--env prod") as a whole command: put in the place of that option where it was typed, else at the
 * end. Every other suggestion stays as it is.
 */
export function retyped(argv: readonly string[], suggestion: string): string {
  const option = /^(--[a-z-]+)(?: ([^\s,]+))?$/.exec(suggestion);
  if (option === null) return suggestion;
  const [, name = '', value] = option;
  const added = value === undefined ? [name] : [name, value];
  const short = `-${name.charAt(2)}`;
  const at = argv.findIndex((word) => word === name || word.startsWith(`${name}=`) || (value !== undefined && word === short));
  if (at < 0) return typedLine([...argv, ...added]);
  const length = argv[at]?.includes('=') === true || value === undefined ? 1 : 2;
  return typedLine([...argv.slice(0, at), ...added, ...argv.slice(at + length)]);
}
