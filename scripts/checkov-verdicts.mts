// Records what the real checkov says of every case in test/policy/checkov/*.yaml, with its version: the oracle of test/policy/parity.test.ts.
// Run by hand, with checkov on PATH or in CHECKOV: node --experimental-strip-types scripts/checkov-verdicts.mts
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseDocument, isMap, isSeq, type Document, type YAMLMap } from 'yaml';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Body = { readonly [key: string]: Json };
/** Resource type → name → body, as under "resource" in Terraform's JSON syntax; the first one is judged. */
type Terraform = { readonly [type: string]: { readonly [name: string]: Body } };
interface Finding {
  readonly check_id: string;
  readonly file_path: string;
  readonly resource: string;
  readonly check_result: { readonly result: string };
}
interface Report {
  readonly check_type: string;
  readonly results: { readonly passed_checks: readonly Finding[]; readonly failed_checks: readonly Finding[] };
  readonly summary: { readonly checkov_version: string; readonly parsing_errors: number };
}

const tables = join(dirname(process.argv[1] ?? ''), '..', 'test/policy/checkov');
const checkov = process.env['CHECKOV'] ?? 'checkov';
/** Ids of test/policy/checkov/secrets.yaml are judged by another framework. */
const secretsTable = 'secrets.yaml';

/** Attributes that are maps, not blocks. */
const maps = new Set(['tags']);
const isBody = (value: Json): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

function expression(value: Json): string {
  if (typeof value === 'string') return /^\$\{[^}]*\}$/.test(value) ? value.slice(2, -1) : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => expression(item)).join(', ')}]`;
  if (isBody(value))
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)} = ${expression(item)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}

/** Terraform's JSON syntax as HCL: checkov's terraform framework reads no .tf.json. Objects become blocks. */
function hcl(body: Body, indent: string): string {
  return Object.entries(body)
    .map(([key, value]) => {
      const blocks = isBody(value) ? [value] : Array.isArray(value) && value.length > 0 && value.every(isBody) ? (value as readonly Body[]) : undefined;
      if (blocks === undefined || maps.has(key)) return `${indent}${key} = ${expression(value)}\n`;
      return blocks.map((block) => `${indent}${key} {\n${hcl(block, `${indent}  `)}${indent}}\n`).join('');
    })
    .join('');
}

const program = (terraform: Terraform): string =>
  Object.entries(terraform)
    .flatMap(([type, named]) => Object.entries(named).map(([name, body]) => `resource "${type}" "${name}" {\n${hcl(body, '  ')}}\n`))
    .join('\n');

/** Address of the resource that is judged: the first one. */
const judgedIn = (terraform: Terraform): string =>
  Object.entries(terraform)
    .slice(0, 1)
    .map(([type, named]) => `${type}.${Object.keys(named)[0] ?? ''}`)
    .join('');

/** Runs checkov once over a folder; makes no calls out. */
function judge(folder: string, framework: string, ids: readonly string[]): Report {
  const only = ids.length === 0 ? [] : ['--check', ids.join(',')];
  const args = ['-d', folder, '--framework', framework, ...only, '-o', 'json', '--skip-download', '--soft-fail', '--download-external-modules', 'false'];
  const { BC_API_KEY: _key, ...environment } = process.env;
  const text = execFileSync(checkov, args, {
    env: { ...environment, LOG_LEVEL: 'ERROR', CKV_SKIP_PACKAGE_UPDATE_CHECK: 'true' },
    maxBuffer: 1 << 30,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const report = JSON.parse(text) as Report | readonly Report[];
  const found = [report].flat().find((one) => one.check_type === framework);
  if (found === undefined) throw new Error(`checkov's ${framework} framework said nothing`);
  if (found.summary.parsing_errors > 0) throw new Error(`checkov's ${framework} framework could not parse ${found.summary.parsing_errors} cases`);
  return found;
}

