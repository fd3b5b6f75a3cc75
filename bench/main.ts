// `npm run bench`: measures every row that exists, prints the table and writes bench/results.md. `npm run bench -- help growth` measures some.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../automation/pulumi/engine';
import { loadEnvironments, regionSettings } from '../infra';
import { growth, helpLatency, localCreate, onePreview, policyCost, thousandResources, threeRegions, type Row, type Site } from './rows';

const root = join(__dirname, '../..');

async function site(): Promise<Site> {
  const cache = process.env['HX_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '/', '.cache'), 'hx');
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
};

function line(row: Row): string {
  const figure = row.unit === '×' ? `${row.ratio.toFixed(2)} ×` : row.unit === 'ms' ? `${row.ratio.toFixed(2)} ms` : row.ratio.toFixed(2);
  const bound = row.unit === '×' ? `${row.bound} ×` : row.unit === 'ms' ? `${row.bound} ms` : `${row.bound}`;
  return `| ${row.name} | ${row.ours} | ${row.rival} | ${row.theirs} | ${figure} | ${bound} | ${row.ratio <= row.bound ? 'met' : '**missed**'} |`;
}

async function main(): Promise<void> {
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !(name in measures));
  if (unknown.length > 0) throw new Error(`no such row: ${unknown.join(', ')}; there are ${Object.keys(measures).join(', ')}`);
  const where = await site();
  const table = ['| what | hx | rival | rival took | figure | bound | |', '| --- | --- | --- | --- | --- | --- | --- |'];
  for (const [name, measure] of Object.entries(measures)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    process.stderr.write(`measuring ${name} …\n`);
    table.push(...[await measure(where)].flat().map(line));
  }
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GB, node ${process.version}, engine ${where.engineVersion}`;
  const text = `# Benchmarks\n\nMedians of alternating runs on one machine: ${machine}. Made by \`npm run bench\`.\n\n${table.join('\n')}\n`;
  process.stdout.write(text);
  if (chosen.length === 0) writeFileSync(join(root, 'bench/results.md'), text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
