// How a target's last delivery went and what is live, from hx's own records; asks no warehouse.
import { deliveryProject, stepNames } from '../delivery';
import { leaseFolder } from '../lease/hold';
import { holderOf } from '../lease/lease';
import type { CloudName } from '../programs';
import type { SlotRecord } from '../records/slots';
import type { DeliveryStatus, LockStatus } from '../records/types';
import type { OperationDeps } from '../run';
import type { Target } from '../targets';
import { deliveries } from './journal';

/** Undefined where there never was one. */
export async function deliveryStatus(target: Target, cloud: CloudName, slot: SlotRecord | undefined, deps: OperationDeps): Promise<DeliveryStatus | undefined> {
  const [last] = await deliveries(deps.paths, cloud, target.name);
  if (last === undefined) return undefined;
  const lock = await deliveryLock(target, deps);
  const failed = stepNames.find((name) => ['failed', 'cancelled', 'running'].includes(last.steps[name]?.state ?? ''));
  return {
    runId: last.runId,
    sha: last.source.sha,
    isDirty: last.source.isDirty,
    result: last.result ?? (lock?.liveness === 'alive' ? 'running' : 'interrupted'),
    at: last.finishedAt ?? last.startedAt,
    ...(failed === undefined ? {} : { failedStep: failed }),
    ...(slot === undefined ? {} : { live: { sha: slot.sha, isDirty: slot.isDirty, since: slot.switchedAt } }),
    ...(lock === undefined ? {} : { lock }),
  };
}

async function deliveryLock(target: Target, { paths, facts }: OperationDeps): Promise<LockStatus | undefined> {
  const held = await holderOf(leaseFolder(paths, { project: deliveryProject, stack: target.name }), facts);
  return held === undefined ? undefined : { kind: 'hx', owner: held.owner, ...held.judgement, path: held.path };
}
