// The files of app/ that git knows, in a folder of their own, and the wheel that is built of them: what images and clusters install alike.
import { constants } from 'node:fs';
import { copyFile, mkdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildWheel } from './lock';
import { filesOf } from './source';
import type { PythonEnvironment, StepContext } from './types';

export interface ApplicationOptions extends StepContext {
  /** The project's root. */
  readonly root: string;
  /** HX_CACHE. */
  readonly cache: string;
  readonly python: PythonEnvironment;
}

export interface Application {
  /** The copy of app/. */
  readonly app: string;
  /** "hiscox_etl-0.1.0-py3-none-any.whl" */
  readonly file: string;
  /** Of the wheel. */
  readonly path: string;
}

/** Builds into `folder`, which must be empty. Throws HxError `failure`, `timeout`, or `cancelled`. */
export async function buildApplication(folder: string, options: ApplicationOptions): Promise<Application> {
  await copySources(folder, options);
  const [app, dist] = [join(folder, 'app'), join(folder, 'dist')];
  const file = await buildWheel(app, dist, options);
  return { app, file, path: join(dist, file) };
}

/** Links stay links: the package holds one to the checks of quality/. */
async function copySources(folder: string, options: ApplicationOptions): Promise<void> {
  const names = await filesOf(options.root, 'app', options);
  for (const name of names) {
    const [from, to] = [join(options.root, name), join(folder, name)];
    await mkdir(dirname(to), { recursive: true });
    try {
      const target = await readlink(from).catch(() => undefined);
      await (target === undefined ? copyFile(from, to, constants.COPYFILE_FICLONE) : symlink(target, to));
    } catch (error) {
      // Deleted in the checkout, and git still knows it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
