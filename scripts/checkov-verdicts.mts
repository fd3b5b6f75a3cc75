// Records what the real checkov says of every case in test/policy/checkov/*.yaml, with its version: the oracle of test/policy/parity.test.ts.
// Run by hand, with checkov on PATH or in CHECKOV: node --experimental-strip-types scripts/checkov-verdicts.mts
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
function judge(folder: string, framework: string, ids: readonly string[], extra: readonly string[] = []): Report | undefined {
  const only = ids.length === 0 ? [] : ['--check', ids.join(',')];
  const args = [
    '-d',
    folder,
    '--framework',
    framework,
    ...only,
    '-o',
    'json',
    '--skip-download',
    '--soft-fail',
    '--download-external-modules',
    'false',
    ...extra,
  ];
  const { BC_API_KEY: _key, ...environment } = process.env;
  const text = execFileSync(checkov, args, {
    env: { ...environment, LOG_LEVEL: 'ERROR', CKV_SKIP_PACKAGE_UPDATE_CHECK: 'true' },
    maxBuffer: 1 << 30,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const report = JSON.parse(text) as Report | readonly Report[];
  return [report].flat().find((one) => one.check_type === framework);
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

function recordTerraform(): void {
  const files = readdirSync(tables)
    .filter((file) => file.endsWith('.yaml') && file !== secretsTable)
    .sort();
  const documents = files.map((file) => ({ file, table: load(file) }));
  const report = inTemporary((root) => {
    for (const { table } of documents)
      for (const [index, one] of cases(table).entries()) {
        const folder = join(root, folderOf(String(table.get('checkov')), index));
        mkdirSync(folder);
        writeFileSync(join(folder, 'main.tf'), program((one.get('terraform') as YAMLMap).toJSON() as Terraform));
      }
    return judge(
      root,
      'terraform',
      documents.map(({ table }) => String(table.get('checkov'))),
    );
  });
  if (report === undefined) throw new Error('checkov said nothing');
  if (report.summary.parsing_errors > 0) throw new Error(`checkov could not parse ${report.summary.parsing_errors} cases`);
  const verdicts = new Map<string, string>();
  for (const {
    check_id: id,
    file_path: path,
    resource,
    check_result: { result },
  } of [...report.results.passed_checks, ...report.results.failed_checks])
    verdicts.set(`${id} ${dirname(path).slice(1)} ${resource}`, result.toLowerCase());
  for (const { file, table } of documents) {
    const id = String(table.get('checkov'));
    table.set('version', report.summary.checkov_version);
    for (const [index, one] of cases(table).entries()) {
      one.set('checkov', verdicts.get(`${id} ${folderOf(id, index)} ${judgedIn((one.get('terraform') as YAMLMap).toJSON() as Terraform)}`) ?? 'unknown');
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
  if (report === undefined) throw new Error('checkov found no secret at all');
  table.set('version', report.summary.checkov_version);
  for (const [index, one] of cases(table).entries()) {
    const found = report.results.failed_checks.filter(({ file_path: path }) => dirname(path).slice(1) === folderOf('secret', index));
    one.set('checkov', table.createNode([...new Set(found.map(({ check_id: id }) => id))].sort(), { flow: true }));
  }
  save(secretsTable, table);
}

recordTerraform();
recordSecrets();
