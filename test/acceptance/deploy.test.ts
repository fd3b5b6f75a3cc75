import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hx, place, removePlaces, startHx, type Place, type Run } from '../support/cli';
import { describeWithDaemon } from '../support/docker/daemon';

// Whole deliveries on the local cloud: a real PostgreSQL, real dbt, real pytest, and where a daemon runs real images.
jest.setTimeout(900_000);
afterAll(removePlaces);

const dev = ['--env', 'dev', '--region', 'eastus', '--cloud', 'local'];
const withoutImages = ['--skip', 'images', '--yes', '--json'];

interface Step {
  readonly step: string;
  readonly state: string;
  readonly message?: string;
  readonly attempts: number;
  readonly error?: { readonly message: string };
}
interface Summary {
  readonly exitCode: number;
  readonly results: readonly {
    readonly live?: string;
    readonly slot?: string;
    readonly folder: string;
    readonly images?: Record<string, string>;
    readonly steps: readonly Step[];
  }[];
}
const summaryOf = ({ stdout }: Run): Summary => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Summary;
const resultOf = (run: Run): Summary['results'][number] => {
  const [result] = summaryOf(run).results;
  if (result === undefined) throw new Error(run.stdout);
  return result;
};
const statesOf = (run: Run): Readonly<Record<string, string>> => Object.fromEntries(resultOf(run).steps.map(({ step, state }) => [step, state]));

const python = (at: Place): string => {
  const cache = process.env['HX_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '', '.cache'), 'hx');
  void at;
  return (
    execFileSync('sh', [join(__dirname, '..', '..', 'scripts', 'bring-python')], { encoding: 'utf8', env: { ...process.env, HX_CACHE: cache } }).split(
      '\n',
    )[0] ?? ''
  );
};
const generated = (at: Place, name: string, ...dirt: readonly string[]): string => {
  const out = join(at.home, name);
  const args = ['-m', 'etl', 'generate', '--out', out, '--rows', '2000', '--seed', '11', '--as-of', new Date().toISOString().slice(0, 10), ...dirt];
  execFileSync(python(at), args, { cwd: join(__dirname, '..', '..', 'app'), stdio: 'pipe' });
  return out;
};
/** One number out of the target's warehouse, which is opened as hx does it. */
const ask = (at: Place, statement: string): number => {
  const script = `
    const { openWarehouse } = require(${JSON.stringify(join(__dirname, '..', '..', 'dist', 'localcloud'))});
    const { execFileSync } = require('node:child_process');
    (async () => {
      const session = await openWarehouse({ folder: process.argv[1], python: process.argv[2], database: 'dev_eastus' });
      const code = 'import psycopg, sys; print(psycopg.connect("", autocommit=True).execute(sys.argv[1]).fetchone()[0])';
      try { process.stdout.write(execFileSync(process.argv[2], ['-c', code, process.argv[3]], { env: { ...process.env, ...session.environment }, encoding: 'utf8' })); }
      finally { await session.stop(); }
    })();`;
  const folder = join(at.home, '.hx', 'cloud', 'warehouse');
  return Number(execFileSync(process.execPath, ['-e', script, folder, python(at), statement], { encoding: 'utf8' }));
};
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));

const up = (): Place => {
  const at = place();
  expect(hx(at, ['up', ...dev, '--yes'])).toMatchObject({ code: 0 });
  return at;
};

