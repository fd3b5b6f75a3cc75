// Makes a folder the same wherever it was made: modes and times are set, and its digest says what it holds.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, lstat, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Sets 0644 or 0755 and `time` (seconds) on everything below; returns the sha256 in hex over names, modes and contents. */
export async function sealFolder(folder: string, time: number): Promise<string> {
  const hash = createHash('sha256');
  await sealInto(hash, folder, '', time);
  return hash.digest('hex');
}

async function sealInto(hash: ReturnType<typeof createHash>, folder: string, inside: string, time: number): Promise<void> {
  const path = join(folder, inside);
  for (const name of (await readdir(path)).sort()) {
    const [one, full] = [inside === '' ? name : `${inside}/${name}`, join(path, name)];
    const found = await lstat(full);
    if (found.isSymbolicLink()) throw new Error(`${full} is a symbolic link; a context holds files alone`);
    const mode = found.isDirectory() || (found.mode & 0o100) !== 0 ? 0o755 : 0o644;
    await chmod(full, mode);
    hash.update(`${JSON.stringify(one)} ${mode.toString(8)} ${found.isDirectory() ? 'folder' : await sha256Of(full)}\n`);
    if (found.isDirectory()) await sealInto(hash, folder, one, time);
    else await utimes(full, time, time);
  }
  // After its files: writing into a folder moves its time.
  await chmod(path, 0o755);
  await utimes(path, time, time);
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
