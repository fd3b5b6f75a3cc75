// Removes locks whose owner is gone: hx's lease and the engine's own lock file. Never breaks a live one.
import { deliveryProject } from './delivery';
import { leaseFolder } from './lease/hold';
import { breakLease, holderOf } from './lease/lease';
import type { CloudName, Program } from './programs';
import { removeEngineLock } from './pulumi';
import { engineLocksOf } from './records/locks';
import type { LeaseOwner, LockStatus } from './records/types';
import type { OperationDeps } from './run';
import { unitsOf } from './run/schedule';
import type { StackUnit } from './stack-engine';
import type { Target } from './targets';

export interface UnlockQuery {
  readonly targets: readonly Target[];
  readonly programs: readonly Program[];
  readonly cloud: CloudName;
  /** Also remove locks whose owner can't be judged (another host). Never those of a live owner. */
  readonly isForced: boolean;
}

export interface UnlockResult {
  readonly target: string;
  readonly program: string;
  readonly lock: LockStatus;
  readonly outcome: 'removed' | 'refused';
}

const mayRemove = ({ liveness }: Pick<LockStatus, 'liveness'>, isForced: boolean): boolean => liveness === 'dead' || (isForced && liveness === 'unknown');

interface Place {
  readonly target: string;
  readonly program: string;
  readonly project: string;
}

/** Empty where nobody holds it. */
const unlockLease = async ({ target, program, project }: Place, isForced: boolean, deps: OperationDeps): Promise<readonly UnlockResult[]> => {
  const { paths, facts, user, pid, now } = deps;
  const folder = leaseFolder(paths, { project, stack: target });
  const held = await holderOf(folder, facts);
  if (held === undefined) return [];
  const owner: LeaseOwner = { pid, host: facts.host, user, since: now().toISOString(), runId: 'unlock', operation: held.owner.operation };
  const isRemoved = mayRemove(held.judgement, isForced) && (await breakLease(folder, held, owner, facts));
  const lock: LockStatus = { kind: 'hx', owner: held.owner, ...held.judgement, path: held.path };
  return [{ target, program, lock, outcome: isRemoved ? 'removed' : 'refused' }];
};

const unlockStack = async (unit: StackUnit, isForced: boolean, deps: OperationDeps): Promise<readonly UnlockResult[]> => {
  const place = { target: unit.target.name, program: unit.program.name, project: unit.program.project };
  const lease = await unlockLease(place, isForced, deps);
  // While the lease is held, the engine's lock belongs to that run.
  if (lease.some(({ outcome }) => outcome === 'refused')) return lease;
  const results = [...lease];
  for (const { file, status } of await engineLocksOf(unit, deps.paths, deps.facts)) {
    const isRemoved = mayRemove(status, isForced);
    if (isRemoved) await removeEngineLock(file);
    results.push({ ...place, lock: status, outcome: isRemoved ? 'removed' : 'refused' });
  }
  return results.map(({ target, program, lock, outcome }) => ({ target, program, lock, outcome }));
};

/** One result for every lock found; an empty list means that nothing is locked. The CLI ends with exit code 12 where one was refused. */
export async function unlock(query: UnlockQuery, deps: OperationDeps): Promise<readonly UnlockResult[]> {
  const results: UnlockResult[] = [];
  for (const unit of unitsOf(query.targets, query.programs, query.cloud)) results.push(...(await unlockStack(unit, query.isForced, deps)));
  for (const { name } of query.targets)
    results.push(...(await unlockLease({ target: name, program: 'delivery', project: deliveryProject }, query.isForced, deps)));
  return results;
}
