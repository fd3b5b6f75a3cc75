// Typed options: how a flag is written and how its text becomes a value. Refuses bad text with the flag's name; knows no command.
import { HxError } from '../automation/errors';
import { nearest } from '../automation/nearest';

export interface Option<T> {
  /** As commander and the help page write it: "-y, --yes", "--env <name>". */
  readonly flags: string;
  readonly description: string;
  /** True where the flag may be given several times. */
  readonly isRepeatable: boolean;
  /** Completion: fixed values, or names that come from the configuration. */
  readonly values?: readonly string[] | 'env' | 'region';
  /** Shown in help where an absent flag means something particular. */
  readonly fallback?: string;
  /** From what was typed, in order; empty when the flag is absent. Throws HxError 'usage'. */
  readonly parse: (typed: readonly string[]) => T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
/** The values of a command's options after parsing. */
export type Given<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** "--env" of "-e, --env <name>". */
export const longFlag = (flags: string): string => flags.match(/--[a-z][a-z-]*/)?.[0] ?? flags;

const refuse = (flags: string, typed: string, expected: string, suggestion?: string): never => {
  const details = suggestion === undefined ? {} : { suggestion };
  throw new HxError('usage', `${longFlag(flags)} takes ${expected}, not '${typed}'.`, details);
};

const last = (typed: readonly string[]): string | undefined => typed.at(-1);

export const flag = (flags: string, description: string): Option<boolean> => ({
  flags,
  description,
  isRepeatable: false,
  parse: (typed) => typed.length > 0,
});

export const text = (flags: string, description: string, values?: 'env' | 'region'): Option<string | undefined> => ({
  flags,
  description,
  isRepeatable: false,
  ...(values === undefined ? {} : { values }),
  parse: last,
});

/** Repeatable and separable by commas: `--env dev --env staging` is `--env dev,staging`. Empty pieces are refused, doubles are dropped. */
export const texts = (flags: string, description: string, values?: 'env' | 'region'): Option<readonly string[]> => ({
  flags,
  description,
  isRepeatable: true,
  ...(values === undefined ? {} : { values }),
  parse: (typed) => {
    const pieces = typed.flatMap((one) => one.split(',').map((piece) => piece.trim()));
    if (pieces.some((piece) => piece === '')) refuse(flags, typed.join(' '), 'a name, or several separated by commas');
    return [...new Set(pieces)];
  },
});

/** Repeatable and taken as it is: `--set path=value`. */
export const verbatim = (flags: string, description: string): Option<readonly string[]> => ({
  flags,
  description,
  isRepeatable: true,
  parse: (typed) => typed,
});

export const choice = <T extends string>(flags: string, description: string, values: readonly T[], fallback?: string): Option<T | undefined> => ({
  flags,
  description,
  isRepeatable: false,
  values,
  ...(fallback === undefined ? {} : { fallback }),
  parse: (typed) => {
    const given = last(typed);
    if (given === undefined) return undefined;
    const found = values.find((value) => value === given);
    if (found !== undefined) return found;
    const close = nearest(given, values);
    return refuse(flags, given, oneOf(values), close === undefined ? undefined : `${longFlag(flags)} ${close}`);
  },
});

/** Repeatable and separable by commas, each one of `values`. */
export const choices = <T extends string>(flags: string, description: string, values: readonly T[], fallback?: string): Option<readonly T[]> => ({
  flags,
  description,
  isRepeatable: true,
  values,
  ...(fallback === undefined ? {} : { fallback }),
  parse: (typed) => {
    const one = choice(flags, description, values);
    const pieces = typed.flatMap((word) => word.split(',').map((piece) => one.parse([piece.trim()])));
    return [...new Set(pieces.filter((piece) => piece !== undefined))];
  },
});

export const integer = (
  flags: string,
  description: string,
  bounds: { readonly min: number; readonly max: number },
  fallback?: string,
): Option<number | undefined> => ({
  flags,
  description,
  isRepeatable: false,
  ...(fallback === undefined ? {} : { fallback }),
  parse: (typed) => {
    const given = last(typed);
    if (given === undefined) return undefined;
    const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    return value >= bounds.min && value <= bounds.max ? value : refuse(flags, given, `a whole number from ${bounds.min} to ${bounds.max}`);
  },
});

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** "90s", "5m", "1h30m", or a bare number of seconds; undefined where the text is none of these. */
export function parseDuration(given: string): number | undefined {
  if (/^\d{1,7}$/.test(given)) return Number(given) * 1000;
  if (!/^(\d{1,7}(ms|s|m|h))+$/.test(given)) return undefined;
  return [...given.matchAll(/(\d+)(ms|s|m|h)/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0);
}

export const duration = (flags: string, description: string, fallback?: string): Option<number | undefined> => ({
  flags,
  description,
  isRepeatable: false,
  ...(fallback === undefined ? {} : { fallback }),
  parse: (typed) => {
    const given = last(typed);
    if (given === undefined) return undefined;
    return parseDuration(given) ?? refuse(flags, given, 'a duration like 90s, 5m or 1h30m');
  },
});

/** "a, b or c" for messages. */
export function oneOf(values: readonly string[]): string {
  const head = values.slice(0, -1).join(', ');
  return head === '' ? (values[0] ?? '') : `${head} or ${values.at(-1) ?? ''}`;
}