test('a delivery fills the idle slot, passes its gates and goes live; a second one does nothing; a gate that fails changes nothing for readers', () => {
  const at = up();
  const good = generated(at, 'good');
  const first = hx(at, ['deploy', ...dev, ...withoutImages, '--source', good]);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(statesOf(first)).toMatchObject({
    exports: 'succeeded',
    images: 'skipped',
    // There is no volume to put it into.
    package: 'unchanged',
    ingest: 'succeeded',
    transform: 'succeeded',
    tests: 'succeeded',
    quality: 'succeeded',
    switch: 'succeeded',
  });
  expect(resultOf(first)).toMatchObject({ slot: 'blue', live: 'blue' });
  const policies = ask(at, 'SELECT count(*) FROM insurance.policies');
  expect(policies).toBe(2000);
  expect(ask(at, 'SELECT count(*) FROM insurance.loss_ratio_by_month')).toBeGreaterThan(0);
  expect(ask(at, "SELECT count(*) FROM pg_views WHERE schemaname = 'insurance' AND viewname LIKE 'etl%'")).toBe(0);

  const second = hx(at, ['deploy', ...dev, ...withoutImages, '--source', good]);
  expect(second.code).toBe(0);
  expect(statesOf(second)).toMatchObject({ slot: 'unchanged', ingest: 'unchanged', transform: 'unchanged', quality: 'unchanged', switch: 'unchanged' });
  expect(resultOf(second).steps.find(({ step }) => step === 'slot')?.message).toContain(
    'blue has been live with this commit, this configuration and these files since',
  );

  const bad = hx(at, ['deploy', ...dev, ...withoutImages, '--source', generated(at, 'bad', '--missing-customer-id', '0.02')]);
  expect(bad.code).toBe(11);
  expect(statesOf(bad)).toMatchObject({ ingest: 'succeeded', quality: 'failed', switch: 'skipped' });
  const why = resultOf(bad).steps.find(({ step }) => step === 'quality')?.error?.message ?? '';
  expect(why).toMatch(/policies\.customer_id: completeness 0\.98\d* does not meet 0\.99: 40 of 2000 rows have no customer_id, such as POL-\d+/);
  expect(resultOf(bad)).toMatchObject({ slot: 'green', live: 'blue' });
  expect(ask(at, 'SELECT count(*) FROM insurance.policies WHERE customer_id IS NULL')).toBe(0);
  expect(hx(at, ['outputs', 'liveSlot', ...dev]).stdout).toBe('blue\n');
  expect(hx(at, ['status', ...dev]).stdout).toMatch(/dev-eastus: blue is live with [0-9a-f]{12}\+?, .*failed at (tests|quality)/);

  // What the failed delivery left in the idle slot is gone when the next one starts from what readers have.
  const outOfRange = hx(at, ['deploy', ...dev, ...withoutImages, '--source', generated(at, 'range', '--premium-out-of-range', '0.06')]);
  expect(outOfRange.code).toBe(11);
  expect(resultOf(outOfRange).steps.find(({ step }) => step === 'quality')?.error?.message).toMatch(/policies\.premium: .*0\.94\d*.*0\.95/);
  const corrected = hx(at, ['deploy', ...dev, ...withoutImages, '--source', good, '--again']);
  expect(corrected.code).toBe(0);
  expect(resultOf(corrected)).toMatchObject({ slot: 'green', live: 'green' });
  expect(ask(at, 'SELECT count(*) FROM insurance.policies')).toBe(policies);

  // The password is in one file, mode 0600, and in nothing that a delivery wrote.
  const [passFile] = filesBelow(join(at.home, '.hx', 'cloud', 'warehouse')).filter((file) => /pass/.test(file));
  if (passFile === undefined) throw new Error('the warehouse has no file with its password');
  expect(statSync(passFile).mode & 0o077).toBe(0);
  const password = readFileSync(passFile, 'utf8').trim().split(':').at(-1) ?? '';
  expect(password.length).toBeGreaterThan(15);
  const written = [join(at.home, '.hx', 'deliveries'), join(at.home, '.hx', 'audit')].flatMap(filesBelow);
  expect(written.length).toBeGreaterThan(20);
  expect(written.filter((file) => readFileSync(file).includes(password))).toEqual([]);

  // A running trigger can't be changed or deleted in Azure: hx stops it first.
  expect(hx(at, ['drift', ...dev]).code).toBe(0);
  expect(hx(at, ['destroy', ...dev, '--yes'])).toMatchObject({ code: 0 });
  expect(hx(at, ['outputs', 'liveSlot', ...dev]).code).toBe(6);
  // What was loaded went with the workspace.
  expect(ask(at, "SELECT count(*) FROM pg_tables WHERE schemaname LIKE 'insurance%'")).toBe(0);
});

