// All targets at a glance, from hx's own records and the local state: starts no engine, asks no cloud, takes no lease.
import { toErrorRecord } from './errors';
import { readIfThere } from './files/durable';
import type { CloudName, Program } from './programs';
import { backendOf, checkpointPath, fileBackendRoot } from './pulumi';
import { readStackExport } from './records/exports';
import { readHistory } from './records/history';
import { engineLocksOf, leaseOf } from './records/locks';
import { deliveryStatus } from './deliver/status';
import { existing } from './records/delivered';
import { readSlotRecord, type SlotRecord } from './records/slots';
import type { LockStatus, StackId, StackStatus, TargetStatus } from './records/types';
import type { OperationDeps } from './run';
import { unitsOf } from './run/schedule';
import type { StackUnit } from './stack-engine';
import { readLedger, type LedgerEntry } from './state/ledger';
import { readState } from './state/reading';
import { traceOf } from './state/traces';
import { judgeState } from './state/verdict';
import type { Target } from './targets';

export interface StatusQuery {
  readonly targets: readonly Target[];
  readonly programs: readonly Program[];
  readonly cloud: CloudName;
}

type StateFacts = Pick<StackStatus, 'exists' | 'resources' | 'pendingOperations' | 'problem'>;

const fromLedger = (ledger: LedgerEntry | undefined): StateFacts => {
  const exists = ledger !== undefined && ledger.status !== 'destroyed';
  return { exists, resources: exists ? ledger.resources : 0, pendingOperations: exists ? ledger.pendingOperations : 0 };
};

/** The state itself where it is a local file, else what the last run recorded. */
const stateFacts = async (unit: StackUnit, ledger: LedgerEntry | undefined, { paths }: OperationDeps): Promise<StateFacts> => {
  const root = fileBackendRoot(backendOf(unit, paths));
  if (root === undefined) return fromLedger(ledger);
  const { project } = unit.program;
  const reading = readState(await readIfThere(checkpointPath(root, project, unit.target.name)), project, unit.target.name);
  const trace = ledger === undefined && reading.kind === 'absent' ? await traceOf(paths, idOf(unit)) : undefined;
  const verdict = judgeState(reading, ledger, trace?.says);
  if (verdict.kind === 'refused') return { ...fromLedger(ledger), problem: { reason: 'expectation', message: verdict.message, target: unit.target.name } };
  if (reading.kind !== 'sound') return fromLedger(ledger);
  const { resources = [], pending_operations: pending = [] } = reading.deployment;
  return { exists: true, resources: resources.length, pendingOperations: pending.length };
};

const idOf = ({ cloud, program, target }: StackUnit): StackId => ({ cloud, project: program.project, stack: target.name });

const stackStatus = async (unit: StackUnit, deps: OperationDeps): Promise<StackStatus> => {
  const id = idOf(unit);
  const facts = async (): Promise<StateFacts> => stateFacts(unit, await readLedger(deps.paths, id), deps);
  const [state, history, lease, engine] = await Promise.all([
    facts().catch((error: unknown) => ({ ...fromLedger(undefined), problem: toErrorRecord(error) })),
    readHistory(deps.paths, id).catch(() => undefined),
    leaseOf(unit, deps.paths, deps.facts),
    engineLocksOf(unit, deps.paths, deps.facts),
  ]);
  const locks: readonly LockStatus[] = [...(lease === undefined ? [] : [lease]), ...engine.map(({ status }) => status)];
  return {
    ...id,
    program: unit.program.name,
    ...state,
    ...(history?.lastUpdate === undefined ? {} : { lastUpdate: history.lastUpdate }),
    ...(history?.drift === undefined ? {} : { drift: history.drift }),
    locks,
  };
};

/** A remote backend may hold a delivery's stack that this machine knows nothing of: then there is nothing to tell. */
const isToldOf = ({ exists, lastUpdate, locks, problem }: StackStatus): boolean =>
  exists || lastUpdate !== undefined || locks.length > 0 || problem !== undefined;

const liveSlotOf = async (units: readonly StackUnit[], slot: SlotRecord | undefined, { paths }: OperationDeps): Promise<string | undefined> => {
  if (slot !== undefined) return slot.live;
  for (const { target, program, cloud } of units) {
    const file = await readStackExport(paths, target, program, cloud).catch(() => undefined);
    const first = file?.outputs['liveSlot'];
    if (typeof first === 'string') return first;
  }
  return undefined;
};

export async function targetStatus({ targets, programs, cloud }: StatusQuery, deps: OperationDeps): Promise<readonly TargetStatus[]> {
  return Promise.all(
    targets.map(async (target) => {
      const units = await existing(unitsOf([target], programs, cloud), deps.paths);
      const slot = await readSlotRecord(deps.paths, cloud, target.name).catch(() => undefined);
      const [all, liveSlot, delivery] = await Promise.all([
        Promise.all(units.map((unit) => stackStatus(unit, deps))),
        liveSlotOf(units, slot, deps),
        deliveryStatus(target, cloud, slot, deps),
      ]);
      const stacks = all.filter((stack, index) => units[index]?.program.phase === 'infrastructure' || isToldOf(stack));
      const { name, env, region } = target;
      return { target: name, env, region, ...(liveSlot === undefined ? {} : { liveSlot }), stacks, ...(delivery === undefined ? {} : { delivery }) };
    }),
  );
}
