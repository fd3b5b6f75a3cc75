// Brings a tool: PATH, cache, then its ways; each failure falls to the next with one line. One process brings, the others wait.
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { withProcessLock } from '../process-lock';
import { allSources, cachedFolder, findTool } from './find';
import { askVersion, inspectBinary } from './inspect';
import type { FoundTool, Tool, ToolOptions, ToolProgress } from './tool';

/**
 * A few milliseconds when the tool is there; else downloads or builds it into HX_CACHE. Throws HxError "failure" when no way leads to it,
 * "cancelled" when asked to stop. Safe to kill and repeat, and to call from many processes.
 */
export async function ensureTool(tool: Tool, options: ToolOptions): Promise<FoundTool> {
  const search = await findTool(tool, options);
  if (search.found !== undefined) return search.found;
  const report = reporter(options);
  for (const { source, message } of search.refused) report(source === 'path' ? 'path' : 'cache')(message);
  const home = join(options.cache, tool.folder);
  await mkdir(home, { recursive: true }).catch((cause: unknown) => {
    throw new HxError('failure', `no ${tool.kind} ${tool.version} was found, and ${home} cannot be made to hold one`, {
      suggestion: 'set HX_CACHE to a folder that you may write',
      cause,
    });
  });
  const waiting = report('wait');
  return withProcessLock(
    join(home, 'lock'),
    { onWait: (owner) => waiting(`process ${owner} is bringing ${tool.noun}; waiting for it`), ...(options.cancelled ? { cancelled: options.cancelled } : {}) },
    async () => (await findTool(tool, options)).found ?? bring(tool, home, options),
  );
}

async function bring(tool: Tool, home: string, options: ToolOptions): Promise<FoundTool> {
  await removeLeftovers(home);
  const failures: string[] = [];
  for (const way of tool.ways) {
    if (!(options.sources ?? allSources).includes(way.source)) continue;
    const report = reporter(options)(way.source);
    const folder = await mkdtemp(join(home, '.new-'));
    try {
      const failure = (await way.bring(folder, tool.version, options, report)) ?? (await verify(tool, folder, options));
      if (options.cancelled?.aborted === true)
        throw new HxError('cancelled', `bringing ${tool.noun} was cancelled`, { suggestion: 'run the command again: what was downloaded is kept' });
      if (failure === undefined) return { binary: await install(tool, folder, options), version: tool.version, source: way.source };
      failures.push(failure);
      report(failure);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  throw new HxError('failure', `no ${tool.kind} ${tool.version} could be brought: ${failures.join('; ')}`, { suggestion: tool.suggestion });
}

async function verify(tool: Tool, folder: string, { environment }: ToolOptions): Promise<string | undefined> {
  const found = await askVersion(tool, join(folder, 'bin', tool.executable), environment);
  return found === tool.version ? undefined : `what was brought is not ${tool.product} ${tool.version} (it says ${found ?? 'nothing'})`;
}

/** Renames into place; a binary that another process still runs keeps its file. */
async function install(tool: Tool, folder: string, options: ToolOptions): Promise<string> {
  const final = cachedFolder(tool, options.cache);
  await rm(final, { recursive: true, force: true });
  await rename(folder, final);
  const binary = join(final, 'bin', tool.executable);
  await inspectBinary(tool, binary, options);
  return binary;
}

async function removeLeftovers(home: string): Promise<void> {
  const names = (await readdir(home)).filter((name) => name.startsWith('.new-'));
  await Promise.all(names.map((name) => rm(join(home, name), { recursive: true, force: true })));
}

/** Curried by step, so that each step's time starts when its reporter is made. */
function reporter(options: ToolOptions): (step: ToolProgress['step']) => (message: string) => void {
  return (step) => {
    const began = performance.now();
    return (message) => options.report?.({ step, message, elapsedMs: Math.round(performance.now() - began) });
  };
}
