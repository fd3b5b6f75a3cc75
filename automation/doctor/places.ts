// The folders that hx writes: HX_HOME, HX_CACHE, the local cloud's store, and the room that is left on their disks.
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findEngine } from '../pulumi/engine';
import type { Finding, Probe } from './probe';

const gibibyte = 1024 ** 3;

/** Nearest folder that exists, from `path` upwards. */
async function existing(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined || dirname(path) === path ? path : existing(dirname(path));
}

/** Looks, and makes nothing: a doctor leaves no trace. */
async function judgeFolder(path: string, fix: string): Promise<Finding> {
  const folder = await existing(path);
  const isFolder = (await stat(folder)).isDirectory();
  if (!isFolder) return { status: 'missing', found: `${folder} is not a folder`, fix };
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return { status: 'ok', found: path };
  } catch {
    return { status: 'missing', found: `${folder} cannot be written`, fix };
  }
}

export const home: Probe = {
  name: 'hx-home',
  wanted: 'a folder that can be written',
  why: 'HX_HOME holds state, leases, ledger and logs',
  run: ({ home: path }) => judgeFolder(path, 'set HX_HOME to a folder that you may write'),
};

export const cache: Probe = {
  name: 'hx-cache',
  wanted: 'a folder that can be written',
  why: 'HX_CACHE holds what can be made again: engine, node, tools',
  run: ({ cache: path }) => judgeFolder(path, 'set HX_CACHE to a folder that you may write'),
};

export const localCloud: Probe = {
  name: 'local-cloud',
  wanted: 'a store that can be written',
  why: '--cloud local rehearses every change in it',
  run: ({ home: path }) => judgeFolder(join(path, 'cloud'), 'set HX_HOME to a folder that you may write'),
};

/** Building the engine takes Go's caches too. */
const neededBytes = (hasEngine: boolean): number => (hasEngine ? 1 : 5) * gibibyte;

export const disk: Probe = {
  name: 'disk',
  wanted: '1 GiB free, 5 GiB where the engine is still to be built',
  why: 'a full disk ends an update half way',
  run: async (context) => {
    const { engine } = await findEngine(context);
    const folders = await Promise.all([existing(context.home), existing(context.cache)]);
    const free = await Promise.all(folders.map(async (folder) => statfs(folder).then(({ bavail, bsize }) => bavail * bsize)));
    const least = Math.min(...free);
    const folder = folders[free.indexOf(least)] ?? context.home;
    const found = `${(least / gibibyte).toFixed(1)} GiB free at ${folder}`;
    return least >= neededBytes(engine !== undefined)
      ? { status: 'ok', found }
      : { status: 'missing', found, fix: `free space at ${folder}, or set HX_HOME and HX_CACHE to another disk` };
  },
};
