// The flow of one operation over all its stacks: lease and verify, preview, confirm once, change, release.
import { HxError, toErrorRecord, type ErrorRecord } from '../errors';
import type { StackResult } from '../events';
import type { ChangePreview } from '../operation';
import { readHistory } from '../records/history';
import type { StackUnit } from '../stack-engine';
import { hasCancelled, type Run } from './context';
import { limiter, runGraph } from './pool';
import { needsOf } from './schedule';
import { recordUnchanged } from './record';
import { settlePending } from './settle';
import { StackSession } from './session';
import { change, findDrift, mustNotBeProtected, preview, previewAgain, takeLease } from './steps';
import { verifyState } from './verify';

type Limit = ReturnType<typeof limiter>;

const errorOf = (error: unknown, session: StackSession): ErrorRecord => {
  const record = toErrorRecord(error);
  return { log: session.logFile, ...record, target: session.unit.target.name };
};

const failedBy = (session: StackSession, error: unknown): StackResult => {
  const record = errorOf(error, session);
  return session.result(record.reason === 'cancelled' ? 'cancelled' : 'failed', { error: record });
};

export class Operation {
  private readonly results = new Map<StackUnit, StackResult>();
  private readonly sessions: readonly StackSession[];
  private readonly limit: Limit;

  constructor(
    private readonly run: Run,
    private readonly units: readonly StackUnit[],
  ) {
    this.limit = limiter(run.request.parallel);
    this.sessions = units.map((unit) => new StackSession(run, unit));
  }

  /** Every stack's result, in the order of the units; never rejects but for a bug. */
  async perform(): Promise<readonly StackResult[]> {
    const stop = (): void => this.sessions.forEach((session) => session.engine.cancel());
    const kill = (): void => this.sessions.forEach((session) => session.engine.kill());
    const { cancelled, killed } = this.run.ports;
    cancelled.addEventListener('abort', stop, { once: true });
    killed?.addEventListener('abort', kill, { once: true });
    try {
      this.warmUp();
      await this.flow();
      return this.units.map((unit) => this.results.get(unit) ?? this.settleResult(this.sessionOf(unit), 'skipped'));
    } finally {
      cancelled.removeEventListener('abort', stop);
      killed?.removeEventListener('abort', kill);
      await Promise.all(this.sessions.map((session) => session.close()));
    }
  }

  private get isReadOnly(): boolean {
    const { kind, dryRun } = this.run.request;
    return kind === 'preview' || kind === 'drift' || dryRun;
  }

  /** Workers load their programs while leases are taken and states are read. */
  private warmUp(): void {
    for (const session of this.sessions.slice(0, this.run.request.parallel)) session.engine.start();
  }

  private sessionOf(unit: StackUnit): StackSession {
    const session = this.sessions[this.units.indexOf(unit)];
    if (session === undefined) throw new Error(`${unit.name} is not part of this operation`);
    return session;
  }

  private finish(session: StackSession, result: StackResult): StackResult {
    this.results.set(session.unit, result);
    this.run.emit.finished(session.unit, result);
    return result;
  }

  private settleResult(session: StackSession, result: 'skipped' | 'cancelled'): StackResult {
    return this.finish(session, session.result(result));
  }

  private pending(): readonly StackSession[] {
    return this.sessions.filter(({ unit }) => !this.results.has(unit));
  }

  /** Runs a step over all stacks that have no result yet, a limited number at once; a stack whose step throws has failed. */
  private async each(step: (session: StackSession) => Promise<void>): Promise<void> {
    await Promise.all(
      this.pending().map((session) =>
        this.limit(async () => {
          try {
            if (hasCancelled(this.run)) throw new HxError('cancelled', 'cancelled before it began');
            await step(session);
          } catch (error) {
            this.finish(session, failedBy(session, error));
          }
        }),
      ),
    );
  }

  private async flow(): Promise<void> {
    await this.prepare();
    if (this.hasStopped()) return;
    const { kind } = this.run.request;
    if (kind === 'drift' || (kind === 'refresh' && this.isReadOnly)) return this.each(async (session) => void this.finish(session, await findDrift(session)));
    if (kind !== 'refresh') {
      await this.each(async (session) => void (await preview(session, await session.upstream())));
      if (this.isReadOnly) return this.pending().forEach((session) => this.finish(session, session.result('succeeded', session.previewed?.outcome ?? {})));
      if (this.hasStopped() || !(await this.isConfirmed())) return;
    }
    await this.changeAll();
  }

  /** Before any change, one stack's failure stops all: nothing has been written yet. A read-only operation goes on with the others. */
  private hasStopped(): boolean {
    return !this.isReadOnly && this.results.size > 0 && [...this.results.values()].some(({ result }) => result !== 'succeeded');
  }

