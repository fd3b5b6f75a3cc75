// Asks git which commit the checkout holds and which files of a folder belong to it. Ignored files never reach an image.
import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { mustRun, withoutCredentials } from './must-run';
import type { SourceVersion, StepContext } from './types';

const timeoutMs = 60_000;
/** A git hook sets them, and they would point git at another repository than the folder's. */
const foreign = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined, GIT_PREFIX: undefined };
const suggestion = 'run hx in a git checkout of the project that has a commit: git -C <project> status';

type Environment = StepContext['environment'];

function git(root: string, args: readonly string[], environment: Environment, cancelled: AbortSignal, onLine?: (line: string) => void): Promise<string> {
  const variables = { ...foreign, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  const need = { what: `git ${args[0] ?? ''}`, suggestion, timeoutMs, variables, ...(onLine === undefined ? {} : { onLine }) };
  return mustRun('git', ['-C', root, ...args], need, { environment, cancelled });
}

/** Commit, its time, and whether app/ differs from it. Throws HxError `failure` where there is no git or no commit. */
export async function sourceVersion(root: string, environment: Environment, cancelled: AbortSignal = new AbortController().signal): Promise<SourceVersion> {
  const ask = (...args: readonly string[]): Promise<string> => git(root, args, environment, cancelled);
  const context = { environment, cancelled, report: () => undefined };
  const [commit, changes, appDigest, remote] = await Promise.all([
    ask('log', '-1', '--no-show-signature', '--format=%H %ct', 'HEAD'),
    ask('status', '--porcelain', '--untracked-files=normal', '--', 'app'),
    filesOf(root, 'app', context).then((files) => digestOf(root, files)),
    ask('remote', 'get-url', 'origin').catch(() => ''),
  ]);
  const [, sha, time] = /^([0-9a-f]{40}) (\d+)$/m.exec(commit) ?? [];
  if (sha === undefined || time === undefined) throw new HxError('failure', `git names no commit of ${root}`, { suggestion });
  const repository = repositoryAddress(remote.trim());
  return { sha, committedAt: Number(time), isDirty: changes.trim() !== '', appDigest, ...(repository === undefined ? {} : { repository }) };
}

/** "git@github.com:a/b.git" and "https://user@github.com/a/b" as "https://github.com/a/b"; undefined for what is no address of a server. */
export function repositoryAddress(remote: string): string | undefined {
  const scp = /^[\w.-]+@([\w.-]+):(?!\/)(.+)$/.exec(remote);
  const text = scp === null ? withoutCredentials(remote) : `https://${scp[1] ?? ''}/${scp[2] ?? ''}`;
  const [, host, path] = /^(?:https?|ssh|git):\/\/([\w.-]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/.exec(text) ?? [];
  return host === undefined || path === undefined ? undefined : `https://${host}/${path}`;
}

/** Paths below `folder`, from the root: tracked, or neither tracked nor ignored. Some may have been deleted. */
export async function filesOf(root: string, folder: string, context: StepContext): Promise<readonly string[]> {
  const names: string[] = [];
  // Without -z a line is a name, quoted where it has other than plain characters; those are no names of this project.
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', folder];
  await git(root, args, context.environment, context.cancelled, (line) => void names.push(line));
  const odd = names.find((name) => name.startsWith('"'));
  if (odd !== undefined) throw new HxError('failure', `the file name ${odd} cannot go into an image`, { suggestion: 'rename it with letters, digits and _' });
  return [...new Set(names)].filter((name) => name.startsWith(`${folder}/`)).sort();
}

async function digestOf(root: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const path = join(root, file);
    // One that was deleted, and whose deletion is not committed yet, is still in git's list.
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) continue;
    const content = found.isSymbolicLink() ? await readlink(path) : await readFile(path);
    hash.update(`${file}\0${(found.mode & 0o100) === 0 ? '-' : 'x'}\0`).update(createHash('sha256').update(content).digest());
  }
  return hash.digest('hex');
}

/** `<sha>`, or `<sha>-dirty.<8 hex>` where the hex tells one state of the files from the next. */
export const imageTag = ({ sha, isDirty, appDigest }: SourceVersion): string => (isDirty ? `${sha}-dirty.${appDigest.slice(0, 8)}` : sha);
