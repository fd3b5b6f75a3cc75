// The locks on a stack: hx's lease and the engine's own lock files, each with what is known of its owner.
import { stat } from 'node:fs/promises';
import { leaseFolder } from '../lease/hold';
import { holderOf } from '../lease/lease';
import { judgeOwner, type HostFacts } from '../lease/owner';
import type { HxPaths } from '../paths';
import { backendOf, engineLocks, fileBackendRoot, type EngineLockFile } from '../pulumi';
import type { StackUnit } from '../stack-engine';
import type { LockStatus } from './types';

/** Milliseconds after which a lock file that is not whole was left behind. */
const settleMs = 10_000;

export interface EngineLock {
  readonly file: EngineLockFile;
  readonly status: LockStatus;
}

const engineLock = async (file: EngineLockFile, facts: HostFacts): Promise<EngineLock> => {
  const { content, path } = file;
  if (content === undefined) {
    // Left by a full disk or a crash in the middle of writing: a living engine's lock is whole within milliseconds.
    const mtime = await stat(path).then(
      (facts) => facts.mtime,
      () => new Date(),
    );
    const isOld = Date.now() - mtime.getTime() > settleMs;
    const evidence = isOld ? 'the lock file is not whole' : 'the lock file is being written, or not whole';
    return {
      file,
      status: { kind: 'engine', owner: { pid: 0, host: '', user: '', since: mtime.toISOString() }, liveness: isOld ? 'dead' : 'unknown', evidence, path },
    };
  }
  const owner = { pid: content.pid, host: content.hostname, user: content.username, since: content.timestamp };
  return { file, status: { kind: 'engine', owner, ...judgeOwner(owner, [], facts), path } };
};

/** Of a `file://` backend; other backends' locks can't be seen without the engine, which reports them when it meets one. */
export async function engineLocksOf(unit: StackUnit, paths: HxPaths, facts: HostFacts): Promise<readonly EngineLock[]> {
  const root = fileBackendRoot(backendOf(unit, paths));
  if (root === undefined) return [];
  const files = await engineLocks(root, unit.program.project, unit.target.name);
  return Promise.all(files.map((file) => engineLock(file, facts)));
}

export async function leaseOf(unit: StackUnit, paths: HxPaths, facts: HostFacts): Promise<LockStatus | undefined> {
  const held = await holderOf(leaseFolder(paths, { project: unit.program.project, stack: unit.target.name }), facts);
  return held === undefined ? undefined : { kind: 'hx', owner: held.owner, ...held.judgement, path: held.path };
}
