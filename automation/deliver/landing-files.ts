// The files of a delivery by name and digest: what names a load, and what tells later whether they are still the same.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { HxError } from '../errors';

export type FileDigests = Readonly<Record<string, string>>;

/** sha256 by name. Throws HxError `usage` for a folder that can't be read, is empty, or holds what is no plain file. */
export async function digestsOf(folder: string, signal: AbortSignal): Promise<FileDigests> {
  const names = (
    await readdir(folder).catch((cause: unknown) => {
      throw new HxError('usage', `the files to load are to be in ${folder}, and that is not a folder that can be read`, {
        cause,
        suggestion: '--source <folder>',
      });
    })
  )
    .filter((name) => !name.startsWith('.'))
    .toSorted();
  if (names.length === 0) throw new HxError('usage', `${folder} holds no file to load`, { suggestion: '--source <folder>' });
  const digests: (readonly [string, string])[] = [];
  for (const name of names) {
    const path = join(folder, name);
    // Through a link to its file; a pipe would never end.
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true)
      throw notAFile(path, found === undefined ? 'leads nowhere, or can not be read' : found.isDirectory() ? 'is a folder' : 'is no plain file');
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash, { signal }).catch((cause: unknown) => {
      if (signal.aborted) throw cause;
      throw notAFile(path, 'can not be read', cause);
    });
    digests.push([name, hash.digest('hex')]);
  }
  return Object.fromEntries(digests);
}

const notAFile = (path: string, why: string, cause?: unknown): HxError =>
  new HxError('usage', `${path} ${why}; a delivery is plain files`, {
    suggestion: 'move it away, then run the same command again',
    ...(cause === undefined ? {} : { cause }),
  });

/** Same files, same id: loading them twice changes nothing. */
export const loadIdOf = (files: FileDigests): string => `files-${createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16)}`;

/** Names that are new, gone or changed. */
export const changedFiles = (before: FileDigests, now: FileDigests): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => before[name] !== now[name]).toSorted();
