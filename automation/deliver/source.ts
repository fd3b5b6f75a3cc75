// Which commit and which files of app/ are delivered, as git tells it.
import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { runProgram } from '../run-program';
import type { DeliverySource } from '../delivery';

type Environment = Readonly<Record<string, string | undefined>>;

const timeoutMs = 60_000;

/** Throws HxError `usage` where the project is no git work tree with a commit. */
export async function deliverySource(root: string, environment: Environment): Promise<DeliverySource> {
  const git = async (...args: readonly string[]): Promise<string> => {
    const result = await runProgram('git', ['-C', root, ...args], { environment, timeoutMs, keptCharacters: 16 * 1024 * 1024 });
    if (result.state === 'ended' && result.exitCode === 0) return result.stdout;
    throw refused(result.state === 'ended' ? result.stderr.trim() : result.state, root);
  };
  const head = (await git('show', '--no-patch', '--format=%H %ct', 'HEAD')).trim();
  const [, sha = '', time = '0'] = /^([0-9a-f]{40}(?:[0-9a-f]{24})?) (\d+)$/.exec(head) ?? [];
  if (sha === '') throw refused(`git says ${JSON.stringify(head.slice(0, 80))} of HEAD`, root);
  const changed = await git('status', '--porcelain', '--untracked-files=all', '--', 'app');
  const files = await git('ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', 'app');
  return { sha, committedAt: Number(time), isDirty: changed.trim() !== '', appDigest: await digestOf(root, files.split('\0')) };
}

const refused = (why: string, root: string): HxError =>
  new HxError('usage', `what is delivered is named by its git commit, and ${root} has none: ${why}`, {
    suggestion: 'run hx in a clone of the project, with git on PATH',
  });

async function digestOf(root: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...new Set(files)].filter((name) => name !== '').toSorted()) {
    const path = join(root, file);
    // A file that was deleted and not yet committed is in the list, and no longer there.
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) continue;
    const content = found.isSymbolicLink() ? await readlink(path) : await readFile(path);
    hash.update(`${file}\0${found.mode & 0o111 ? 'x' : '-'}\0`).update(createHash('sha256').update(content).digest());
  }
  return hash.digest('hex');
}

/** Tag of the images: the commit, and for a dirty tree what differs from it. */
export const tagOf = ({ sha, isDirty, appDigest }: DeliverySource): string => (isDirty ? `${sha}-dirty.${appDigest.slice(0, 8)}` : sha);

/** `1a2b3c4d5e6f`, with `+` where files differ from the commit. */
export const shortSource = ({ sha, isDirty }: Pick<DeliverySource, 'sha' | 'isDirty'>): string => `${sha.slice(0, 12)}${isDirty ? '+' : ''}`;
