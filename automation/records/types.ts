// What hx records of each stack under HX_HOME, and how it answers questions about them. Types only.
import type { ErrorRecord } from '../errors';
import type { ChangeCounts, OperationKind, PropertyChange, ResourceOperation, ResultName } from '../events';
import type { Json, JsonObject } from '../json';
import type { CloudName } from '../programs';

/** One program of one target on one cloud: the unit that is leased, verified and recorded. */
export interface StackId {
  readonly cloud: CloudName;
  readonly project: string;
  /** `<env>-<region>`. */
  readonly stack: string;
}

/** A stack's outputs and checkpoint as handed to app steps. Secrets are left out of `outputs` and stay encrypted in `deployment`. */
export interface StackExport extends StackId {
  readonly version: 1;
  readonly env: string;
  readonly region: string;
  readonly program: string;
  readonly runId: string;
  readonly exportedAt: string;
  readonly engineVersion: string;
  /** sha256 of the checkpoint as the backend gave it. */
  readonly checkpointDigest: string;
  readonly outputs: JsonObject;
  /** Names of the outputs that are secret. */
  readonly secretOutputs: readonly string[];
  readonly deployment: Json;
}

/** Outputs of all programs of one target, merged; a later program's output wins over an earlier one's of the same name. */
export interface TargetOutputs {
  readonly target: string;
  readonly env: string;
  readonly region: string;
  readonly outputs: JsonObject;
  readonly secretOutputs: readonly string[];
  /** Of the oldest export among them. */
  readonly exportedAt?: string;
  /** Programs of the infrastructure that have never been up. */
  readonly missing: readonly string[];
}

export interface DriftedResource {
  readonly urn: string;
  readonly resourceType: string;
  readonly name: string;
  /** `update`: properties differ; `delete`: gone from the cloud. */
  readonly operation: ResourceOperation;
  readonly changes: readonly PropertyChange[];
}

/** Found by the last `drift` or `refresh`; a later `up` that changed something or a refresh clears it. */
export interface DriftRecord {
  readonly checkedAt: string;
  readonly runId: string;
  readonly resources: readonly DriftedResource[];
}

export interface LastUpdate {
  readonly operation: OperationKind;
  readonly at: string;
  readonly runId: string;
  readonly result: ResultName;
  readonly durationMs: number;
  readonly changes: ChangeCounts;
}

/** Who holds a lease. */
export interface LeaseOwner {
  readonly pid: number;
  /** Start time of the process in clock ticks since boot (/proc), where the system tells it: tells a reused pid apart. */
  readonly processStart?: string;
  /** Changes at every boot, where the system tells it. */
  readonly bootId?: string;
  readonly host: string;
  readonly user: string;
  readonly ciRunUrl?: string;
  readonly since: string;
  readonly runId: string;
  /** `deploy`, `pipeline`: a delivery to the target, a local run of its pipeline; the others are operations on one stack. */
  readonly operation: OperationKind | 'deploy' | 'pipeline';
}

export type Liveness = 'alive' | 'dead' | 'unknown';

export interface LockStatus {
  /** `hx`: hx's lease; `engine`: the Pulumi engine's own lock in the backend. */
  readonly kind: 'hx' | 'engine';
  readonly owner: Pick<LeaseOwner, 'pid' | 'host' | 'user' | 'since'> & Partial<LeaseOwner>;
  readonly liveness: Liveness;
  /** Why hx believes so: "process 4711 runs since …", "process 4711 is gone", "on another host". */
  readonly evidence: string;
  readonly path: string;
}

export interface StackStatus extends StackId {
  readonly program: string;
  /** False before the first `up` and after a `destroy`. */
  readonly exists: boolean;
  readonly resources: number;
  readonly pendingOperations: number;
  readonly lastUpdate?: LastUpdate;
  readonly drift?: DriftRecord;
  readonly locks: readonly LockStatus[];
  /** Set where the state does not pass verification. */
  readonly problem?: ErrorRecord;
}

/** The last delivery to a target, and what its readers see. */
export interface DeliveryStatus {
  readonly runId: string;
  readonly sha: string;
  readonly isDirty: boolean;
  /** `interrupted`: it was killed, and can be resumed. */
  readonly result: ResultName | 'running' | 'interrupted';
  /** When it ended; where it did not, when it began. */
  readonly at: string;
  /** First step that did not succeed. */
  readonly failedStep?: string;
  /** Commit that is live, and since when; absent before the first switch. */
  readonly live?: { readonly sha: string; readonly isDirty: boolean; readonly since: string };
  readonly lock?: LockStatus;
}

export interface TargetStatus {
  readonly target: string;
  readonly env: string;
  readonly region: string;
  readonly liveSlot?: string;
  readonly delivery?: DeliveryStatus;
  readonly stacks: readonly StackStatus[];
}
