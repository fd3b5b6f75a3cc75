// One stack during one operation: its engine, where that works, and what is known of its state. The steps work on it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fromErrorRecord, toErrorRecord } from '../errors';
import type { StackResult } from '../events';
import { readIfThere } from '../files/durable';
import type { JsonObject } from '../json';
import type { HeldBy } from '../lease/hold';
import type { ProgramInput } from '../programs';
import { backendOf, checkpointPath, engineEnvironment, fileBackendRoot, scratchSite, workspaceSite } from '../pulumi';
import { readStackExport } from '../records/exports';
import type { PolicyReport } from '../policies';
import type { StackId } from '../records/types';
import type { EngineAction, EngineOutcome, EngineSite, StackEngine, StackEvent, StackUnit } from '../stack-engine';
import { readLedger, type LedgerEntry } from '../state/ledger';
import { readState, type StateReading } from '../state/reading';
import type { Run } from './context';

export type Upstream = Readonly<Record<string, JsonObject>>;

/** What the last preview said, and of which inputs. */
export interface Previewed {
  readonly outcome: EngineOutcome;
  readonly upstream: Upstream;
  /** URNs that it would replace or delete. */
  readonly destroys: ReadonlySet<string>;
  /** URNs that it would change in any way. */
  readonly touches: ReadonlySet<string>;
}

export interface StackState {
  readonly reading: StateReading;
  /** The backend's bytes, for the copy. */
  readonly content: Buffer | string | undefined;
}

export class StackSession {
  readonly id: StackId;
  readonly engine: StackEngine;
  readonly logFile: string;
  lease: HeldBy | undefined;
  state: StackState = { reading: { kind: 'absent' }, content: undefined };
  ledger: LedgerEntry | undefined;
  previewed: Previewed | undefined;
  /** What the policies said of the last preview or update. */
  policies: PolicyReport | undefined;
  private settings: Promise<ProgramInput['settings']> | undefined;
  readonly began = performance.now();

  constructor(
    readonly run: Run,
    readonly unit: StackUnit,
  ) {
    const { target, program, cloud } = unit;
    this.id = { cloud, project: program.project, stack: target.name };
    this.logFile = join(run.deps.paths.runs, run.id, `${target.name}-${program.name}.log`);
    this.engine = run.deps.openEngine(unit, { logFile: this.logFile, secrets: run.secrets });
  }

  get isNew(): boolean {
    return this.state.reading.kind === 'absent';
  }

  get resources(): NonNullable<Extract<StateReading, { kind: 'sound' }>['deployment']['resources']> {
    return this.state.reading.kind === 'sound' ? (this.state.reading.deployment.resources ?? []) : [];
  }

  /** Reads ledger and state anew. */
  async look(): Promise<void> {
    const { paths } = this.run.deps;
    this.ledger = await readLedger(paths, this.id);
    const content = await this.stateContent();
    this.state = { reading: readState(content, this.id.project, this.id.stack), content };
  }

  private async stateContent(): Promise<Buffer | string | undefined> {
    const root = fileBackendRoot(backendOf(this.unit, this.run.deps.paths));
    if (root !== undefined) return readIfThere(checkpointPath(root, this.id.project, this.id.stack));
    const outcome = await this.perform({ kind: 'export' }, {}, () => undefined);
    if (outcome.error?.reason === 'stackNotFound') return undefined;
    if (outcome.error !== undefined) throw fromErrorRecord({ ...outcome.error, target: this.unit.target.name });
    return JSON.stringify(outcome.deployment);
  }

  /** Outputs of the programs that this one depends on, from their exports; absent ones are unknown. */
  async upstream(): Promise<Upstream> {
    const { unit, run } = this;
    const upstream: Record<string, JsonObject> = {};
    const { programs, upstream: others = [] } = run.request;
    for (const program of [...others, ...programs].filter(({ name }) => unit.program.dependsOn.includes(name))) {
      const file = await readStackExport(run.deps.paths, unit.target, program, unit.cloud);
      if (file !== undefined) upstream[program.name] = file.outputs;
    }
    return upstream;
  }

  private async input(upstream: Upstream): Promise<ProgramInput> {
    const { target } = this.unit;
    const { env, region, isPrimary } = target;
    const settings = await (this.settings ??= this.run.ports.settingsOf?.(target) ?? Promise.resolve(target.settings));
    return { env, region, isPrimary, cloud: this.unit.cloud, settings, upstream };
  }

  /** Runs the engine in the kept workspace; `inScratch` in an empty stack of its own that is thrown away. */
  async perform(action: EngineAction, upstream: Upstream, onEvent: (event: StackEvent) => void, inScratch = false): Promise<EngineOutcome> {
    const { deps, session, id } = this.run;
    this.engine.start();
    await this.lease?.lease.addWorker(this.engine.pid);
    const [engine, cloud] = await Promise.all([deps.engine(), session]);
    const facts = { engine, environment: engineEnvironment(deps.paths, deps.environment, cloud.environment) };
    const scratch = join(deps.paths.runs, id, 'scratch', `${this.unit.target.name}-${this.unit.program.name}`);
    const site = inScratch ? await scratchSite(this.unit, scratch, facts) : await this.workspace(facts);
    try {
      return await this.engine.run(action, site, await this.input(upstream), onEvent);
    } finally {
      if (inScratch) await rm(scratch, { recursive: true, force: true });
    }
  }

  private workspace(facts: Pick<EngineSite, 'engine' | 'environment'>): Promise<EngineSite> {
    const { reading } = this.state;
    const salt = reading.kind === 'sound' ? reading.deployment.secrets_providers?.state?.salt : undefined;
    return workspaceSite(this.unit, this.run.deps.paths, facts, salt);
  }

  result(result: StackResult['result'], outcome: Partial<Pick<EngineOutcome, 'changes' | 'error'>> = {}): StackResult {
    const { target, program, name } = this.unit;
    const error = outcome.error === undefined ? undefined : { ...outcome.error, target: target.name };
    const durationMs = Math.round(performance.now() - this.began);
    return {
      target: target.name,
      stack: name,
      program: program.name,
      result,
      changes: outcome.changes ?? {},
      durationMs,
      ...(error === undefined ? {} : { error }),
    };
  }

  /** A lease that can't be released is taken over once this process is gone: no reason to lose a result. */
  async release(): Promise<void> {
    try {
      await this.lease?.release();
    } catch (error) {
      const { message } = toErrorRecord(error);
      this.run.emit.notice(`${this.unit.name}: the lease could not be released, ${message}; the next run takes it over`, this.unit.target.name);
    }
    this.lease = undefined;
  }

  async close(): Promise<void> {
    await this.release();
    await this.engine.close();
  }
}
