// The messages that an operation sends while it runs, and its summary. A public, versioned contract: these are the lines of `--json`.
import type { ErrorRecord } from './errors';
import type { ExitCode } from './exit-codes';
import type { Json } from './json';
import type { PolicyCounts, PolicyFinding } from './policies';

export type OperationKind = 'preview' | 'up' | 'refresh' | 'destroy' | 'drift';
export type ResourceOperation = 'create' | 'update' | 'replace' | 'delete' | 'read' | 'refresh' | 'import' | 'same';
export type ChangeCounts = Partial<Readonly<Record<ResourceOperation, number>>>;

/** One property that differs. Secret values are the string "[secret]", values not known before the update "[unknown]". */
export interface PropertyChange {
  readonly path: string;
  readonly kind: 'add' | 'update' | 'delete';
  readonly before?: Json;
  readonly after?: Json;
  /** True where this property forces the replacement. */
  readonly forcesReplacement?: boolean;
}

interface Stamped {
  /** ISO 8601, UTC. */
  readonly time: string;
}
interface OfTarget extends Stamped {
  readonly target: string;
}
interface OfStack extends OfTarget {
  /** Fully qualified within the backend: `<project>/<stack>`. */
  readonly stack: string;
  readonly program: string;
}

/** Steps of one stack's operation, in the order of the update flow. */
export type Phase = 'lease' | 'verify-state' | 'preview' | 'confirm' | 'checkpoint' | 'run' | 'export' | 'release';

export type HxEvent =
  | (Stamped & {
      readonly type: 'operation-started';
      readonly operation: OperationKind;
      readonly runId: string;
      readonly cloud: string;
      readonly targets: readonly string[];
    })
  | (OfTarget & { readonly type: 'target-started' })
  | (OfStack & { readonly type: 'stack-started'; readonly estimateMs?: number })
  | (OfStack & { readonly type: 'phase'; readonly phase: Phase })
  | (OfStack & {
      readonly type: 'resource';
      /** `planned` comes from a preview; the others from a running update. */
      readonly status: 'planned' | 'started' | 'succeeded' | 'failed';
      readonly operation: ResourceOperation;
      readonly urn: string;
      readonly resourceType: string;
      readonly name: string;
      readonly durationMs?: number;
      readonly changes?: readonly PropertyChange[];
    })
  | (OfStack & { readonly type: 'diagnostic'; readonly severity: 'debug' | 'info' | 'warning' | 'error'; readonly message: string; readonly urn?: string })
  | (OfStack & {
      readonly type: 'policy-remediation';
      readonly policy: string;
      readonly urn: string;
      readonly changes: readonly PropertyChange[];
    })
  | (OfStack & { readonly type: 'policy-violation' } & PolicyFinding)
  /** After each preview and update: how many verdicts there were of each kind, and how many resources and policies stood behind them. */
  | (OfStack & { readonly type: 'policy-report'; readonly policies: number; readonly resources: number; readonly disabled: readonly string[] } & PolicyCounts)
  | (OfStack & { readonly type: 'stack-finished'; readonly result: StackResult })
  | (Stamped & { readonly type: 'notice'; readonly message: string; readonly target?: string })
  | OperationSummary;

export type ResultName = 'succeeded' | 'failed' | 'skipped' | 'cancelled';

export interface StackResult {
  readonly target: string;
  readonly stack: string;
  readonly program: string;
  readonly result: ResultName;
  /** What was done; for a preview and a drift, what would be done or was found. `same` counts unchanged resources. */
  readonly changes: ChangeCounts;
  readonly durationMs: number;
  readonly error?: ErrorRecord;
}

/** The last line of `--json`; `results` has one entry for every stack that was asked for, also for those never started. */
export interface OperationSummary {
  readonly type: 'summary';
  readonly version: 1;
  readonly time: string;
  readonly operation: OperationKind;
  readonly exitCode: ExitCode;
  readonly runId: string;
  readonly results: readonly StackResult[];
}
