// What hx and a stack's worker process say to each other over IPC. Types only.
import type { EngineAction, EngineOutcome, EngineSite, StackEvent } from '../stack-engine';
import type { ProgramInput } from '../programs';

/** Handed over in the environment variable HX_WORKER as JSON, so that loading begins before the first message. */
export interface WorkerStart {
  readonly project: string;
  readonly stack: string;
  readonly module: string;
  readonly logFile: string;
  readonly secrets: readonly string[];
}

export type ToWorker =
  | { readonly type: 'run'; readonly id: number; readonly action: EngineAction; readonly site: EngineSite; readonly input: ProgramInput }
  | { readonly type: 'cancel' }
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'events'; readonly events: readonly StackEvent[] }
  | { readonly type: 'done'; readonly id: number; readonly outcome: EngineOutcome };
