// The port behind which one stack's engine runs. Operations are written, and tested, against it; automation/pulumi implements it.
import type { ErrorRecord } from './errors';
import type { ChangeCounts, HxEvent, ResultName } from './events';
import type { JsonObject } from './json';
import type { Engine } from './operation';
import type { CloudName, Program, ProgramInput } from './programs';
import type { LostCreate } from './state/lost-creates';
import type { StateResource } from './state/pending';
import type { Target } from './targets';

/** One program of one target: the unit that an operation works on. */
export interface StackUnit {
  readonly target: Target;
  readonly program: Program;
  readonly cloud: CloudName;
  /** `<project>/<stack>`, as shown. */
  readonly name: string;
}

type Unstamped<Event> = Event extends unknown ? Omit<Event, 'time' | 'target' | 'stack' | 'program'> : never;
/** What the engine reports of its stack; the operation adds time, target, stack and program. */
export type StackEvent = Unstamped<
  Extract<HxEvent, { readonly type: 'resource' | 'diagnostic' | 'policy-violation' | 'policy-report' | 'policy-remediation' }>
>;

export type EngineAction =
  /** `policyPack` is an executable that names the pack's port. */
  | { readonly kind: 'preview' | 'up'; readonly policyPack: string }
  | { readonly kind: 'refresh' | 'drift' }
  | { readonly kind: 'destroy-preview' | 'destroy'; readonly includeProtected: boolean }
  /** Creates the empty stack. */
  | { readonly kind: 'init'; readonly secretsProvider: string }
  /** Removes the empty stack. */
  | { readonly kind: 'remove' }
  /** Gives the deployment with secrets still encrypted. */
  | { readonly kind: 'export' }
  /**
   * Settles operations that were interrupted: `adopt` maps the URN of a pending create, or of a lost one, to the id found in the cloud; all
   * others are dropped.
   */
  | { readonly kind: 'settle'; readonly adopt: Readonly<Record<string, string>>; readonly lost: readonly StateResource[] };

/** Where the engine works; differs between the preview of a stack that does not exist yet and everything else. */
export interface EngineSite {
  readonly engine: Engine;
  readonly workDir: string;
  readonly backendUrl: string;
  /** The engine's whole environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface EngineOutcome {
  readonly result: Exclude<ResultName, 'skipped'>;
  readonly changes: ChangeCounts;
  /** False where an update would write nothing: no resource, no option of one and no stack output differs. */
  readonly hasChanges: boolean;
  readonly durationMs: number;
  readonly error?: ErrorRecord;
  /** Creates that failed without an answer: perhaps they took place. */
  readonly lostCreates?: readonly LostCreate[];
  /** `export` only. */
  readonly deployment?: JsonObject;
}

export interface StackEngine {
  /** Process that may still write after hx itself is gone; undefined before the first start. */
  readonly pid: number | undefined;
  /** Begins loading the program; `run` does so itself where it was not called. */
  start(): void;
  /** One at a time. Never rejects for what the engine or the cloud refuses: that is the outcome. */
  run(action: EngineAction, site: EngineSite, input: ProgramInput, onEvent: (event: StackEvent) => void): Promise<EngineOutcome>;
  /** Lets the engine finish the step in flight and stop; only the first call counts. */
  cancel(): void;
  /** Ends engine and worker at once. */
  kill(): void;
  close(): Promise<void>;
}

export interface StackEngineOptions {
  readonly logFile: string;
  /** Values that must appear in no log and no event. */
  readonly secrets: readonly string[];
}

export type OpenStackEngine = (unit: StackUnit, options: StackEngineOptions) => StackEngine;
