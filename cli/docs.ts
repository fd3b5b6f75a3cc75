// The reference pages under docs/, made from the command table, the exit codes and the variables, so that they can't lie. Writes nothing.
import { exitCodeMeanings, exitCodes, type ExitReason } from '../automation/exit-codes';
import { groups, type Command, type CommandRow } from './command';
import { passedOn, variableNames, variables, type Variable } from './environment';
import { argumentsText, optionText } from './help';

export interface DocPage {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

const note = '<!-- Made by scripts/generate-docs.mjs from the code; edit that, then run it. -->';
const isReason = (name: string): name is ExitReason => name in exitCodes;
const reasons = Object.keys(exitCodes).filter(isReason);
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Every generated page. */
export async function docPages(rows: readonly CommandRow[]): Promise<readonly DocPage[]> {
  const visible = rows.filter(({ isHidden }) => isHidden !== true);
  const commands = await Promise.all(visible.map(async (row) => ({ row, command: (await row.load()).definition })));
  return [
    { path: 'docs/commands/README.md', text: commandsIndex(visible) },
    ...commands.map(({ row, command }) => ({ path: `docs/commands/${fileOf(row)}`, text: commandPage(row, command) })),
    { path: 'docs/exit-codes.md', text: exitCodesPage() },
    { path: 'docs/environment-variables.md', text: variablesPage() },
  ];
}

const fileOf = ({ name }: CommandRow): string => `${name.replaceAll(' ', '-')}.md`;
const page = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

function commandsIndex(rows: readonly CommandRow[]): string {
  const sections = groups.flatMap((group) => {
    const list = rows.filter((row) => row.group === group).map((row) => `| [\`hx ${row.name}\`](${fileOf(row)}) | ${cell(row.summary)} |`);
    return list.length === 0 ? [] : ['', `## ${group}`, '', '| command | what it does |', '| --- | --- |', ...list];
  });
  return page(
    '# Commands',
    '',
    note,
    '',
    'Each page is what `hx <command> --help` prints. [Exit codes](../exit-codes.md), [environment variables](../environment-variables.md).',
    ...sections,
  );
}

function commandPage(row: CommandRow, command: Command): string {
  const options = Object.values(command.options).map((option) => `| \`${cell(option.flags)}\` | ${cell(optionText(option))} |`);
  const args = (command.arguments ?? []).map(
    ({ name, description, values }) => `| \`${name}\` | ${cell(values === undefined ? description : `${description} (${values.join(', ')})`)} |`,
  );
  const exits = ['ok' as const, ...(command.exits ?? []), 'failure' as const, 'usage' as const].toSorted((a, b) => exitCodes[a] - exitCodes[b]);
  return page(
    `# hx ${row.name}`,
    '',
    note,
    '',
    `${row.summary.charAt(0).toUpperCase()}${row.summary.slice(1)}.`,
    '',
    command.description,
    '',
    '```',
    `hx ${row.name}${argumentsText(command)} [options]`,
    '```',
    '',
    '## Examples',
    '',
    ...command.examples.flatMap(({ command: line, about }) => [`${about.charAt(0).toUpperCase()}${about.slice(1)}:`, '', '```sh', line, '```', '']),
    ...(args.length === 0 ? [] : ['## Arguments', '', '| argument | meaning |', '| --- | --- |', ...args, '']),
    ...(options.length === 0 ? [] : ['## Options', '', '| option | meaning |', '| --- | --- |', ...options, '']),
    '## Exit codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...exits.map((reason) => `| ${exitCodes[reason]} | ${exitCodeMeanings[reason]} |`),
  );
}

function exitCodesPage(): string {
  return page(
    '# Exit codes',
    '',
    note,
    '',
    'A public contract. The numbers up to 9 and 255 are those of Pulumi; the others are ours. With several targets, the first failure decides.',
    '',
    '| code | name | meaning |',
    '| --- | --- | --- |',
    ...reasons.map((reason) => `| ${exitCodes[reason]} | \`${reason}\` | ${exitCodeMeanings[reason]} |`),
  );
}

function variablesPage(): string {
  const list = variableNames.map((name) => {
    const { about, fallback, isSecret }: Variable = variables[name];
    return `| \`${name}\` | ${cell(about)}${isSecret === true ? ' Secret: never printed or logged.' : ''} | ${fallback === undefined ? '' : cell(fallback)} |`;
  });
  return page(
    '# Environment variables',
    '',
    note,
    '',
    'Flags win over variables. A variable that starts with `HX_` and is not in this table is warned about.',
    '',
    '| variable | meaning | default |',
    '| --- | --- | --- |',
    ...list,
    '',
    passedOn,
  );
}
