// The layout of Pulumi's `file://` backend: where a stack's checkpoint and locks are.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readIfThere, writeDurably } from '../files/durable';

export const fileBackendRoot = (backendUrl: string): string | undefined =>
  backendUrl.startsWith('file://') ? join(fileURLToPath(backendUrl), '.pulumi') : undefined;

export const checkpointPath = (root: string, project: string, stack: string): string => join(root, 'stacks', project, `${stack}.json`);

/** The version before the last write: all that is left of a run whose last write failed. */
export const previousCheckpointPath = (root: string, project: string, stack: string): string => `${checkpointPath(root, project, stack)}.bak`;

export interface EngineLockFile {
  readonly path: string;
  /** As the engine wrote it; undefined where it is empty or no JSON (a full disk leaves such). */
  readonly content: { readonly pid: number; readonly username: string; readonly hostname: string; readonly timestamp: string } | undefined;
}

const parsed = (content: Buffer | undefined): EngineLockFile['content'] => {
  try {
    const value = JSON.parse(content?.toString() ?? '') as Partial<NonNullable<EngineLockFile['content']>>;
    const { pid, username = '', hostname = '', timestamp = '' } = value;
    return typeof pid === 'number' ? { pid, username, hostname, timestamp } : undefined;
  } catch {
    return undefined;
  }
};

/** Every file in the stack's lock folder counts as a lock for the engine, temporary and attribute files too. */
export async function engineLocks(root: string, project: string, stack: string): Promise<readonly EngineLockFile[]> {
  const folder = join(root, 'locks', 'organization', project, stack);
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return Promise.all(
    names
      .filter((name) => !name.endsWith('.attrs'))
      .map(async (name) => {
        const path = join(folder, name);
        return { path, content: parsed(await readIfThere(path)) };
      }),
  );
}

export async function removeEngineLock(lock: EngineLockFile): Promise<void> {
  await rm(lock.path, { force: true });
  await rm(`${lock.path}.attrs`, { force: true });
}

/** An empty stack as `pulumi stack init` leaves it, for previews of a stack that does not exist: nothing real is written. */
export async function writeEmptyStack(folder: string, project: string, stack: string): Promise<void> {
  const root = join(folder, '.pulumi');
  await writeDurably(join(root, 'meta.yaml'), 'version: 1\n');
  await writeDurably(
    checkpointPath(root, project, stack),
    JSON.stringify({ version: 3, checkpoint: { stack: `organization/${project}/${stack}`, latest: null } }),
  );
}
