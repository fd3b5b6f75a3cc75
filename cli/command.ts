// What a command is: a value with its metadata, typed options, examples and handler. Knows no parser and no process.
import type { ExitReason } from '../automation/exit-codes';
import type { Context } from './context';
import type { Given, Options } from './option';

/** Groups of the overview, in the order in which `hx --help` shows them. */
export const groups = ['Start', 'Change', 'Inspect', 'Govern', 'Local cloud'] as const;
export type Group = (typeof groups)[number];

export interface Argument {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** True for the last one where any number of words may stand. */
  readonly isVariadic?: true;
  /** The only values that are taken, where they are known. */
  readonly values?: readonly string[];
}

export interface Example {
  readonly command: string;
  readonly about: string;
}

/** One command. `run` returns how it went; it throws HxError for everything that a user can act on. */
export interface Command<O extends Options = Options> {
  /** Paragraphs under the summary on the command's help page. */
  readonly description: string;
  readonly arguments?: readonly Argument[];
  readonly options: O;
  readonly examples: readonly Example[];
  /** Exit codes worth naming on the help page, besides ok, failure and usage. */
  readonly exits?: readonly Exclude<ExitReason, 'ok' | 'failure' | 'usage'>[];
  run(context: Context, given: Given<O>, words: readonly string[]): Promise<ExitReason>;
}

/** Keeps the option types of a definition; the value is returned as it is. */
export const command = <O extends Options>(definition: Command<O>): Command<O> => definition;

/** One row of the command table: all that `hx --help` needs, and where the rest is. */
export interface CommandRow {
  /** Words after `hx`: "up", "config show". */
  readonly name: string;
  readonly group: Group;
  readonly summary: string;
  /** True where `--json` streams events and ends with a summary line. */
  readonly isOperation?: boolean;
  /** Hidden from help and docs: not part of the public contract. */
  readonly isHidden?: boolean;
  /** True where the words are handed over as they are, options and all. */
  readonly isRaw?: boolean;
  readonly load: () => Promise<{ readonly definition: Command }>;
}
