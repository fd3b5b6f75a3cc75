// The steps of one stack's operation, each small: lease, preview, checks on it, and the change itself.
import { HxError, fromErrorRecord, type ErrorRecord } from '../errors';
import type { StackResult } from '../events';
import { hold, ownerText } from '../lease/hold';
import { removeEngineLock, secretsProviderOf } from '../pulumi';
import { engineLocksOf } from '../records/locks';
import type { DriftedResource } from '../records/types';
import type { EngineOutcome, StackEvent } from '../stack-engine';
import { copyCheckpoint } from '../state/checkpoints';
import { DiskWatch, mustHaveRoom } from './disk';
import { markRunning, recordAudit, recordDestroyed, recordExport, recordHistory, recordLostCreates, recordState } from './record';
import { performPoliced } from './policed';
import type { Previewed, StackSession, Upstream } from './session';

/** Takes the stack's lease for this run; from then on the worker counts as its owner too, and a lost lease stops the engine. */
export async function takeLease(session: StackSession): Promise<void> {
  const { run, unit, id, engine } = session;
  run.emit.phase(unit, 'lease');
  session.lease = await hold({
    paths: run.deps.paths,
    id,
    name: unit.name,
    owner: run.owner,
    facts: run.deps.facts,
    waitMs: run.request.waitLockMs,
    signal: run.ports.cancelled,
    onWait: (by) => run.emit.notice(`${unit.name}: waiting for ${ownerText(by)}`, unit.target.name),
    onLost: () => engine.cancel(),
  });
  const { takenFrom } = session.lease.lease;
  if (takenFrom !== undefined) run.emit.notice(`${unit.name}: took over the lease of ${ownerText(takenFrom)}`, unit.target.name);
  await session.lease.lease.addWorker(engine.pid);
  await clearDeadLocks(session);
}

/** The engine's own lock outlives an engine that was killed. Under hx's lease nobody else of hx can hold it: one with a dead owner is removed. */
async function clearDeadLocks({ run, unit }: StackSession): Promise<void> {
  for (const { file, status } of await engineLocksOf(unit, run.deps.paths, run.deps.facts)) {
    const { owner, liveness, evidence } = status;
    if (liveness !== 'dead') {
      throw new HxError('locked', `${unit.name} is locked by a Pulumi engine of ${owner.user}@${owner.host} since ${owner.since}: ${evidence}`, {
        suggestion: 'wait for it; if it does not run any more: hx unlock',
      });
    }
    await removeEngineLock(file);
    run.emit.notice(`${unit.name}: removed the lock of an engine that was killed: ${evidence}`, unit.target.name);
  }
}

const destructive = (event: StackEvent): string | undefined =>
  event.type === 'resource' && event.status === 'planned' && (event.operation === 'delete' || event.operation === 'replace') ? event.urn : undefined;

/** Whatever the engine says of a cancel: a preview has no step in flight. */
const inPreview = (error: ErrorRecord): ErrorRecord =>
  error.reason === 'cancelled' ? { ...error, message: 'cancelled in the preview; nothing of this stack was changed' } : error;

/** Previews the operation; throws the outcome's error. A stack that does not exist is previewed in a scratch one: nothing is created. */
export async function preview(session: StackSession, upstream: Upstream): Promise<Previewed> {
  const { run, unit } = session;
  run.emit.phase(unit, 'preview');
  const destroys = new Set<string>();
  const touches = new Set<string>();
  const onEvent = (event: StackEvent): void => {
    const urn = destructive(event);
    if (urn !== undefined) destroys.add(urn);
    if (event.type === 'resource' && event.status === 'planned' && event.operation !== 'same') touches.add(event.urn);
    run.emit.stack(unit, event);
  };
  const outcome =
    run.request.kind === 'destroy'
      ? await session.perform(
          { kind: 'destroy-preview', includeProtected: run.request.includeProtected || run.request.dryRun },
          upstream,
          onEvent,
          session.isNew,
        )
      : await performPoliced(session, { kind: 'preview', upstream, onEvent, inScratch: session.isNew });
  if (outcome.error !== undefined) throw fromErrorRecord(inPreview(outcome.error));
  session.previewed = { outcome, upstream, destroys, touches };
  return session.previewed;
}

/** The update may do no worse than what was confirmed: a preview with upstream's new outputs must not destroy more. */
export async function previewAgain(session: StackSession, upstream: Upstream): Promise<Previewed> {
  const confirmed = session.previewed?.destroys ?? new Set<string>();
  const again = await preview(session, upstream);
  const more = [...again.destroys].filter((urn) => !confirmed.has(urn));
  if (more.length === 0) return again;
  const names = more.map((urn) => urn.split('::').slice(3).join('::')).join(', ');
  throw new HxError(
    'expectation',
    `${session.unit.name}: with the new outputs of upstream programs the update would also replace or delete ${names}, which was not confirmed`,
    {
      suggestion: 'run the same command again and confirm what it shows',
    },
  );
}

/** Throws HxError `usage` naming the protected resources, unless they were asked for; a dry run tells them and goes on, since it deletes nothing. */
export function mustNotBeProtected({ run, unit, resources }: StackSession): void {
  if (run.request.includeProtected) return;
  const isProtected = resources.filter(({ protect }) => protect === true).map(({ urn }) => urn.split('::').slice(3).join('::'));
  if (isProtected.length === 0) return;
  const message = `${unit.name}: ${isProtected.length === 1 ? '1 resource is' : `${isProtected.length} resources are`} protected: ${isProtected.join(', ')}`;
  if (!run.request.dryRun) throw new HxError('usage', message, { suggestion: '--include-protected' });
  run.emit.notice(`${message}; destroying them takes --include-protected`, unit.target.name);
}