const cases = (table: Document): readonly YAMLMap[] => {
  const list = table.get('cases');
  return isSeq(list) ? list.items.filter((item): item is YAMLMap => isMap(item)) : [];
};
const folderOf = (id: string, index: number): string => `${id}-${String(index).padStart(2, '0')}`;
const load = (file: string): Document => parseDocument(readFileSync(join(tables, file), 'utf8'), { logLevel: 'error' });
function save(file: string, table: Document): void {
  writeFileSync(join(tables, file), table.toString({ lineWidth: 160, singleQuote: true }));
}

function inTemporary<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'hx-checkov-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Recorded {
  readonly file: string;
  readonly id: string;
  readonly table: Document;
}

function writeCase(folder: string, one: YAMLMap): void {
  const { terraform, arm } = one.toJSON() as { readonly terraform?: Terraform; readonly arm?: Body };
  mkdirSync(folder);
  if (terraform !== undefined) writeFileSync(join(folder, 'main.tf'), program(terraform));
  const template = { $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', contentVersion: '1.0.0.0', ...arm };
  if (arm !== undefined) writeFileSync(join(folder, 'template.json'), JSON.stringify(template, undefined, 2));
}

/** Check id and folder, with the resource's address for Terraform, to verdict. An ARM template holds one resource, or one parameter. */
function verdictsOf(reports: readonly Report[]): ReadonlyMap<string, string> {
  const verdicts = new Map<string, string>();
  for (const { check_type: framework, results } of reports)
    for (const { check_id: id, file_path: path, resource, check_result: said } of [...results.passed_checks, ...results.failed_checks]) {
      const where = dirname(path).slice(1);
      verdicts.set(framework === 'terraform' ? `${id} ${where} ${resource}` : `${id} ${where}`, said.result.toLowerCase());
    }
  return verdicts;
}

/** Every case in a folder of its own, judged by one run for Terraform and one for ARM templates. */
function recordResources(): void {
  const tableFiles = readdirSync(tables).filter((file) => file.endsWith('.yaml') && file !== secretsTable);
  const recorded: readonly Recorded[] = tableFiles.sort().map((file) => ({ file, id: basename(file, '.yaml'), table: load(file) }));
  const ids = recorded.map(({ id }) => id);
  const reports = inTemporary((root) => {
    for (const { id, table } of recorded) for (const [index, one] of cases(table).entries()) writeCase(join(root, folderOf(id, index)), one);
    return ['terraform', 'arm'].map((framework) => judge(root, framework, ids));
  });
  const verdicts = verdictsOf(reports);
  for (const { file, id, table } of recorded) {
    table.set('version', reports[0]?.summary.checkov_version);
    for (const [index, one] of cases(table).entries()) {
      const { terraform } = one.toJSON() as { readonly terraform?: Terraform };
      const key = terraform === undefined ? `${id} ${folderOf(id, index)}` : `${id} ${folderOf(id, index)} ${judgedIn(terraform)}`;
      one.set('checkov', verdicts.get(key) ?? 'unknown');
    }
    save(file, table);
  }
}

/** One string a file, as the value of a local of Terraform; records which ids found something in it. */
function recordSecrets(): void {
  const table = load(secretsTable);
  const report = inTemporary((root) => {
    for (const [index, one] of cases(table).entries()) {
      const { key, parts } = one.toJSON() as { readonly key: string; readonly parts: readonly string[] };
      const folder = join(root, folderOf('secret', index));
      mkdirSync(folder);
      writeFileSync(join(folder, 'main.tf'), `locals {\n  ${key} = ${expression(parts.join(''))}\n}\n`);
    }
    return judge(root, 'secrets', []);
  });
  table.set('version', report.summary.checkov_version);
  for (const [index, one] of cases(table).entries()) {
    const found = report.results.failed_checks.filter(({ file_path: path }) => dirname(path).slice(1) === folderOf('secret', index));
    one.set('checkov', table.createNode([...new Set(found.map(({ check_id: id }) => id))].sort(), { flow: true }));
  }
  save(secretsTable, table);
}

recordResources();
recordSecrets();