  /** One after the other in the order of their names: two runs that wait for each other's stacks would wait for ever. */
  private async takeLeases(): Promise<void> {
    for (const session of this.sessions.toSorted((a, b) => (a.unit.name < b.unit.name ? -1 : 1))) {
      try {
        await takeLease(session);
      } catch (error) {
        this.finish(session, failedBy(session, error));
      }
    }
  }

  private async prepare(): Promise<void> {
    if (!this.isReadOnly) await this.takeLeases();
    if (this.hasStopped()) return;
    await this.each(async (session) => {
      const { durations } = await readHistory(this.run.deps.paths, session.id);
      this.run.emit.started(session.unit, durations[this.run.request.kind]);
      await verifyState(session, this.isReadOnly);
      await this.stopWhereNothingIs(session);
    });
    if (this.hasStopped()) return;
    if (this.run.request.kind === 'destroy') await this.each(async (session) => mustNotBeProtected(session));
    if (!this.isReadOnly && !this.hasStopped()) await this.each(settlePending);
  }

  /** A stack that does not exist: nothing to destroy; nothing to refresh, which is an error where no stack of the target exists. */
  private async stopWhereNothingIs(session: StackSession): Promise<void> {
    const { kind } = this.run.request;
    if (!session.isNew || kind === 'up' || kind === 'preview') return;
    if (kind === 'destroy' || session.unit.program.dependsOn.length > 0) {
      this.finish(session, session.result('succeeded'));
      return;
    }
    throw new HxError('stackNotFound', `${session.unit.name} does not exist`, {
      suggestion: `hx up --env ${session.unit.target.env} --region ${session.unit.target.region} --cloud ${session.unit.cloud}`,
    });
  }

  private async isConfirmed(): Promise<boolean> {
    const sessions = this.pending();
    const previews = sessions.flatMap(({ previewed }) => (previewed === undefined ? [] : [previewed]));
    const request: ChangePreview = {
      kind: this.run.request.kind,
      results: sessions.map((session) => session.result('succeeded', session.previewed?.outcome ?? {})),
      hasChanges: previews.some(({ outcome }) => outcome.hasChanges),
      isDestructive: this.run.request.kind === 'destroy' || previews.some(({ destroys }) => destroys.size > 0),
    };
    if (!request.hasChanges && request.kind !== 'destroy') return true;
    for (const { unit } of sessions) this.run.emit.phase(unit, 'confirm');
    const declined = await this.declinedBy(request);
    if (declined === undefined) return true;
    for (const session of sessions) this.finish(session, session.result('cancelled', { error: declined }));
    return false;
  }

  private async declinedBy(request: ChangePreview): Promise<ErrorRecord | undefined> {
    try {
      const answer = await this.run.ports.confirm(request);
      if (answer === 'approved' && !hasCancelled(this.run)) return undefined;
      return { reason: 'cancelled', message: answer === 'approved' ? 'cancelled before anything was changed' : 'declined; nothing was changed' };
    } catch (error) {
      return toErrorRecord(error);
    }
  }

  /** Targets side by side, programs of a target in their order; what one target fails at stops no other. */
  private async changeAll(): Promise<void> {
    await runGraph<StackUnit, StackResult>(
      this.units,
      (unit) => needsOf(unit, this.units, this.run.request.kind),
      (unit, needed) => this.changeOne(this.sessionOf(unit), needed),
    );
  }

  private async changeOne(session: StackSession, needed: readonly StackResult[]): Promise<StackResult> {
    const known = this.results.get(session.unit);
    if (known !== undefined) return known;
    if (needed.some(({ result }) => result !== 'succeeded')) return this.settleResult(session, 'skipped');
    return this.limit(async () => {
      if (hasCancelled(this.run)) return this.settleResult(session, 'cancelled');
      try {
        return this.finish(session, await this.changed(session));
      } catch (error) {
        return this.finish(session, failedBy(session, error));
      } finally {
        this.run.emit.phase(session.unit, 'release');
        await session.release();
      }
    });
  }

  private async changed(session: StackSession): Promise<StackResult> {
    const { kind } = this.run.request;
    if (kind !== 'up') return change(session, session.previewed?.upstream ?? {});
    const upstream = await session.upstream();
    const isStale = JSON.stringify(upstream) !== JSON.stringify(session.previewed?.upstream);
    const current = isStale ? await previewAgain(session, upstream) : session.previewed;
    // Nothing to write: the engine's update is not run, and the state stays byte for byte what it was.
    if (current?.outcome.hasChanges === false && !session.isNew) {
      await recordUnchanged(session);
      return session.result('succeeded', current.outcome);
    }
    return change(session, upstream);
  }
}
