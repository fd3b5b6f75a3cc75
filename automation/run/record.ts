// Records a run that wrote: ledger, checkpoint copy, stack export, history and audit, in that order.
import type { LastUpdate } from '../records/types';
import type { OperationKind, StackResult } from '../events';
import type { JsonObject } from '../json';
import type { PolicyReport } from '../policies';
import { appendAudit } from '../records/audit';
import { outputsOf, readStackExport, removeStackExport, writeStackExport } from '../records/exports';
import { readHistory, writeHistory } from '../records/history';
import { forgetSlots } from '../records/slots';
import type { DriftedResource } from '../records/types';
import type { EngineOutcome } from '../stack-engine';
import { copyCheckpoint } from '../state/checkpoints';
import { writeLedger, type LedgerEntry } from '../state/ledger';
import { readLostCreates, writeLostCreates, type LostCreate } from '../state/lost-creates';
import type { StackSession } from './session';

const isoNow = (session: StackSession): string => session.run.deps.now().toISOString();

/** The mark of a run that has begun to write: a crash leaves it behind, and the next run knows. */
export async function markRunning(session: StackSession): Promise<void> {
  const { ledger, run } = session;
  if (ledger === undefined || ledger.status === 'destroyed') return;
  session.ledger = { ...ledger, status: 'running', runId: run.id };
  await writeLedger(run.deps.paths, session.ledger);
}

/** Reads the state that the engine left and records it. A state that can't be read keeps the ledger as it was: the next run refuses it. */
export async function recordState(session: StackSession, outcome: Pick<EngineOutcome, 'result'>): Promise<void> {
  const { run, id } = session;
  await session.look();
  const { reading, content } = session.state;
  if (reading.kind !== 'sound' || content === undefined) return;
  const { manifest, resources = [], pending_operations: pending = [] } = reading.deployment;
  const entry: LedgerEntry = {
    version: 1,
    ...id,
    status: 'active',
    serial: (session.ledger?.serial ?? 0) + 1,
    digest: reading.digest,
    ...(manifest?.time === undefined ? {} : { checkpointTime: manifest.time }),
    resources: resources.length,
    pendingOperations: pending.length,
    runId: run.id,
    at: isoNow(session),
  };
  // The copy comes first: a ledger that names a digest whose copy is missing could not say how to restore it.
  if (outcome.result === 'succeeded') await copyCheckpoint(run.deps.paths, id, entry.serial, content);
  await writeLedger(run.deps.paths, entry);
  session.ledger = entry;
}

/** Call before the state is recorded: a ledger must not say that all is well while what was lost is forgotten. */
export async function recordLostCreates(session: StackSession, lost: readonly LostCreate[]): Promise<void> {
  if (lost.length === 0) return;
  const { run, unit, id } = session;
  const now = { runId: run.id, since: run.owner.since, until: isoNow(session) };
  const urns = new Set(lost.map(({ resource }) => resource.urn));
  const earlier = (await readLostCreates(run.deps.paths, id)).filter(({ resource }) => !urns.has(resource.urn));
  await writeLostCreates(run.deps.paths, id, [...earlier, ...lost.map((create) => ({ ...create, ...now }))]);
  for (const { resource } of lost) {
    const name = resource.urn.split('::').slice(3).join('::');
    run.emit.notice(`${unit.name}: the answer to the create of ${name} was lost; the next run looks whether it took place`, unit.target.name);
  }
}

export async function recordDestroyed(session: StackSession): Promise<void> {
  const { run, id, ledger } = session;
  const { checkpointTime: _gone, ...rest } = ledger ?? { version: 1 as const, ...id, serial: 0, digest: '', checkpointTime: undefined };
  const entry: LedgerEntry = {
    ...rest,
    ...id,
    version: 1,
    status: 'destroyed',
    serial: rest.serial + 1,
    resources: 0,
    pendingOperations: 0,
    runId: run.id,
    at: isoNow(session),
  };
  await writeLedger(run.deps.paths, entry);
  await removeStackExport(run.deps.paths, id);
  if (session.unit.program.phase === 'infrastructure') await forgetSlots(run.deps.paths, id.cloud, id.stack);
  session.ledger = entry;
}

