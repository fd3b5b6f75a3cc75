// hx outputs: addresses and names of what is there, from the stack exports; asks neither engine nor cloud.
import { randomUUID } from 'node:crypto';
import { HxError } from '../../automation/errors';
import { nearest } from '../../automation/nearest';
import type { TargetOutputs } from '../../automation';
import type { Json } from '../../automation/json';
import { command } from '../command';
import { cloud, output, selection } from '../common-options';
import { outputFormats, outputLines, outputsObject, valueText } from '../formats/outputs';
import type { Io } from '../io';
import { choice } from '../option';
import { jsonLine } from '../render/ndjson';
import { tableLines, type Column } from '../render/table';
import { printable } from '../render/text';
import { cloudLabel } from '../render/words';

const options = {
  ...selection,
  ...cloud,
  format: choice('--format <name>', 'for other programs: env (export lines), dotenv, github (GITHUB_OUTPUT), azdo (Azure Pipelines)', outputFormats),
  ...output,
};

export const definition = command({
  description:
    'Prints the outputs of the last update of each chosen target: resource group, storage account, Key Vault, registry, Databricks, Data Factory, live slot. With a name: that value alone. Secret outputs are named, never printed. Several targets at once get prefixed names in --format.',
  arguments: [{ name: 'output', description: 'one output by name: its value alone', isRequired: false }],
  options,
  examples: [
    { command: 'hx outputs --env dev --cloud local', about: 'a table' },
    { command: 'hx outputs databricksUrl --env dev --region eastus', about: 'one value, for a script' },
    { command: 'hx outputs --env dev --format github >> "$GITHUB_OUTPUT"', about: 'databricks_url=…, storage_account=… for later steps' },
    { command: 'eval "$(hx outputs --env dev --format env)"', about: 'into the shell' },
  ],
  exits: ['authentication', 'stackNotFound'],
  run: async (context, given, [name]) => {
    const { io, isJson } = context;
    if (isJson && given.format !== undefined) throw new HxError('usage', '--json and --format exclude each other.', { suggestion: 'leave one of them out' });
    if (name !== undefined && given.format !== undefined)
      throw new HxError('usage', '--format prints all outputs; a single one is printed as it is.', { suggestion: 'leave --format out' });
    const app = await context.app();
    const chosen = await app.choose(given, given.cloud);
    const programs = await app.programs();
    const { readOutputs } = await import('../../automation');
    const all = await Promise.all(chosen.targets.map((target) => readOutputs(app.paths, target, programs, chosen.cloud)));
    const infrastructure = programs.filter(({ phase }) => phase === 'infrastructure');
    const absent = all.find(({ missing }) => missing.length === infrastructure.length);
    if (absent !== undefined) {
      const suggestion = `hx up --env ${absent.env} --region ${absent.region}${given.cloud === undefined ? '' : ` --cloud ${given.cloud}`}`;
      throw new HxError('stackNotFound', `${absent.target} has no outputs on ${cloudLabel(chosen.cloud)}: it was never updated, or it is destroyed.`, {
        target: absent.target,
        suggestion,
      });
    }
    if (name !== undefined) printSingle(name, all, isJson, io);
    else if (isJson) io.stdout.print(jsonLine(outputsObject(all)));
    else if (given.format !== undefined) io.stdout.print(...outputLines(all, given.format, `hx_${randomUUID()}`));
    else printTables(all, chosen.cloud, io);
    return 'ok';
  },
});

function printSingle(name: string, all: readonly TargetOutputs[], isJson: boolean, io: Io): void {
  const [only, ...others] = all;
  if (only === undefined || others.length > 0)
    throw new HxError('usage', `A single output is of one target; ${all.length} are chosen.`, {
      suggestion: `hx outputs ${name} --env ${only?.env ?? 'dev'} --region ${only?.region ?? 'eastus'}`,
    });
  if (only.secretOutputs.includes(name))
    throw new HxError('usage', `${name} is secret and is not printed.`, { suggestion: 'pulumi stack output --show-secrets' });
  const value = Object.hasOwn(only.outputs, name) ? only.outputs[name] : undefined;
  if (value === undefined) {
    const close = nearest(name, Object.keys(only.outputs));
    throw new HxError(
      'usage',
      `${only.target} has no output '${printable(name)}'; it has ${Object.keys(only.outputs).join(', ')}.`,
      close === undefined ? {} : { suggestion: `hx outputs ${close}` },
    );
  }
  io.stdout.print(isJson ? jsonLine({ version: 1, env: only.env, region: only.region, name, value }) : valueText(value));
}

interface OutputRow {
  readonly name: string;
  readonly value: Json;
}

const columns: readonly Column<OutputRow>[] = [
  { title: 'output', isPriority: true, cell: ({ name }) => printable(name) },
  { title: 'value', isPriority: true, isWhole: true, cell: ({ value }) => printable(valueText(value)) },
];

function printTables(all: readonly TargetOutputs[], cloudName: string, io: Io): void {
  for (const { target, outputs, secretOutputs, missing } of all) {
    const rows = [
      ...Object.entries(outputs).map(([name, value]) => ({ name, value })),
      ...secretOutputs.filter((name) => !Object.hasOwn(outputs, name)).map((name) => ({ name, value: '[secret]' })),
    ];
    io.stdout.print(`${io.stdout.style.bold(target)} on ${cloudLabel(cloudName)}`, ...tableLines(columns, rows, io.stdout.tableWidth(), io.stdout.style));
    if (missing.length > 0) io.stdout.print(io.stdout.style.yellow(`! not updated yet: ${missing.join(', ')}`));
    io.stdout.print('');
  }
}
