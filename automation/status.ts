// All targets at a glance, from hx's own records and the local state: starts no engine, asks no cloud, takes no lease.
import type { CloudName, Program } from './programs';
import type { TargetStatus } from './records/types';
import type { OperationDeps } from './run';
import type { Target } from './targets';

export interface StatusQuery {
  readonly targets: readonly Target[];
  readonly programs: readonly Program[];
  readonly cloud: CloudName;
}

export function targetStatus(_query: StatusQuery, _deps: OperationDeps): Promise<readonly TargetStatus[]> {
  return Promise.reject(new Error('not built yet'));
}
