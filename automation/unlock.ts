// Removes locks whose owner is gone: hx's lease and the engine's own lock file. Never breaks a live one.
import type { CloudName, Program } from './programs';
import type { LockStatus } from './records/types';
import type { OperationDeps } from './run';
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

/** One result for every lock found; an empty list means that nothing is locked. The CLI ends with exit code 12 where one was refused. */
export function unlock(_query: UnlockQuery, _deps: OperationDeps): Promise<readonly UnlockResult[]> {
  return Promise.reject(new Error('not built yet'));
}
