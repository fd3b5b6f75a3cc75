// One operation over many targets: what is asked, what it needs from outside, what comes back.
import type { HxEvent, OperationKind, OperationSummary } from './events';
import type { HxPaths } from './paths';
import type { PolicySession } from './policies';
import type { CloudName, Program } from './programs';
import type { Target } from './targets';

export interface OperationRequest {
  readonly kind: OperationKind;
  readonly targets: readonly Target[];
  readonly programs: readonly Program[];
  /** Programs that are not run: where one of `programs` depends on one of these, it reads the export of its last run. */
  readonly upstream?: readonly Program[];
  readonly cloud: CloudName;
  /** How many stacks run at once. */
  readonly parallel: number;
  /** Milliseconds to wait for another run's lease; 0 refuses at once with exit code 12. */
  readonly waitLockMs: number;
  /** Destroy only: also delete resources that the programs protect. The CLI asks for the typed name before it sets this. */
  readonly includeProtected: boolean;
  /** Up and destroy only: stop after the preview. Takes no lease and writes nothing. */
  readonly dryRun: boolean;
}

/** What a change would do, over all targets, as shown before it is confirmed. */
export interface ChangePreview {
  readonly kind: OperationKind;
  readonly results: OperationSummary['results'];
  readonly hasChanges: boolean;
  /** True where a stack replaces or deletes something. */
  readonly isDestructive: boolean;
}

export type Confirmation = 'approved' | 'declined';

export interface OperationPorts {
  readonly emit: (event: HxEvent) => void;
  /**
   * Called once after all previews, before any change; never called when nothing would change. An HxError thrown here ends the operation
   * with its exit code, nothing changed.
   */
  readonly confirm: (preview: ChangePreview) => Promise<Confirmation>;
  /** Starts what stands for the cloud; `environment` is added to the engine's environment. Called once an operation. */
  readonly startCloud: () => Promise<CloudSession>;
  /** Brings the policy pack that previews and updates are judged by. Called once an operation, and not where nothing is judged. */
  readonly startPolicies: () => Promise<PolicySession>;
  /**
   * What a target's programs are given, asked for when its leases are held: what the run before left behind may count. Absent: the
   * target's own settings.
   */
  readonly settingsOf?: (target: Target) => Promise<Target['settings']>;
  /**
   * Stops what the cloud refuses to change while it runs, among resources of a stack that are about to be changed or deleted. `message` says
   * what was stopped, empty where nothing was; `release` starts again what is still there.
   */
  readonly holdStill?: (
    target: Target,
    resources: readonly { readonly type: string; readonly id: string }[],
  ) => Promise<{ readonly message: string; readonly release: () => Promise<void> }>;
  /** Aborted once on the first Ctrl-C: finish the step in flight, save, stop. */
  readonly cancelled: AbortSignal;
  /** Aborted on the second Ctrl-C: the engine is killed; what it had in flight stays behind as pending operations. */
  readonly killed?: AbortSignal;
}

export interface CloudSession {
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Looks for a resource whose creation was interrupted before its id was known. `unknown`, or no such method, where the cloud can't be
   * asked by name: hx then drops creates that the provider refuses to repeat, and stops for all others.
   */
  readonly find?: (create: PendingCreate) => Promise<Whereabouts>;
  /** How many resources the cloud holds where this program would make its own; undefined, or no such method, where it can't be asked. */
  readonly holds?: (target: Target, program: Program) => Promise<number | undefined>;
  stop(): Promise<void>;
}

export interface PendingCreate {
  readonly urn: string;
  /** Pulumi type token: "azure-native:storage:StorageAccount". */
  readonly type: string;
  /** As recorded in the state: secrets are encrypted. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs of its provider, recorded alike: which subscription, which workspace. */
  readonly provider: Readonly<Record<string, unknown>>;
  /** Ids that the state holds for resources of this type: none of them is the one. */
  readonly recordedIds: readonly string[];
  /** Where known, when the cloud wrote it, ISO 8601: what is older, or newer, is somebody else's. */
  readonly written?: { readonly since: string; readonly until: string };
}

export type Whereabouts = { readonly kind: 'found'; readonly id: string } | { readonly kind: 'absent' } | { readonly kind: 'unknown' };

/** The Pulumi CLI that hx drives. */
export interface Engine {
  /** Absolute path of the executable. */
  readonly binary: string;
  /** "3.259.0". */
  readonly version: string;
}

/** What the composition root knows; from it come all adapters of this room. */
export interface OperationSetup {
  readonly paths: HxPaths;
  /** Called at most once, when the first engine process is needed; everything else runs meanwhile. */
  readonly engine: () => Promise<Engine>;
  /** The user's environment (`process.env`); only an allow-list of it reaches the engine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}