test('kill -9 in the middle of a step, then --resume: it ends well, and nothing is loaded twice', async () => {
  const at = up();
  const source = generated(at, 'landing');
  for (const victim of ['ingest', 'transform']) {
    const run = startHx(at, ['deploy', ...dev, ...withoutImages, '--source', source, '--again']);
    run.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(`"step-started"`) && chunk.toString().includes(`"step":"${victim}"`)) run.kill('SIGKILL');
    });
    const [, signal] = (await once(run, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect(hx(at, ['status', ...dev]).stdout).toMatch(new RegExp(`interrupted at ${victim}`));
    const resumed = hx(at, ['deploy', ...dev, '--yes', '--json', '--resume']);
    expect(resumed).toMatchObject({ code: 0 });
    expect(resultOf(resumed).steps.find(({ step }) => step === victim)?.attempts).toBe(2);
    expect(resultOf(resumed).steps.find(({ step }) => step === 'landing')?.attempts).toBe(1);
    expect(ask(at, 'SELECT count(*) FROM insurance.policies')).toBe(2000);
    expect(ask(at, 'SELECT count(*) - count(DISTINCT policy_id) FROM insurance.policies')).toBe(0);
  }
});

test('what can not be delivered is refused in a sentence, and nothing is written', () => {
  const at = place();
  const nothing = hx(at, ['deploy', ...dev, '--yes']);
  expect(nothing.code).toBe(6);
  expect(nothing.stdout).toContain('hx up --env dev --region eastus --cloud local');
  expect(hx(at, ['deploy', ...dev])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  expect(hx(at, ['deploy', ...dev, '--yes', '--only', 'qualty'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--only quality') });
  expect(hx(at, ['deploy', '--env', 'prod', '--cloud', 'local', '--yes', '--skip', 'quality']).code).toBe(2);
  expect(existsSync(join(at.home, '.hx', 'slots'))).toBe(false);
});

describe('without a Docker daemon', () => {
  test('the images fail in one sentence with the command that starts one; the rest is delivered up to the switch', () => {
    const at = up();
    const run = hx(at, ['deploy', ...dev, '--yes', '--json', '--source', generated(at, 'landing')], { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(run.code).toBe(1);
    const images = resultOf(run).steps.find(({ step }) => step === 'images');
    expect(images).toMatchObject({
      state: 'failed',
      error: {
        message: expect.stringMatching(/^no Docker daemon listens at unix:\/\/\/nowhere\/docker\.sock$|docker/),
        suggestion: expect.stringContaining('docker'),
      },
    });
    expect(statesOf(run)).toMatchObject({ scan: 'skipped', quality: 'succeeded', switch: 'skipped' });
  });
});

describeWithDaemon('with a Docker daemon', (daemon) => {
  test('images are built once, in the registry by digest, scanned; the second delivery builds nothing and says why', () => {
    const at = up();
    const docker = { DOCKER_HOST: daemon().host };
    const run = startAndWait(at, ['deploy', ...dev, '--yes', '--json'], docker);
    expect({ code: run.code, steps: run.code === 0 ? [] : resultOf(run).steps }).toEqual({ code: 0, steps: [] });
    const { images = {}, folder } = resultOf(run);
    expect(Object.values(images)).toEqual([
      expect.stringMatching(/\.azurecr\.io\/etl-ingestion@sha256:[0-9a-f]{64}$/),
      expect.stringMatching(/\.azurecr\.io\/etl-transformation@sha256:[0-9a-f]{64}$/),
    ]);
    expect(readdirSync(join(folder, 'reports')).toSorted()).toEqual(['etl-ingestion.sarif', 'etl-transformation.sarif', 'integration.xml', 'quality.json']);
    expect(existsSync(join(folder, 'images'))).toBe(false);
    expect(hx(at, ['outputs', 'ingestionImage', ...dev]).stdout.trim()).toBe(Object.values(images)[0]);
    const second = startAndWait(at, ['deploy', ...dev, '--yes', '--json', '--skip', 'scan'], docker);
    const built = resultOf(second).steps.find(({ step }) => step === 'images');
    expect(built).toMatchObject({ state: 'unchanged', message: expect.stringContaining('nothing is built') });
    // The registry's login is in no record, log or report.
    const login = JSON.parse(readFileSync(join(at.home, '.hx', 'cloud', 'registry', 'login.json'), 'utf8')) as { readonly password: string };
    const written = filesBelow(join(at.home, '.hx', 'deliveries'));
    expect(written.filter((file) => readFileSync(file).includes(login.password))).toEqual([]);
  });
});

/** A delivery with images takes longer than other commands may. */
function startAndWait(at: Place, args: readonly string[], variables: Readonly<Record<string, string>>): Run {
  return hx(at, args, variables, 840_000);
}
