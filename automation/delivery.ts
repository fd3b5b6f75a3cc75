// What a delivery is made of: its steps, what is asked, what is recorded and what is told. Types and names only; events are lines of `--json`.
import type { ErrorRecord } from './errors';
import type { ResultName } from './events';
import type { ExitCode } from './exit-codes';
import type { JsonObject } from './json';
import type { CloudName } from './programs';
import type { Target } from './targets';

/** In the order in which a person reads them; what waits for what is in graph.ts. */
export const stepNames = [
  'exports',
  'images',
  'scan',
  'landing',
  'slot',
  'profiles',
  'package',
  'copy',
  'ingest',
  'transform',
  'tests',
  'quality',
  'switch',
] as const;
export type StepName = (typeof stepNames)[number];

/** What a delivery's lease is named by, as a stack is by its project. */
export const deliveryProject = 'hiscox-etl-delivery';

export const deliverySlots = ['blue', 'green'] as const;
export type DeliverySlot = (typeof deliverySlots)[number];

export interface DeliveryRequest {
  readonly targets: readonly Target[];
  readonly cloud: CloudName;
  /** How many targets are delivered at once. */
  readonly parallel: number;
  readonly waitLockMs: number;
  /** Empty means all. What the named steps need comes from the target's last delivery. */
  readonly only: readonly StepName[];
  readonly skip: readonly StepName[];
  /** Goes on with the target's last delivery where that did not finish. */
  readonly resume: boolean;
  /** Lists what would run and with which values; writes nothing. */
  readonly dryRun: boolean;
  /** Delivers also where the same is live already. */
  readonly again: boolean;
  /** Absolute path of the folder with the files to load; undefined: HX_LANDING_DIR, or in the local cloud a sample. */
  readonly landing?: string;
  /** In place of each step's own time limit. */
  readonly timeoutMs?: number;
}

/** `unchanged`: nothing was to be done, and `message` says why. */
export type StepState = 'pending' | 'running' | 'succeeded' | 'unchanged' | 'failed' | 'skipped' | 'cancelled';

export interface StepResult {
  readonly step: StepName;
  readonly state: StepState;
  /** Of a skipped step: a person left it out, or a step that it needs did not succeed. */
  readonly because?: 'choice' | 'failure';
  /** One line: what it did, or why it did nothing. */
  readonly message?: string;
  readonly warnings?: readonly string[];
  readonly durationMs: number;
  /** How often it was begun. */
  readonly attempts: number;
  readonly error?: ErrorRecord;
  /** Path of its log. */
  readonly log?: string;
  /** What later steps take from it; no secrets. */
  readonly output?: JsonObject;
}

/** True where a step has left a result that others may take. */
export const isDone = (state: StepState | undefined): boolean => state === 'succeeded' || state === 'unchanged';

/** Which commit and which files of app/ are delivered. */
export interface DeliverySource {
  /** 40 hex digits. */
  readonly sha: string;
  /** Tracked or new files differ from the commit. */
  readonly isDirty: boolean;
  /** Seconds since the epoch. */
  readonly committedAt: number;
  /** sha256 over every file of app/ that git would commit. */
  readonly appDigest: string;
  /** https address of the repository, where it has one. */
  readonly repository?: string;
}

/** Written durably at each change: what `--resume` and the next delivery go by. */
export interface DeliveryRecord {
  readonly version: 1;
  readonly runId: string;
  readonly cloud: CloudName;
  readonly target: string;
  readonly startedAt: string;
  /** `user@host`. */
  readonly who: string;
  readonly source: DeliverySource;
  /** As asked for; a delivery that goes on keeps it. */
  readonly landing?: string;
  readonly only: readonly StepName[];
  readonly skip: readonly StepName[];
  /** Absent while it runs, and where it was killed. */
  readonly result?: ResultName;
  readonly finishedAt?: string;
  /** Of everything that decides what the slot will hold; equal ones need no second delivery. */
  readonly fingerprint?: string;
  readonly steps: Readonly<Partial<Record<StepName, StepResult>>>;
}

export interface TargetDelivery {
  readonly target: string;
  /** `hiscox-etl-delivery/<target>`. */
  readonly stack: string;
  readonly result: ResultName;
  readonly changes: Readonly<Record<string, number>>;
  readonly durationMs: number;
  readonly error?: ErrorRecord;
  readonly sha: string;
  readonly isDirty: boolean;
  /** Slot that this delivery filled. */
  readonly slot?: DeliverySlot;
  /** Slot that readers see when it ended. */
  readonly live?: DeliverySlot;
  readonly images?: Readonly<Record<string, string>>;
  /** Folder with the record, the logs and the reports. */
  readonly folder: string;
  readonly steps: readonly StepResult[];
}

interface Stamped {
  /** ISO 8601, UTC. */
  readonly time: string;
}
interface OfStep extends Stamped {
  readonly target: string;
  readonly step: StepName;
}

export type DeliveryEvent =
  | (Stamped & {
      readonly type: 'operation-started';
      readonly operation: 'deploy';
      readonly runId: string;
      readonly cloud: CloudName;
      readonly targets: readonly string[];
    })
  | (OfStep & {
      readonly type: 'step-planned';
      readonly does: string;
      readonly values: Readonly<Record<string, string>>;
      readonly needs: readonly StepName[];
      readonly timeoutMs: number;
    })
  | (OfStep & { readonly type: 'step-started'; readonly attempt: number; readonly log: string })
  | (OfStep & { readonly type: 'step-progress'; readonly message: string })
  | (OfStep & { readonly type: 'step-finished'; readonly result: StepResult })
  | (Stamped & { readonly type: 'notice'; readonly message: string; readonly target?: string })
  | DeliverySummary;

/** The last line of `--json`. */
export interface DeliverySummary extends Stamped {
  readonly type: 'summary';
  readonly version: 1;
  readonly operation: 'deploy';
  readonly exitCode: ExitCode;
  readonly runId: string;
  readonly results: readonly TargetDelivery[];
}

/** `1a2b3c4d5e6f`, with `+` where files differ from the commit. */
export const shortSource = ({ sha, isDirty }: Pick<DeliverySource, 'sha' | 'isDirty'>): string => `${sha.slice(0, 12)}${isDirty ? '+' : ''}`;
