// `npm run bench`: measures every row that exists, prints the table and writes bench/results.md. `npm run bench -- help growth` measures
// some, and puts them in the place of their rows.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../automation/pulumi/engine';
import { loadEnvironments, regionSettings } from '../infra';
import { policyChecks } from './policy/rows';
import { growth, helpLatency, localCreate, onePreview, policyCost, thousandResources, threeRegions, type Row, type Site } from './rows';

const root = join(__dirname, '../..');

const cache = process.env['HX_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '/', '.cache'), 'hx');
const results = join(root, 'bench/results.md');

async function site(): Promise<Site> {
  const engine = await ensureEngine({ root, cache, environment: process.env, report: ({ message }) => process.stderr.write(`${message}\n`) });
  const { HX_HOME: _home, HX_CLOUD: _cloud, ...environment } = process.env;
  return { root, node: process.execPath, engine: engine.binary, engineVersion: engine.version, environment };
}

async function devSettings(): Promise<object> {
  const loaded = await loadEnvironments(join(root, 'infra/environments'));
  if ('problems' in loaded) throw new Error('infra/environments is not valid: run ./hx config validate');
  const dev = loaded.environments.find((environment) => environment.environment === 'dev');
  if (dev === undefined) throw new Error('infra/environments has no dev.yaml');
  return regionSettings(dev, 'eastus');
}

type Measure = (site: Site) => Promise<Row | readonly Row[]>;
const measures: Readonly<Record<string, Measure>> = {
  help: helpLatency,
  create: () => localCreate(),
  preview: async (where) => onePreview(where, await devSettings()),
  thousand: thousandResources,
  growth,
  regions: threeRegions,
  policies: policyCost,
  policy: (where) => policyChecks(where, cache),
};

function line(row: Row): string {
  const figure = row.unit === '×' ? `${row.ratio.toFixed(row.ratio < 0.1 ? 3 : 2)} ×` : row.unit === 'ms' ? `${row.ratio.toFixed(2)} ms` : row.ratio.toFixed(2);
  const bound = row.unit === '×' ? `${row.bound} ×` : row.unit === 'ms' ? `${row.bound} ms` : `${row.bound}`;
  return `| ${row.name} | ${row.ours} | ${row.rival} | ${row.theirs} | ${figure} | ${bound} | ${row.ratio <= row.bound ? 'met' : '**missed**'} |`;
}

async function main(): Promise<void> {
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !(name in measures));
  if (unknown.length > 0) throw new Error(`no such row: ${unknown.join(', ')}; there are ${Object.keys(measures).join(', ')}`);
  const where = await site();
  const lines: string[] = [];
  for (const [name, measure] of Object.entries(measures)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    process.stderr.write(`measuring ${name} …\n`);
    lines.push(...[await measure(where)].flat().map(line));
  }
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GB, node ${process.version}, engine ${where.engineVersion}`;
  const kept = chosen.length === 0 ? [] : measuredRows(readFileSync(results, 'utf8'));
  const text = `# Benchmarks\n\nMedians of alternating runs on one machine: ${machine}. Made by \`npm run bench\`.\n\n${[...head, ...merged(kept, lines)].join('\n')}\n`;
  process.stdout.write(text);
  writeFileSync(results, text);
}

const head = ['| what | hx | rival | rival took | figure | bound | |', '| --- | --- | --- | --- | --- | --- | --- |'];
const measuredRows = (text: string): readonly string[] => text.split('\n').filter((one) => one.startsWith('| ') && !head.includes(one));

/** New rows take the place of those with the same name; others follow. */
function merged(kept: readonly string[], lines: readonly string[]): readonly string[] {
  const nameOf = (one: string): string => one.split(' | ')[0] ?? '';
  const fresh = new Map(lines.map((one) => [nameOf(one), one]));
  const known = new Set(kept.map(nameOf));
  return [...kept.map((one) => fresh.get(nameOf(one)) ?? one), ...lines.filter((one) => !known.has(nameOf(one)))];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
