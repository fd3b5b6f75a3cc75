// From argv to a command with its typed options. Finds the row first, so that only the chosen command and its options are loaded.
import { CommanderError, Command as Commander, Option as CommanderOption } from 'commander';
import { HxError } from '../automation/errors';
import { nearest } from '../automation/nearest';
import type { Command, CommandRow } from './command';
import { typedLine } from './retype';
import { longFlag, type Given, type Options } from './option';

/** Flags that may stand before the command, because they take no value. */
const looseFlags: readonly string[] = ['--json', '--verbose', '--no-color', '-h', '--help'];

export type Resolution =
  | { readonly kind: 'overview' }
  | { readonly kind: 'version' }
  | { readonly kind: 'parent'; readonly parent: string }
  | { readonly kind: 'command'; readonly row: CommandRow; readonly rest: readonly string[]; readonly wantsHelp: boolean };

const unknownCommand = (words: string, known: readonly string[], rest: readonly string[]): HxError => {
  const close = nearest(words, known);
  return new HxError('usage', `'${words}' is not a command of hx.`, {
    suggestion: close === undefined ? 'hx --help' : typedLine([...close.split(' '), ...rest]),
  });
};

/** Which command the words name. Throws HxError 'usage' with the nearest command where none fits. */
export function resolve(argv: readonly string[], rows: readonly CommandRow[]): Resolution {
  const at = argv.findIndex((word) => !looseFlags.includes(word));
  const leading = at < 0 ? argv : argv.slice(0, at);
  const wantsHelp = leading.some((word) => word === '-h' || word === '--help');
  const [first, second, ...others] = at < 0 ? [] : argv.slice(at);
  if (first === undefined) return { kind: 'overview' };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first.startsWith('-')) throw new HxError('usage', `The command comes before its options; '${first}' stands before it.`, { suggestion: 'hx --help' });
  const flags = leading.filter((word) => word !== '-h' && word !== '--help');
  const found = (row: CommandRow, rest: readonly string[]): Resolution => {
    const own = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : undefined);
    return { kind: 'command', row, rest: [...flags, ...rest], wantsHelp: wantsHelp || own.some((word) => word === '-h' || word === '--help') };
  };
  const single = rows.find(({ name }) => name === first);
  if (single !== undefined) return found(single, second === undefined ? [] : [second, ...others]);
  const below = rows.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (below.length > 0) {
    if (second === undefined || second.startsWith('-')) return { kind: 'parent', parent: first };
    const row = rows.find(({ name }) => name === `${first} ${second}`);
    if (row === undefined) throw unknownCommand(`${first} ${second}`, below, others);
    return found(row, others);
  }
  const visible = rows.filter(({ isHidden }) => isHidden !== true).map(({ name }) => name);
  const parents = visible.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0] ?? '');
  throw unknownCommand(first, [...visible, ...new Set(parents)], second === undefined ? [] : [second, ...others]);
}

export interface Parsed {
  readonly given: Given<Options>;
  readonly words: readonly string[];
}