/** From the state that was read last. */
export async function recordExport(session: StackSession): Promise<void> {
  const { run, unit, id } = session;
  const { reading } = session.state;
  if (reading.kind !== 'sound') return;
  const { version: engineVersion } = await run.deps.engine();
  await writeStackExport(run.deps.paths, {
    version: 1,
    ...id,
    env: unit.target.env,
    region: unit.target.region,
    program: unit.program.name,
    runId: run.id,
    exportedAt: isoNow(session),
    engineVersion,
    checkpointDigest: reading.digest,
    ...outputsOf(reading.deployment),
    deployment: reading.deployment as unknown as JsonObject,
  });
}

/** Where nothing was to be changed: brings ledger and export up to a state that an interrupted run, or bare Pulumi, left without them. */
export async function recordUnchanged(session: StackSession): Promise<void> {
  const { run, unit, ledger } = session;
  const digestNow = (): string | undefined => (session.state.reading.kind === 'sound' ? session.state.reading.digest : undefined);
  session.lease?.mustBeHeld();
  if (ledger?.status !== 'active' || ledger.digest !== digestNow()) await recordState(session, { result: 'succeeded' });
  const exported = await readStackExport(run.deps.paths, unit.target, unit.program, unit.cloud);
  if (exported?.checkpointDigest !== digestNow()) await recordExport(session);
}

export interface Finished {
  readonly kind: OperationKind;
  readonly result: StackResult;
  /** Found by a drift or a refresh. */
  readonly drift?: readonly DriftedResource[];
  readonly previewMs?: number;
}

/** A drift and a refresh replace what is known of drift; an update that succeeded has repaired it. */
export async function recordHistory(session: StackSession, { kind, result, drift, previewMs }: Finished): Promise<void> {
  const { run, id } = session;
  const { lastUpdate: previous, drift: known, durations } = await readHistory(run.deps.paths, id);
  const at = isoNow(session);
  const update: LastUpdate | undefined =
    kind === 'drift' ? previous : { operation: kind, at, runId: run.id, result: result.result, durationMs: result.durationMs, changes: result.changes };
  const found = drift === undefined ? known : { checkedAt: at, runId: run.id, resources: drift };
  const isRepaired = result.result === 'succeeded' && (kind === 'up' || kind === 'destroy');
  await writeHistory(run.deps.paths, id, {
    version: 1,
    ...(update === undefined ? {} : { lastUpdate: update }),
    ...(found === undefined || isRepaired ? {} : { drift: found }),
    durations: {
      ...durations,
      ...(result.result === 'succeeded' ? { [kind]: result.durationMs } : {}),
      ...(previewMs === undefined ? {} : { preview: previewMs }),
    },
  });
}

export async function recordAudit(session: StackSession, kind: OperationKind, result: StackResult): Promise<void> {
  const { run, id, ledger } = session;
  const entry: JsonObject = {
    kind: 'operation',
    operation: kind,
    runId: run.id,
    ...id,
    result: result.result,
    changes: result.changes as JsonObject,
    ...(result.error === undefined ? {} : { reason: result.error.reason }),
    ...(ledger === undefined ? {} : { stateSerial: ledger.serial, stateDigest: ledger.digest }),
    ...(session.policies === undefined ? {} : { policies: { ...session.policies.counts }, exemptions: exemptionsOf(session.policies) }),
    ...(run.owner.ciRunUrl === undefined ? {} : { ciRunUrl: run.owner.ciRunUrl }),
  };
  await appendAudit(run.deps.paths, entry, run.owner, run.deps.facts, isoNow(session));
}

/** Every use of an exemption, with who answers for it. */
const exemptionsOf = ({ findings }: PolicyReport): readonly JsonObject[] =>
  findings.flatMap(({ policy, urn, exemption }) =>
    exemption === undefined ? [] : [{ policy, urn, justification: exemption.justification, owner: exemption.owner, expires: exemption.expires }],
  );
