import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureEngine, type EngineOptions, type EngineProgress } from '../../../automation/pulumi/engine';
import type { Bringers } from '../../../automation/pulumi/engine/tool';
import type { Bring } from '../../../automation/tools';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-engine-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { '@pulumi/pulumi': '3.259.0' } }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A script of a real binary's size that answers `pulumi version` and writes down that it was asked. */
function writePulumi(binary: string, version: string): string {
  mkdirSync(dirname(binary), { recursive: true });
  writeFileSync(binary, `#!/bin/sh\necho asked >>'${join(folder, 'asked')}'\necho v${version}\nexit 0\n#${'.'.repeat(1_100_000)}\n`, { mode: 0o755 });
  return binary;
}
const timesAsked = (): number => (existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8').split('\n').length - 1 : 0);
const cached = (): string => join(folder, 'cache', 'engine', '3.259.0', 'bin', 'pulumi');

const progress: EngineProgress[] = [];
const options = (more: Partial<EngineOptions> = {}): EngineOptions => {
  progress.length = 0;
  return { root: folder, cache: join(folder, 'cache'), environment: { PATH: join(folder, 'path') }, report: (told) => progress.push(told), ...more };
};
const messages = (): string => progress.map(({ step, message }) => `${step}: ${message}`).join('\n');

const brings = (version = '3.259.0'): jest.MockedFunction<Bring> =>
  jest.fn<ReturnType<Bring>, Parameters<Bring>>(async (target) => {
    writePulumi(join(target, 'bin', 'pulumi'), version);
    return undefined;
  });
const fails = (why: string): jest.MockedFunction<Bring> =>
  jest.fn<ReturnType<Bring>, Parameters<Bring>>(async (target) => {
    writeFileSync(join(target, 'half'), 'half an installation');
    return why;
  });
const nothing: Bringers = { installer: fails('the installer must not be asked'), go: fails('Go must not be asked') };
const byGo = (): Bringers => ({ installer: fails('out of reach'), go: brings() });

describe('an engine that is there', () => {
  test('is taken from PATH when its version fits', async () => {
    const binary = writePulumi(join(folder, 'path', 'pulumi'), '3.270.1');
    await expect(ensureEngine(options(), nothing)).resolves.toEqual({ binary, version: '3.270.1', source: 'path' });
  });

  test('is taken from the cache when the one on PATH is too old', async () => {
    writePulumi(join(folder, 'path', 'pulumi'), '3.200.0');
    writePulumi(cached(), '3.259.0');
    await expect(ensureEngine(options(), nothing)).resolves.toEqual({ binary: cached(), version: '3.259.0', source: 'cache' });
    expect(progress).toEqual([]);
  });

  test('is asked for its version once, and again when the file changes', async () => {
    const binary = writePulumi(join(folder, 'path', 'pulumi'), '3.259.0');
    await ensureEngine(options(), nothing);
    await ensureEngine(options(), nothing);
    expect(timesAsked()).toBe(1);
    utimesSync(binary, new Date(), new Date(Date.now() + 5_000));
    await ensureEngine(options(), nothing);
    expect(timesAsked()).toBe(2);
  });

  test('is never taken from a relative entry of PATH', async () => {
    writePulumi(join(folder, 'path', 'pulumi'), '3.259.0');
    const here = process.cwd();
    process.chdir(folder);
    try {
      await expect(ensureEngine(options({ environment: { PATH: 'path:.' } }), byGo())).resolves.toMatchObject({ source: 'go' });
    } finally {
      process.chdir(here);
    }
  });
});

describe('an engine in the cache that is', () => {
  const damages: readonly (readonly [string, (binary: string) => void, RegExp])[] = [
    ['removed', (binary) => rmSync(binary), /^installer: out of reach$/],
    ['truncated', (binary) => truncateSync(binary, 0), /does not answer "pulumi version"; it is made again/],
    ['not executable', (binary) => chmodSync(binary, 0o644), /is not executable; it is made again/],
    ['replaced by a folder', (binary) => (rmSync(binary), mkdirSync(binary)), /is not a file; it is made again/],
  ];
  test.each(damages)('%s is made again, and the reason is told', async (_name, damage, reason) => {
    await ensureEngine(options(), byGo());
    damage(cached());
    const bringers = byGo();
    await expect(ensureEngine(options(), bringers)).resolves.toEqual({ binary: cached(), version: '3.259.0', source: 'go' });
    expect(bringers.go).toHaveBeenCalledTimes(1);
    expect(messages()).toMatch(reason);
    expect(statSync(cached()).mode & 0o111).not.toBe(0);
  });
});

describe('an engine that has to be brought', () => {
  test('comes from the installer first, and lands whole in the cache', async () => {
    const bringers: Bringers = { installer: brings(), go: fails('Go must not be asked') };
    await expect(ensureEngine(options(), bringers)).resolves.toEqual({ binary: cached(), version: '3.259.0', source: 'installer' });
    await expect(ensureEngine(options(), nothing)).resolves.toMatchObject({ source: 'cache' });
    expect(bringers.go).not.toHaveBeenCalled();
  });

  test('is built by Go when the installer fails, with one line that says why', async () => {
    await expect(ensureEngine(options(), byGo())).resolves.toMatchObject({ source: 'go' });
    expect(messages()).toBe('installer: out of reach');
  });

  test('is refused when it is another version than the pinned one', async () => {
    await expect(ensureEngine(options(), { installer: brings('3.100.0'), go: brings() })).resolves.toMatchObject({ source: 'go' });
    expect(messages()).toBe('installer: what was brought is not Pulumi 3.259.0 (it says 3.100.0)');
  });

  test('ends in one error with every reason and a command when no way leads to it', async () => {
    await expect(ensureEngine(options(), { installer: fails('no network'), go: fails('Go is not on PATH') })).rejects.toMatchObject({
      reason: 'failure',
      message: 'no Pulumi engine 3.259.0 could be brought: no network; Go is not on PATH',
      suggestion: expect.stringContaining('https://go.dev/dl'),
    });
  });

  test('leaves no half an installation behind, whether a way fails or breaks', async () => {
    const breaks: Bring = async (target) => {
      writeFileSync(join(target, 'half'), '');
      throw new Error('bug');
    };
    await expect(ensureEngine(options(), { installer: fails('no network'), go: breaks })).rejects.toThrow('bug');
    expect(readdirSync(join(folder, 'cache', 'engine')).filter((name) => !name.startsWith('lock'))).toEqual([]);
  });

  test('removes what a killed attempt left', async () => {
    mkdirSync(join(folder, 'cache', 'engine', '.new-killed', 'bin'), { recursive: true });
    await ensureEngine(options(), byGo());
    expect(readdirSync(join(folder, 'cache', 'engine')).sort()).toEqual(['3.259.0', 'lock', 'lock.owner', 'verified']);
  });

  test('is brought once when two ask at the same time: the other waits and is told for whom', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const go = brings();
    const bringers: Bringers = { installer: () => gate.then(() => 'out of reach'), go };
    const told: string[] = [];
    // Either may be the one that waits.
    const report = ({ message }: { readonly message: string }): void => {
      told.push(message);
      if (message.includes('waiting for it')) open();
    };
    const first = ensureEngine(options({ report }), bringers);
    const second = ensureEngine(options({ report }), bringers);
    expect([await first, await second].map(({ source }) => source).sort()).toEqual(['cache', 'go']);
    expect(go).toHaveBeenCalledTimes(1);
    expect(told).toContain(`process ${process.pid} is bringing the engine; waiting for it`);
  });

  test('stops with "cancelled" when asked to', async () => {
    const stop = new AbortController();
    const cancelledInstaller: Bring = async () => {
      stop.abort();
      return 'killed';
    };
    await expect(ensureEngine(options({ cancelled: stop.signal }), { installer: cancelledInstaller, go: brings() })).rejects.toMatchObject({
      reason: 'cancelled',
    });
  });

  test('says what to set when the cache cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(ensureEngine(options({ cache: join(folder, 'file', 'cache') }), nothing)).rejects.toMatchObject({
      suggestion: expect.stringContaining('HX_CACHE'),
    });
  });
});
