// Makes a base image of Debian's own packages, whose signatures debootstrap checks: for machines that reach a Debian mirror and no registry.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { withProcessLock } from '../process-lock';
import { runProgram } from '../run-program';
import { runDocker, type Docker } from './docker';
import { mustRun } from './must-run';
import type { StepContext } from './types';

const suite = 'bookworm';
const packages = ['ca-certificates', 'python3', 'python3-venv'];
/** What a machine leaves of itself, and what apt can fetch again. */
const leftovers = ['etc/hostname', 'etc/machine-id', 'etc/resolv.conf', 'var/cache/apt/archives', 'var/lib/apt/lists', 'var/log', 'var/cache/debconf'];
const recipe = createHash('sha256').update(JSON.stringify({ suite, packages, leftovers })).digest('hex').slice(0, 12);

/** Its tag tells one recipe from the next. */
export const madeReference = `hx-etl-base:${suite}-${recipe}`;

export interface MakeOptions extends StepContext {
  readonly cache: string;
  readonly docker: Docker;
}

const timeoutMs = 20 * 60_000;
const suggestion = 'check the network and the Debian mirror (http://deb.debian.org), then run the command again';

/** Puts it into the daemon, from HX_CACHE where it was made before. Returns why it could not, in a few words; throws `cancelled` alone. */
export async function makeBase(options: MakeOptions): Promise<string | undefined> {
  const home = join(options.cache, 'images', 'base');
  const archive = join(home, `${suite}-${recipe}.tar`);
  await mkdir(home, { recursive: true });
  const lock = { onWait: (owner: string) => options.report(`process ${owner} is making the base image; waiting for it`), cancelled: options.cancelled };
  return withProcessLock(join(home, 'lock'), lock, async () => {
    try {
      if ((await stat(archive).catch(() => undefined)) === undefined) {
        const obstacle = await obstacleOf(options);
        if (obstacle !== undefined) return obstacle;
        await makeArchive(home, archive, options);
      }
      const args = ['import', '--change', 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', archive, madeReference];
      await runDocker(options.docker, args, { what: 'importing the base image', suggestion, timeoutMs }, options);
      return undefined;
    } catch (error) {
      if (error instanceof HxError && error.reason !== 'cancelled') return error.message;
      throw error;
    }
  });
}

async function obstacleOf({ environment, docker }: MakeOptions): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'debootstrap needs Linux and root';
  if (process.arch !== 'x64' || docker.architecture !== 'amd64') return 'this machine is not of the type amd64';
  const answer = await runProgram('debootstrap', ['--version'], { environment, timeoutMs: 20_000 });
  return answer.state === 'ended' && answer.exitCode === 0 ? undefined : 'debootstrap is not installed';
}

async function makeArchive(home: string, archive: string, options: MakeOptions): Promise<void> {
  for (const name of await readdir(home)) if (name.startsWith('.new-')) await remove(join(home, name), options);
  const scratch = await mkdtemp(join(home, '.new-'));
  const files = join(scratch, 'files');
  const need = (what: string): Parameters<typeof mustRun>[2] => ({ what, suggestion, timeoutMs });
  try {
    options.report(`making a base image of Debian's packages, once (about a minute)`);
    await mustRun('debootstrap', ['--variant=minbase', `--include=${packages.join(',')}`, suite, files], need('debootstrap'), options);
    await Promise.all(leftovers.map((path) => rm(join(files, path), { recursive: true, force: true })));
    await Promise.all(['var/cache/apt/archives/partial', 'var/lib/apt/lists/partial', 'var/log'].map((path) => mkdir(join(files, path), { recursive: true })));
    const tar = join(scratch, 'base.tar');
    await mustRun(
      'tar',
      ['--create', '--sort=name', '--numeric-owner', '--exclude=./dev/*', '--exclude=./proc/*', '--exclude=./sys/*', '--file', tar, '--directory', files, '.'],
      need('packing the base image'),
      options,
    );
    await rename(tar, archive);
  } finally {
    await remove(scratch, options);
  }
}

/** debootstrap mounts them for the packages' scripts; where it was killed they are still there, and what is below is not ours to delete. */
async function remove(scratch: string, { environment }: MakeOptions): Promise<void> {
  for (const place of ['proc', 'sys', 'dev/pts']) await runProgram('umount', ['--lazy', join(scratch, 'files', place)], { environment, timeoutMs: 20_000 });
  await rm(scratch, { recursive: true, force: true });
}
