// Moves what hx recorded of the local cloud's stacks out of the way when that cloud is emptied: states without a cloud can't be worked on. Deletes nothing.
import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { HxError } from '../errors';
import { ownerText } from '../lease/hold';
import { holderOf } from '../lease/lease';
import type { HostFacts } from '../lease/owner';
import type { HxPaths } from '../paths';

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch((): string[] => []);

/** Throws HxError `locked` where any run of this HX_HOME still works. */
export async function mustBeIdle({ leases }: Pick<HxPaths, 'leases'>, facts: HostFacts): Promise<void> {
  for (const project of await namesIn(leases)) {
    for (const stack of await namesIn(join(leases, project))) {
      const holder = await holderOf(join(leases, project, stack), facts);
      if (holder === undefined || holder.judgement.liveness === 'dead') continue;
      throw new HxError('locked', `${project}/${stack} is held by ${ownerText(holder)}`, { suggestion: 'wait for it' });
    }
  }
}

/** The ledger goes first: a crash on the way leaves states that are taken on again, never a ledger that misses its state. */
const partsOf = (paths: HxPaths): readonly string[] => [
  join(paths.ledger, 'local'),
  paths.state,
  ...[paths.history, paths.exports, paths.checkpoints, paths.workspaces].map((folder) => join(folder, 'local')),
];

/** The folder that everything is in now, as it lay in HX_HOME; undefined where nothing was recorded. */
export async function setLocalStatesAside(paths: HxPaths, now: Date): Promise<string | undefined> {
  const folder = join(paths.home, 'set-aside', now.toISOString().replaceAll(/[-:.]/g, ''));
  let hasMoved = false;
  for (const part of partsOf(paths)) {
    const target = join(folder, relative(paths.home, part));
    if ((await namesIn(part)).length === 0) continue;
    await mkdir(dirname(target), { recursive: true });
    await rename(part, target);
    hasMoved = true;
  }
  return hasMoved ? folder : undefined;
}