/** Collects what a refresh or a drift finds. */
const driftCollector = (): { readonly found: DriftedResource[]; readonly see: (event: StackEvent) => void } => {
  const found: DriftedResource[] = [];
  const see = (event: StackEvent): void => {
    if (event.type !== 'resource' || (event.status !== 'planned' && event.status !== 'succeeded')) return;
    const { urn, resourceType, name, operation, changes = [] } = event;
    found.push({ urn, resourceType, name, operation, changes });
  };
  return { found, see };
};

/** Compares cloud and state without touching either; only what was found is recorded. */
export async function findDrift(session: StackSession): Promise<StackResult> {
  const { run, unit } = session;
  const drift = driftCollector();
  run.emit.phase(unit, 'preview');
  const outcome = await session.perform({ kind: 'drift' }, {}, (event) => {
    drift.see(event);
    run.emit.stack(unit, event);
  });
  const result = session.result(outcome.result, outcome);
  if (outcome.result === 'succeeded') await recordHistory(session, { kind: 'drift', result, drift: drift.found });
  return result;
}

const createStack = async (session: StackSession): Promise<void> => {
  const outcome = await session.perform({ kind: 'init', secretsProvider: secretsProviderOf(session.unit) }, {}, () => undefined);
  if (outcome.error !== undefined) throw fromErrorRecord(outcome.error);
  await recordState(session, outcome);
};

/** An update is judged by the policies resource by resource, before each is written; a refresh and a destroy write nothing that they speak of. */
const performChange = (session: StackSession, upstream: Upstream, onEvent: (event: StackEvent) => void): Promise<EngineOutcome> => {
  const { kind, includeProtected } = session.run.request;
  if (kind === 'destroy') return session.perform({ kind, includeProtected }, upstream, onEvent);
  return kind === 'refresh' ? session.perform({ kind }, upstream, onEvent) : performPoliced(session, { kind: 'up', upstream, onEvent, inScratch: false });
};

/** Stops what must stand still while it is changed, and lets go of it again however the change ends. */
const whileStill = async <Result>({ run, unit, resources, previewed }: StackSession, work: () => Promise<Result>): Promise<Result> => {
  const touched = resources.filter(({ urn }) => previewed?.touches.has(urn) === true);
  const found = touched.flatMap(({ type, id }) => (type === undefined || id === undefined ? [] : [{ type, id }]));
  const still = found.length === 0 ? undefined : await run.ports.holdStill?.(unit.target, found);
  if (still !== undefined && still.message !== '') run.emit.notice(`${unit.name}: ${still.message}`, unit.target.name);
  try {
    return await work();
  } finally {
    await still?.release();
  }
};

/** Runs the engine's update and records what it left, also after a failure. Throws nothing that the engine or the cloud refused: that is the outcome. */
const update = async (session: StackSession, upstream: Upstream, see: (event: StackEvent) => void): Promise<EngineOutcome> => {
  const { run, unit, lease } = session;
  run.emit.phase(unit, 'checkpoint');
  lease?.mustBeHeld();
  mustHaveRoom(session);
  if (session.isNew) await createStack(session);
  if (session.state.content !== undefined) await copyCheckpoint(run.deps.paths, session.id, session.ledger?.serial ?? 0, session.state.content);
  await markRunning(session);
  run.emit.phase(unit, 'run');
  lease?.mustBeHeld();
  const disk = new DiskWatch(session);
  const ended = await whileStill(session, () =>
    performChange(session, upstream, (event) => {
      if (event.type === 'resource' && event.status === 'started' && lease?.lease.isHeld() === false) session.engine.cancel();
      if (event.type === 'resource') disk.look();
      see(event);
      run.emit.stack(unit, event);
    }),
  );
  const outcome = disk.explained(ended);
  await recordLostCreates(session, outcome.lostCreates ?? []);
  await recordState(session, outcome);
  return outcome;
};

/** A state that the engine could not write whole is a failure, whatever the engine's exit code was. */
const withState = (session: StackSession, outcome: EngineOutcome): EngineOutcome => {
  const { reading } = session.state;
  if (reading.kind === 'sound' || outcome.result === 'failed') return outcome;
  const message = reading.kind === 'absent' ? 'the state is missing after the update' : `the state is damaged after the update: ${reading.detail}`;
  return { ...outcome, result: 'failed', error: { reason: 'failure', message, suggestion: 'hx status', log: session.logFile } };
};

const removeStack = async (session: StackSession): Promise<void> => {
  const outcome = await session.perform({ kind: 'remove' }, {}, () => undefined);
  if (outcome.error !== undefined) throw fromErrorRecord(outcome.error);
  await recordDestroyed(session);
};

/** Copies the checkpoint, updates, records, exports. Always gives a result. */
export async function change(session: StackSession, upstream: Upstream): Promise<StackResult> {
  const { run, unit } = session;
  const { kind } = run.request;
  const drift = driftCollector();
  const outcome = withState(session, await update(session, upstream, drift.see));
  run.emit.phase(unit, 'export');
  if (outcome.result === 'succeeded' && kind === 'destroy') await removeStack(session);
  if (outcome.result === 'succeeded' && kind !== 'destroy') await recordExport(session);
  const result = session.result(outcome.result, outcome);
  const previewMs = session.previewed?.outcome.durationMs;
  await recordHistory(session, {
    kind,
    result,
    ...(kind === 'refresh' && outcome.result === 'succeeded' ? { drift: drift.found } : {}),
    ...(previewMs === undefined ? {} : { previewMs }),
  });
  await recordAudit(session, kind, result);
  return result;
}
