// Verified copies of the state under HX_HOME/checkpoints: one before and one after every run that writes.
import { mkdir, readFile, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { readIfThere, writeDurably } from '../files/durable';
import type { HxPaths } from '../paths';
import type { StackId } from '../records/types';
import { digestOf } from './reading';

/** Copies kept of each stack. */
const kept = 20;
/** A run rewrites the state many times beside its old version: refuse to begin where the disk could not hold that. */
const freeSpaceFactor = 10;

const folderOf = (paths: HxPaths, { cloud, project, stack }: StackId): string => join(paths.checkpoints, cloud, project, stack);
const nameOf = (serial: number, digest: string): string => `${String(serial).padStart(8, '0')}-${digest.slice(0, 16)}.json`;

const mustHaveSpace = async (folder: string, bytes: number): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes * freeSpaceFactor) return;
  throw new HxError('failure', `the disk of ${folder} has less than ten times the state's size free`, {
    suggestion: 'free disk space, then run the same command again',
  });
};

/** The copy's path. It is flushed and read back; a copy of this state that exists already is kept. */
export async function copyCheckpoint(paths: HxPaths, id: StackId, serial: number, content: Buffer | string): Promise<string> {
  const folder = folderOf(paths, id);
  const digest = digestOf(content);
  const path = join(folder, nameOf(serial, digest));
  await mustHaveSpace(folder, content.length);
  const existing = await readIfThere(path);
  if (existing !== undefined && digestOf(existing) === digest) return path;
  await writeDurably(path, content);
  if (digestOf(await readFile(path)) !== digest)
    throw new HxError('failure', `the copy of the state at ${path} differs from the state`, { suggestion: 'hx doctor' });
  await dropOldest(folder);
  return path;
}

const copiesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

const dropOldest = async (folder: string): Promise<void> => {
  const copies = await copiesIn(folder);
  await Promise.all(copies.slice(0, -kept).map((name) => rm(join(folder, name), { force: true })));
};

/** The newest copy with this digest, else the newest copy. */
export async function latestCheckpoint(paths: HxPaths, id: StackId, digest?: string): Promise<string | undefined> {
  const copies = await copiesIn(folderOf(paths, id));
  const name = copies.findLast((copy) => digest !== undefined && copy.includes(digest.slice(0, 16))) ?? copies.at(-1);
  return name === undefined ? undefined : join(folderOf(paths, id), name);
}
