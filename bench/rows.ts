// The rows of the benchmark table: what is measured, against whom, and the bound that the design sets.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCost } from './create-cost';
import type { HxRequest } from './hx-operation';
import { compare, median, run, type Measured } from './measure';
import type { BareRequest } from './rivals/bare-automation';

export interface Row {
  readonly name: string;
  readonly rival: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: number;
  readonly bound: number;
  readonly unit: '×' | 'ms' | 'exponent';
}

export interface Site {
  readonly root: string;
  readonly node: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const seconds = (ms: number): string => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`);

export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hx-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const hx = (site: Site, home: string, args: readonly string[]): Promise<Measured> =>
  run({ file: join(site.root, 'hx'), args, environment: { ...site.environment, HX_HOME: home } });

function script(site: Site, home: string, name: string, request: HxRequest | BareRequest, sampleMemory: boolean): Promise<Measured> {
  const file = join(home, 'request.json');
  mkdirSync(join(home, 'state'), { recursive: true });
  writeFileSync(file, JSON.stringify(request));
  const args = ['--disable-warning=ExperimentalWarning', join(site.root, 'dist/bench', name), file];
  return run({ file: site.node, args, environment: site.environment, sampleMemory });
}

const bare = (site: Site, home: string, programs: BareRequest['programs'], stack: string, sampleMemory: boolean): Promise<Measured> =>
  script(site, home, 'rivals/bare-automation.js', { home, engineRoot: join(site.engine, '../..'), stack, programs }, sampleMemory);

const storageAccounts = (site: Site): string => join(site.root, 'dist/bench/programs/storage-accounts.js');

const hxPreviewOf = (site: Site, home: string, count: number, sampleMemory: boolean): Promise<Measured> => {
  const { root, engine, engineVersion } = site;
  return script(site, home, 'hx-operation.js', { root, home, engine, engineVersion, kind: 'preview', module: storageAccounts(site), count }, sampleMemory);
};

/** `hx --help` against a bare node process. */
export async function helpLatency(site: Site): Promise<Row> {
  const [ours, theirs] = await inFolder((home) =>
    compare(
      () => hx(site, home, ['--help']),
      () => run({ file: site.node, args: ['-e', '0'], environment: site.environment }),
      15,
    ),
  );
  return row('hx --help', 'node -e 0', ours, theirs, 2);
}

/** The first preview of one target, both programs, against the same programs by the bare Automation API; whole processes, empty state. */
export async function onePreview(site: Site, settings: object): Promise<Row> {
  const program = (name: string) => join(site.root, `dist/infra/programs/${name}.js`);
  const input = { env: 'dev', region: 'eastus', isPrimary: true, cloud: 'local', settings, upstream: {} };
  const programs = [
    { project: 'hiscox-etl', module: program('platform'), input },
    { project: 'hiscox-etl-lakehouse', module: program('lakehouse'), input },
  ];
  const [ours, theirs] = await compare(
    () => inFolder((home) => hx(site, home, ['preview', '--env', 'dev', '--region', 'eastus', '--cloud', 'local', '--json'])),
    () => inFolder((home) => bare(site, home, programs, 'dev-eastus', false)),
    5,
  );
  return row('hx preview, one target', 'bare Automation API', ours, theirs, 1);
}

/** Time and memory of a preview of 1,000 storage accounts. */
export async function thousandResources(site: Site): Promise<readonly Row[]> {
  const input = { region: 'eastus', settings: { count: 1000 } };
  const [ours, theirs] = await compare(
    () => inFolder((home) => hxPreviewOf(site, home, 1000, true)),
    () => inFolder((home) => bare(site, home, [{ project: 'hx-bench', module: storageAccounts(site), input }], 'dev-eastus', true)),
    3,
  );
  const memory = (run: Measured): string => `${(run.peakMb / 1024).toFixed(2)} GB`;
  return [
    row('preview, 1,000 resources: time', 'bare Automation API', ours, theirs, 0.4),
    {
      name: 'preview, 1,000 resources: peak memory of all processes',
      rival: 'bare Automation API',
      ours: memory(ours),
      theirs: memory(theirs),
      ratio: ours.peakMb / theirs.peakMb,
      bound: 0.5,
      unit: '×',
    },
  ];
}

/** What the policies add to a preview by the bare Automation API, the start of their process included. */
export async function policyCost(site: Site): Promise<readonly Row[]> {
  const at = async (count: number, rounds: number): Promise<Row> => {
    const programs = [{ project: 'hx-bench', module: storageAccounts(site), input: { region: 'eastus', settings: { count } } }];
    const preview = (policiesOf: { readonly policiesOf?: string }) =>
      inFolder((home) =>
        script(site, home, 'rivals/bare-automation.js', { home, engineRoot: join(site.engine, '../..'), stack: 'dev-eastus', programs, ...policiesOf }, false),
      );
    const [judged, unjudged] = await compare(
      () => preview({ policiesOf: site.root }),
      () => preview({}),
      rounds,
    );
    return {
      name: `policies: added to a preview of ${count.toLocaleString('en')} storage accounts`,
      rival: 'the same without',
      ours: seconds(judged.ms),
      theirs: seconds(unjudged.ms),
      ratio: judged.ms - unjudged.ms,
      bound: 500 + count,
      unit: 'ms',
    };
  };
  return [await at(10, 7), await at(1000, 5)];
}

/** `hx up` of prod's three regions against one of them, every call to the cloud taking 0.5 s. */
export async function threeRegions(site: Site): Promise<Row> {
  const up = (regions: readonly string[]) =>
    inFolder(async (home) => {
      await hx(site, home, ['cloud', 'latency', '500']);
      return hx(site, home, ['up', '--env', 'prod', ...regions.flatMap((region) => ['--region', region]), '--cloud', 'local', '--yes', '--json']);
    });
  const [ours, theirs] = await compare(
    () => up([]),
    () => up(['eastus']),
    3,
  );
  return row('hx up, three regions, 0.5 s a call', 'one region', ours, theirs, 1.3);
}

/** The local cloud's create, in process, with its commit. */
export async function localCreate(): Promise<Row> {
  const ms = await inFolder((folder) => Promise.resolve(createCost(folder)));
  return { name: 'local cloud, one create', rival: 'none', ours: `${ms.toFixed(2)} ms`, theirs: '-', ratio: ms, bound: 2, unit: 'ms' };
}

/** Exponent of the time of a preview between 100 and 2,000 resources, whole process. */
export async function growth(site: Site): Promise<Row> {
  const at = async (count: number): Promise<number> => {
    const runs: number[] = [];
    for (let round = 0; round < 3; round++) runs.push((await inFolder((home) => hxPreviewOf(site, home, count, false))).ms);
    return median(runs);
  };
  const small = await at(100);
  const large = await at(2000);
  const exponent = Math.log(large / small) / Math.log(2000 / 100);
  return {
    name: 'growth of a preview, 100 → 2,000 resources',
    rival: 'none',
    ours: `${seconds(small)} → ${seconds(large)}`,
    theirs: '-',
    ratio: exponent,
    bound: 1.1,
    unit: 'exponent',
  };
}

export function row(name: string, rival: string, ours: Measured, theirs: Measured, bound: number): Row {
  return { name, rival, ours: seconds(ours.ms), theirs: seconds(theirs.ms), ratio: ours.ms / theirs.ms, bound, unit: '×' };
}
