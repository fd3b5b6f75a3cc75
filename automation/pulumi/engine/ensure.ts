// Brings the engine: PATH, cache, installer, Go; each failure falls to the next with one line. One process brings, the others wait.
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../../errors';
import { withProcessLock } from '../../process-lock';
import { askVersion, inspectBinary } from './binary';
import type { Engine, EngineOptions, EngineProgress, EngineSource } from './engine';
import { allSources, cachedEngineFolder, findEngine } from './find';
import { buildWithGo } from './go-build';
import { runInstaller } from './installer';

/** Puts `bin/pulumi` into `folder`; returns why it could not, and what to do, as one sentence. */
export type Bring = (folder: string, version: string, options: EngineOptions, report: (message: string) => void) => Promise<string | undefined>;
export type Bringers = Readonly<Record<Extract<EngineSource, 'installer' | 'go'>, Bring>>;

/**
 * The engine that every operation runs on. A few milliseconds when it is there; else downloads or builds it into HX_CACHE.
 * Throws HxError "failure" when no way leads to one, "cancelled" when asked to stop. Safe to kill and repeat, and to call from many processes.
 */
export async function ensureEngine(options: EngineOptions, bringers: Bringers = { installer: runInstaller, go: buildWithGo }): Promise<Engine> {
  const search = await findEngine(options);
  if (search.engine !== undefined) return search.engine;
  const report = reporter(options);
  for (const { source, message } of search.refused) report(source === 'path' ? 'path' : 'cache')(message);
  const home = join(options.cache, 'engine');
  await mkdir(home, { recursive: true }).catch((cause: unknown) => {
    throw new HxError('failure', `no Pulumi engine ${search.wanted} was found, and ${home} cannot be made to hold one`, {
      suggestion: 'set HX_CACHE to a folder that you may write',
      cause,
    });
  });
  const waiting = report('wait');
  return withProcessLock(
    join(home, 'lock'),
    { onWait: (owner) => waiting(`process ${owner} is bringing the engine; waiting for it`), ...(options.cancelled ? { cancelled: options.cancelled } : {}) },
    async () => (await findEngine(options)).engine ?? bring(home, search.wanted, options, bringers),
  );
}

async function bring(home: string, version: string, options: EngineOptions, bringers: Bringers): Promise<Engine> {
  await removeLeftovers(home);
  const failures: string[] = [];
  for (const source of ['installer', 'go'] as const) {
    if (!(options.sources ?? allSources).includes(source)) continue;
    const report = reporter(options)(source);
    const folder = await mkdtemp(join(home, '.new-'));
    try {
      const failure = (await bringers[source](folder, version, options, report)) ?? (await verify(folder, version, options));
      if (options.cancelled?.aborted === true)
        throw new HxError('cancelled', 'bringing the engine was cancelled', { suggestion: 'run the command again: what was downloaded is kept' });
      if (failure === undefined) return { binary: await install(folder, version, options), version, source };
      failures.push(failure);
      report(failure);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  throw new HxError('failure', `no Pulumi engine ${version} could be brought: ${failures.join('; ')}`, {
    suggestion: `install Go 1.26 or newer (https://go.dev/dl) or Pulumi ${version} (https://www.pulumi.com/docs/install), then run the command again`,
  });
}

async function verify(folder: string, version: string, { environment }: EngineOptions): Promise<string | undefined> {
  const found = await askVersion(join(folder, 'bin', 'pulumi'), environment);
  return found === version ? undefined : `what was brought is not Pulumi ${version} (it says ${found ?? 'nothing'})`;
}

/** Renames into place; a binary that another process still runs keeps its file. */
async function install(folder: string, version: string, options: EngineOptions): Promise<string> {
  const final = cachedEngineFolder(options.cache, version);
  await rm(final, { recursive: true, force: true });
  await rename(folder, final);
  const binary = join(final, 'bin', 'pulumi');
  await inspectBinary(binary, options);
  return binary;
}

async function removeLeftovers(home: string): Promise<void> {
  const names = (await readdir(home)).filter((name) => name.startsWith('.new-'));
  await Promise.all(names.map((name) => rm(join(home, name), { recursive: true, force: true })));
}

/** Curried by step, so that each step's time starts when its reporter is made. */
function reporter(options: EngineOptions): (step: EngineProgress['step']) => (message: string) => void {
  return (step) => {
    const began = performance.now();
    return (message) => options.report?.({ step, message, elapsedMs: Math.round(performance.now() - began) });
  };
}
