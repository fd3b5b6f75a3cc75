// Stops an update while the disk still holds its state: engine 3.259 leaves a state cut in the middle where a write of it fails.
import { HxError } from '../errors';
import type { EngineOutcome, StackEngine } from '../stack-engine';
import type { Emit, OperationDeps } from './context';

const mebibyte = 1024 * 1024;
/** Free bytes below which no update begins, and below which one stops: the states, the local cloud and the records of all stacks share them. */
const toBegin = 32 * mebibyte;
const toGoOn = 16 * mebibyte;

const suggestion = 'free disk space, then run the same command again';

/** Throws HxError `failure` where the disk of HX_HOME has no room for an update. Nothing has been changed then. */
export function mustHaveRoom({ run: { deps } }: Pick<DiskUser, 'run'>): void {
  if (deps.freeBytes(deps.paths.home) >= toBegin) return;
  throw new HxError('failure', `the disk of ${deps.paths.home} has less than ${toBegin / mebibyte} MB free: nothing was changed`, { suggestion });
}

/** The part of a stack's session that a watch needs. */
export interface DiskUser {
  readonly run: { readonly deps: Pick<OperationDeps, 'paths' | 'freeBytes'>; readonly emit: Pick<Emit, 'notice'> };
  readonly engine: Pick<StackEngine, 'cancel'>;
  readonly logFile: string;
}

export class DiskWatch {
  private isFull = false;

  constructor(private readonly session: DiskUser) {}

  /** To be called at every step: where the room runs out, the engine finishes the steps in flight and stops. */
  look(): void {
    const { run, engine } = this.session;
    if (this.isFull || run.deps.freeBytes(run.deps.paths.home) >= toGoOn) return;
    this.isFull = true;
    run.emit.notice(`the disk of ${run.deps.paths.home} is nearly full: stopping after the steps in flight; free disk space so that their state can be saved`);
    engine.cancel();
  }

  /** The outcome as it is to be told: nobody but the disk cancelled it. */
  explained(outcome: EngineOutcome): EngineOutcome {
    if (!this.isFull || outcome.result === 'succeeded') return outcome;
    const { deps } = this.session.run;
    const message = `the disk of ${deps.paths.home} is nearly full: the steps in flight were finished, the state saved, and the update stopped`;
    return outcome.error?.reason === 'cancelled'
      ? { ...outcome, result: 'failed', error: { reason: 'failure', message, suggestion, log: this.session.logFile } }
      : outcome;
  }
}