/** Parses the words after the command. Throws HxError 'usage' naming the flag, with the nearest known one. */
export function parse(row: CommandRow, command: Command, rest: readonly string[]): Parsed {
  const parser = new Commander(`hx ${row.name}`).exitOverride().helpOption(false).allowExcessArguments(false).showSuggestionAfterError(false);
  parser.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  const typed = new Map<string, string[]>();
  for (const [key, { flags }] of Object.entries(command.options)) {
    const option = new CommanderOption(flags);
    const seen: string[] = [];
    typed.set(key, seen);
    parser.addOption(option);
    parser.on(`option:${option.name()}`, (value: string | undefined) => seen.push(value ?? ''));
  }
  for (const { name, isRequired, isVariadic } of command.arguments ?? []) {
    const words = isVariadic === true ? `${name}...` : name;
    parser.argument(isRequired ? `<${words}>` : `[${words}]`);
  }
  refuseSwallowed(row, command, rest);
  try {
    parser.parse([...rest], { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? usageError(error, { row, command, rest, operands: parser.args }) : error;
  }
  refuseRepeated(command, typed);
  const given = Object.fromEntries(Object.entries(command.options).map(([key, option]) => [key, option.parse(typed.get(key) ?? [])]));
  return { given, words: checkedWords(row, command, parser.args) };
}

const spellings = ({ flags }: Command['options'][string]): readonly string[] => flags.match(/-{1,2}[a-z][a-z-]*/g) ?? [];

/** "--env --cloud local" would make an environment named "--cloud" and a stray word. */
function refuseSwallowed(row: CommandRow, command: Command, rest: readonly string[]): void {
  const options = Object.values(command.options);
  const takers = new Set(options.filter(({ flags }) => flags.includes('<')).flatMap(spellings));
  const known = new Set(options.flatMap(spellings).filter((name) => name.startsWith('--')));
  for (const [index, word] of rest.entries()) {
    if (word === '--') return;
    const next = rest[index + 1];
    if (next === undefined || !takers.has(word) || !known.has(next.split('=')[0] ?? next)) continue;
    throw new HxError('usage', `${word} needs a value, and '${next}' is an option.`, { suggestion: `hx ${row.name} --help` });
  }
}

/** A flag given twice with two values would silently lose one. */
function refuseRepeated(command: Command, typed: ReadonlyMap<string, readonly string[]>): void {
  for (const [key, { flags, isRepeatable }] of Object.entries(command.options)) {
    if (!isRepeatable && new Set(typed.get(key)).size > 1) throw new HxError('usage', `${longFlag(flags)} was given several times with different values.`);
  }
}

function checkedWords(row: CommandRow, command: Command, words: readonly string[]): readonly string[] {
  for (const [index, { name, values }] of (command.arguments ?? []).entries()) {
    const word = words[index];
    if (word === undefined || values === undefined || values.includes(word)) continue;
    const close = nearest(word, values) ?? values[0] ?? '';
    throw new HxError('usage', `'${word}' is not a known ${name}; known: ${values.join(', ')}.`, { suggestion: `hx ${row.name} ${close}` });
  }
  return words;
}

interface Refused {
  readonly row: CommandRow;
  readonly command: Command;
  readonly rest: readonly string[];
  /** The words that commander took for arguments. */
  readonly operands: readonly string[];
}

function usageError(error: CommanderError, { row, command, rest, operands }: Refused): HxError {
  const help = `hx ${row.name} --help`;
  if (error.code === 'commander.optionMissingArgument')
    return new HxError('usage', `${rest.at(-1) ?? 'An option'} needs a value.`, { suggestion: help, cause: error });
  if (error.code === 'commander.excessArguments') return tooMany(error, { row, command, rest, operands });
  if (error.code !== 'commander.unknownOption') {
    const message = error.message.replace(/^error: /, '').replace(/\.$/, '');
    return new HxError('usage', `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, { suggestion: help, cause: error });
  }
  const known = Object.values(command.options).flatMap(spellings);
  const wrong = rest.map((word) => word.split('=')[0] ?? word).find((word) => word.startsWith('-') && !known.includes(word)) ?? '';
  const close = nearest(
    wrong,
    known.filter((name) => name.startsWith('--')),
  );
  const mended = rest.map((word) => (close !== undefined && (word === wrong || word.startsWith(`${wrong}=`)) ? close + word.slice(wrong.length) : word));
  return new HxError('usage', `'${wrong}' is not an option of hx ${row.name}.`, {
    suggestion: close === undefined ? help : typedLine([...row.name.split(' '), ...mended]),
    cause: error,
  });
}

/** `hx up dev` is what people type first. */
function tooMany(error: CommanderError, { row, command, rest, operands }: Refused): HxError {
  const names = (command.arguments ?? []).map(({ name }) => `<${name}>`);
  const word = operands[names.length] ?? '';
  const takes = names.length === 0 ? 'options alone' : `${names.join(' ')} and options`;
  const isEnv = Object.hasOwn(command.options, 'env') && /^[a-z][a-z0-9-]*$/.test(word) && !rest.some((one) => /^(-e|--env)(=|$)/.test(one));
  const mended = rest.flatMap((one) => (one === word ? ['--env', one] : [one]));
  return new HxError('usage', `hx ${row.name} takes ${takes}; '${word}' is too much.`, {
    suggestion: isEnv ? typedLine([...row.name.split(' '), ...mended]) : `hx ${row.name} --help`,
    cause: error,
  });
}
