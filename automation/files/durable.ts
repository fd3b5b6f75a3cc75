// Files that survive a crash whole: written beside, flushed, renamed; or appended and flushed.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomBytes } from 'node:crypto';
import { HxError } from '../errors';
import type { JsonObject } from '../json';
import { shellWord } from '../shell-word';

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Replaces the file or leaves it as it was. */
export async function writeDurably(path: string, content: string | Buffer, mode = 0o600): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const moveAway = (path: string): string => `mv ${shellWord(path)} ${shellWord(`${path}.damaged`)}`;

/** hx's own JSON file of a known version; undefined where there is none. Throws HxError `failure` where it is damaged or newer than this hx. */
export async function readRecord<Kind extends { readonly version: number }>(path: string, version: Kind['version']): Promise<Kind | undefined> {
  const content = await readIfThere(path);
  if (content === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(content.toString('utf8'));
  } catch (cause) {
    throw new HxError('failure', `${path} is damaged: it is not JSON`, {
      cause,
      suggestion: `restore it from a backup, or move it away: ${moveAway(path)}`,
    });
  }
  const found = typeof value === 'object' && value !== null ? (value as JsonObject)['version'] : undefined;
  if (found !== version) {
    const suggestion = typeof found === 'number' && found > version ? 'use the hx that wrote it, or a newer one' : `move it away: ${moveAway(path)}`;
    throw new HxError('failure', `${path} has format version ${JSON.stringify(found) ?? 'none'}; this hx knows version ${version}`, { suggestion });
  }
  return value as Kind;
}

export const writeRecord = (path: string, record: object): Promise<void> => writeDurably(path, `${JSON.stringify(record)}\n`);
