// Help pages as lines of text, made from the command table. Prints nothing; docs/commands is made from the same values.
import { exitCodeMeanings, exitCodes, type ExitReason } from '../automation/exit-codes';
import { groups, type Command, type CommandRow } from './command';
import { passedOn, variableNames, variables, type Variable } from './environment';
import { oneOf, type Option } from './option';
import type { Style } from './render/style';
import { displayWidth, padEnd, wrap } from './render/text';

export interface Page {
  readonly width: number;
  readonly style: Style;
}

interface Entry {
  readonly term: string;
  readonly text: string;
}

/** Two columns, or one above the other where the terminal is narrow. */
function entries(list: readonly Entry[], { width, style }: Page): readonly string[] {
  const column = Math.min(30, Math.max(0, ...list.map(({ term }) => displayWidth(term)))) + 4;
  const isStacked = width < 60;
  return list.flatMap(({ term, text }) => {
    if (isStacked || displayWidth(term) + 4 > column) return [`  ${style.cyan(term)}`, ...wrap(text, Math.max(20, width - 6)).map((line) => `      ${line}`)];
    const [first = '', ...rest] = wrap(text, Math.max(20, width - column));
    return [`${padEnd(`  ${style.cyan(term)}`, column)}${first}`, ...rest.map((line) => ' '.repeat(column) + line)];
  });
}

const section = (title: string, lines: readonly string[], { style }: Page): readonly string[] => (lines.length === 0 ? [] : ['', style.bold(title), ...lines]);

/** `hx --help`. */
export function overviewPage(rows: readonly CommandRow[], version: string, page: Page): readonly string[] {
  const visible = rows.filter(({ isHidden }) => isHidden !== true);
  const start: readonly Entry[] = [
    { term: 'hx up --env dev --cloud local', text: 'rehearse the whole platform on this machine, without an account' },
    { term: 'hx preview --env prod', text: 'what would change in prod, in every region' },
    { term: 'hx status', text: 'all targets at a glance' },
  ];
  return [
    ...wrap(
      `${page.style.bold('hx')} ${version}: previews, updates, refreshes and destroys the insurance ETL platform on Azure and Databricks`,
      Math.max(20, page.width),
    ),
    ...section('Usage', ['  hx <command> [options]'], page),
    ...section('Examples', entries(start, page), page),
    ...groups.flatMap((group) => {
      const ofGroup = visible.filter((row) => row.group === group).map(({ name, summary }) => ({ term: name, text: summary }));
      return section(group, entries(ofGroup, page), page);
    }),
    ...section('More', entries(moreEntries, page), page),
  ];
}

const moreEntries: readonly Entry[] = [
  { term: 'hx <command> --help', text: 'options and examples of a command' },
  { term: 'hx help exit-codes', text: 'what each exit code means' },
  { term: 'hx help environment', text: 'the environment variables that hx reads' },
];

/** `hx config --help`: the commands below one word. */
export function parentPage(parent: string, rows: readonly CommandRow[], page: Page): readonly string[] {
  const below = rows.filter(({ name }) => name.startsWith(`${parent} `)).map(({ name, summary }) => ({ term: `hx ${name}`, text: summary }));
  return [`${page.style.bold('Usage')}  hx ${parent} <command> [options]`, ...section('Commands', entries(below, page), page)];
}

export const argumentsText = (command: Command): string =>
  (command.arguments ?? [])
    .map(({ name, isRequired, isVariadic }) => {
      const words = isVariadic === true ? `${name}…` : name;
      return isRequired ? ` <${words}>` : ` [${words}]`;
    })
    .join('');

/** An option's description with what it takes and what its absence means. */
export function optionText(option: Option<unknown>): string {
  const values = Array.isArray(option.values) && !option.description.includes(String(option.values[0])) ? ` (${oneOf(option.values)})` : '';
  return `${option.description}${values}${option.fallback === undefined ? '' : ` [default: ${option.fallback}]`}`;
}

/** `hx up --help`. */
export function commandPage(row: CommandRow, command: Command, page: Page): readonly string[] {
  const options = Object.values(command.options).map((option) => ({ term: option.flags, text: optionText(option) }));
  const args = (command.arguments ?? []).map(({ name, description, values }) => ({
    term: name,
    text: values === undefined ? description : `${description} (${oneOf(values)})`,
  }));
  const examples = command.examples.map(({ command: term, about }) => ({ term, text: about }));
  const exits = ['ok', ...(command.exits ?? []), 'failure', 'usage'] as const;
  return [
    ...wrap(`${page.style.bold(`hx ${row.name}`)}: ${row.summary}`, Math.max(20, page.width)),
    '',
    ...wrap(command.description, Math.max(20, page.width)),
    ...section('Usage', [`  hx ${row.name}${argumentsText(command)} [options]`], page),
    ...section('Examples', entries(examples, page), page),
    ...section('Arguments', entries(args, page), page),
    ...section('Options', entries(options, page), page),
    ...section('Exit codes', entries(exitEntries(exits), page), page),
  ];
}

const exitEntries = (reasons: readonly ExitReason[]): readonly Entry[] =>
  reasons.map((reason) => ({ term: String(exitCodes[reason]), text: exitCodeMeanings[reason] })).toSorted((a, b) => Number(a.term) - Number(b.term));

const isReason = (name: string): name is ExitReason => name in exitCodes;

/** `hx help exit-codes`. */
export function exitCodesPage(page: Page): readonly string[] {
  return [page.style.bold('Exit codes'), ...entries(exitEntries(Object.keys(exitCodes).filter(isReason)), page)];
}

/** `hx help environment`. */
export function environmentPage(page: Page): readonly string[] {
  const list = variableNames.map((name) => {
    const { about, fallback }: Variable = variables[name];
    return { term: name, text: fallback === undefined ? about : `${about} [default: ${fallback}]` };
  });
  return [page.style.bold('Environment variables'), ...entries(list, page), '', ...wrap(passedOn, page.width)];
}
