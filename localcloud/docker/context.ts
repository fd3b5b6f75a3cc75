// A build context as the docker provider sees it: the digest of what .dockerignore leaves in, by names, modes and contents. Builds nothing.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Throws where a file can't be read. Times count for nothing: the same files are the same context. */
export async function contextDigest(context: string, dockerfile: string): Promise<string> {
  const ignoreFile = join(context, '.dockerignore');
  const isIgnored = ignoredBy(existsSync(ignoreFile) ? await readFile(ignoreFile, 'utf8') : '');
  const hash = createHash('sha256');
  // It counts wherever it lies, and whether or not it is ignored.
  await addFile(hash, 'Dockerfile', dockerfile, 0);
  for (const path of (await filesBelow(context, '')).toSorted()) {
    if (isIgnored(path)) continue;
    const full = join(context, path);
    const stat = await lstat(full);
    if (stat.isSymbolicLink()) hash.update(`link ${path}\0${await readlink(full)}\0`);
    else await addFile(hash, path, full, stat.mode);
  }
  return hash.digest('hex');
}

async function addFile(hash: Hash, name: string, path: string, mode: number): Promise<void> {
  const content = createHash('sha256');
  for await (const chunk of createReadStream(path)) content.update(chunk as Buffer);
  hash.update(`file ${name}\0${(mode & 0o777).toString(8)}\0${content.digest('hex')}\0`);
}

/** Paths of everything but folders, with slashes. */
async function filesBelow(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(root, path) : [path];
    }),
  );
  return found.flat();
}

/** The last pattern that fits decides; one that begins with "!" takes back in. A pattern that fits a folder fits all below it. */
export function ignoredBy(text: string): (path: string) => boolean {
  const lines = text.split('\n').map((line) => line.trim());
  const rules = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isKept: line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '').trim()) }));
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.isKept === false;
}

function patternOf(line: string): RegExp {
  const clean = line.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  const source = clean
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('**/', '\u0001')
    .replaceAll('**', '\u0002')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\u0001', '(?:.*/)?')
    .replaceAll('\u0002', '.*');
  return new RegExp(`^${source}(?:/.*)?$`);
}

/** The Dockerfile's path as the provider puts it out: from the context, where it lies in it. */
export const dockerfileIn = (context: string, dockerfile: string): string => relative(context, dockerfile).split(sep).join('/');
