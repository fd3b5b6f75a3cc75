// Vendors the wheels that a list of requirements names, once per list, in HX_CACHE. What lies there is trusted by its digest alone.
import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { withProcessLock } from '../process-lock';
import { mustRun } from './must-run';
import { sha256Of } from './seal';
import { imageMachine, imagePython, type PythonEnvironment, type StepContext } from './types';

export interface Wheel {
  /** "pyarrow-26.0.1-cp311-cp311-manylinux_2_28_x86_64.whl" */
  readonly file: string;
  readonly path: string;
  readonly sha256: string;
}

const timeoutMs = 20 * 60_000;
/** Debian 12 has glibc 2.36; a wheel says which glibc it needs at least. */
const platforms: readonly string[] = [
  ...Array.from({ length: 36 - 4 }, (_, step) => `manylinux_2_${36 - step}_${imageMachine}`),
  ...['manylinux2014', 'manylinux2010', 'manylinux1'].map((name) => `${name}_${imageMachine}`),
];
const target = ['--implementation', 'cp', '--python-version', imagePython, ...platforms.flatMap((platform) => ['--platform', platform])];

export const hashesIn = (requirements: string): ReadonlySet<string> =>
  new Set([...requirements.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, hex = '']) => hex));

/** The wheels of every requirement; `requirements` is a file with digests and without markers. Safe to call from many processes. */
export async function vendorWheels(requirements: string, cache: string, { python }: PythonEnvironment, context: StepContext): Promise<readonly Wheel[]> {
  const text = await readFile(requirements, 'utf8');
  const hashes = hashesIn(text);
  const home = join(cache, 'images', 'wheels');
  const folder = join(home, createHash('sha256').update(target.join(' ')).update(text).digest('hex').slice(0, 16));
  await mkdir(home, { recursive: true });
  const lock = { onWait: (owner: string) => context.report(`process ${owner} is vendoring the wheels; waiting for it`), cancelled: context.cancelled };
  return withProcessLock(join(home, 'lock'), lock, async () => {
    const kept = await readWheels(folder, hashes);
    if (kept !== undefined) return kept;
    for (const name of await readdir(home)) if (name.startsWith('.new-')) await rm(join(home, name), { recursive: true, force: true });
    const fresh = await mkdtemp(join(home, '.new-'));
    try {
      await download(requirements, fresh, python, context);
      await rm(folder, { recursive: true, force: true });
      await rename(fresh, folder);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
    const wheels = await readWheels(folder, hashes);
    if (wheels === undefined) throw new Error(`pip left something else than the locked wheels in ${folder}`);
    return wheels;
  });
}

/** Undefined where there are none, or one is not what the lock names. */
async function readWheels(folder: string, hashes: ReadonlySet<string>): Promise<readonly Wheel[] | undefined> {
  const files = (await readdir(folder).catch((): string[] => [])).sort();
  const wheels = await Promise.all(files.map(async (file) => ({ file, path: join(folder, file), sha256: await sha256Of(join(folder, file)) })));
  return wheels.length > 0 && wheels.every(({ sha256 }) => hashes.has(sha256)) ? wheels : undefined;
}

async function download(requirements: string, folder: string, python: string, context: StepContext): Promise<void> {
  context.report('vendoring the wheels of the images, once per lock');
  const args = ['-m', 'pip', 'download', '--quiet', '--no-input', '--disable-pip-version-check', '--no-cache-dir', '--no-deps', '--only-binary', ':all:'];
  const need = {
    what: 'vendoring the wheels',
    suggestion: 'check the network and the Python package index (PIP_INDEX_URL), then run the same command again',
    timeoutMs,
  };
  await mustRun(python, [...args, '--require-hashes', ...target, '--dest', folder, '--requirement', requirements], need, context);
}

/** Copies those that `requirements` names; returns them. */
export async function copyWheels(wheels: readonly Wheel[], requirements: string, folder: string): Promise<readonly Wheel[]> {
  const hashes = hashesIn(requirements);
  const chosen = wheels.filter(({ sha256 }) => hashes.has(sha256));
  await mkdir(folder, { recursive: true });
  await Promise.all(chosen.map(({ path, file }) => copyFile(path, join(folder, file), constants.COPYFILE_FICLONE)));
  return chosen;
}
