// What may stand at the cursor of a half-typed command line. Pure but for the rows it loads and the names it is given.
import type { Command, CommandRow } from '../command';
import { longFlag, type Option } from '../option';

export interface Candidate {
  readonly value: string;
  readonly about: string;
}

export interface Names {
  readonly environment: string;
  readonly regions: readonly string[];
}

type NamesSource = () => Promise<readonly Names[]>;

/** `words` are those after `hx`; the last is the one at the cursor, perhaps empty. */
export async function candidates(words: readonly string[], rows: readonly CommandRow[], names: NamesSource): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const visible = rows.filter(({ isHidden }) => isHidden !== true);
  const row = visible.find(({ name }) => name.split(' ').every((word, index) => before[index] === word));
  if (row === undefined) return startingWith(current, commandWords(before, visible));
  const { definition } = await row.load();
  const rest = before.slice(row.name.split(' ').length);
  return ofCommand(definition, rest, current, names);
}

const startingWith = (current: string, list: readonly Candidate[]): readonly Candidate[] => list.filter(({ value }) => value.startsWith(current));

function commandWords(before: readonly string[], rows: readonly CommandRow[]): readonly Candidate[] {
  if (before.length === 0) {
    const firsts = new Map(rows.map(({ name, summary }) => [name.split(' ')[0] ?? name, name.includes(' ') ? '' : summary]));
    return [...firsts].map(([value, about]) => ({ value, about }));
  }
  return rows
    .filter(({ name }) => name.startsWith(`${before.join(' ')} `))
    .map(({ name, summary }) => ({ value: name.slice(before.join(' ').length + 1), about: summary }));
}

async function ofCommand(command: Command, rest: readonly string[], current: string, names: NamesSource): Promise<readonly Candidate[]> {
  const options = Object.values(command.options);
  const flagOf = (word: string): Option<unknown> | undefined => options.find(({ flags }) => flags.split(/[ ,]+/).includes(word));
  const attached = /^(--[a-z-]+)=(.*)$/.exec(current);
  if (attached !== null) {
    const option = flagOf(attached[1] ?? '');
    return option === undefined
      ? []
      : (await valuesOf(option, rest, attached[2] ?? '', names)).map(({ value, about }) => ({ value: `${attached[1] ?? ''}=${value}`, about }));
  }
  const previous = flagOf(rest.at(-1) ?? '');
  if (previous !== undefined && previous.flags.includes('<')) return valuesOf(previous, rest, current, names);
  const flags = options
    .filter(({ flags: text, isRepeatable }) => isRepeatable || !rest.includes(longFlag(text)))
    .map(({ flags: text, description }) => ({ value: longFlag(text), about: description }));
  if (current.startsWith('-')) return startingWith(current, flags);
  const words = (command.arguments ?? []).flatMap(({ values }) => values ?? []).map((value) => ({ value, about: '' }));
  return startingWith(current, words.length > 0 ? words : flags);
}

/** Values after a flag; in a list separated by commas, those of the last piece. */
async function valuesOf(option: Option<unknown>, rest: readonly string[], current: string, names: NamesSource): Promise<readonly Candidate[]> {
  const { values } = option;
  if (values === undefined) return [];
  if (values !== 'env' && values !== 'region')
    return startingWith(
      current,
      values.map((value) => ({ value, about: '' })),
    );
  const known = await names();
  const envs = rest.flatMap((word, index) =>
    rest[index - 1] === '--env' || rest[index - 1] === '-e' ? word.split(',') : word.startsWith('--env=') ? word.slice(6).split(',') : [],
  );
  const list =
    values === 'env'
      ? known.map(({ environment }) => environment)
      : known.filter(({ environment }) => envs.length === 0 || envs.includes(environment)).flatMap(({ regions }) => regions);
  const cutAt = option.isRepeatable ? current.lastIndexOf(',') + 1 : 0;
  const head = current.slice(0, cutAt);
  return [...new Set(list)]
    .filter((name) => name.startsWith(current.slice(cutAt)) && !head.split(',').includes(name))
    .map((name) => ({ value: head + name, about: '' }));
}
