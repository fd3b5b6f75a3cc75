// The port to the local cloud's administration, as `hx cloud …` needs it. Types only, but for the words that flags take.
import type { CloudSession } from '../automation';
import type { Json } from '../automation/json';

export const faultOperations = ['create', 'update', 'read', 'delete'] as const;
export const faultErrors = ['429', '409', '500', 'timeout', 'hang', 'partial', 'lost'] as const;

export interface CloudFault {
  /** Resource type, or "*". */
  readonly kind: string;
  readonly op: (typeof faultOperations)[number];
  readonly error: (typeof faultErrors)[number];
  /** Calls that still fail. */
  readonly times: number;
}

export interface CloudStatus {
  /** The store's file. */
  readonly file: string;
  readonly resources: readonly { readonly token: string; readonly type: string; readonly count: number }[];
  readonly softDeleted: readonly { readonly id: string; readonly purgeAt: string }[];
  readonly latencyMs: number;
  readonly faults: readonly CloudFault[];
  /** Images of all its container registries; absent where none was ever pushed. */
  readonly registry?: {
    readonly folder: string;
    readonly repositories: number;
    readonly bytes: number;
    /** Where it listens on loopback, while it runs. */
    readonly address?: string;
    /** Processes that use it now. */
    readonly users: number;
  };
}

/** The PostgreSQL that stands for Databricks SQL. */
export interface CloudWarehouse {
  /** Where its data is, or would be. */
  readonly data: string;
  readonly state: 'none' | 'stopped' | 'running';
  /** On 127.0.0.1, where it runs. */
  readonly port?: number;
}

export interface CloudLogEntry {
  readonly time: string;
  readonly operation: string;
  readonly token: string;
  readonly id: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface CloudDrift {
  readonly id: string;
  readonly changes: readonly { readonly path: string; readonly before?: Json; readonly after?: Json }[];
  /** Ids: the resource and what was below it. */
  readonly deleted: readonly string[];
}

/** Every function throws HxError: 'usage' for what does not exist, 'failure' for a store that can't be used. */
export interface CloudAdmin {
  readonly status: () => CloudStatus;
  readonly warehouse: () => Promise<CloudWarehouse>;
  /** The latest calls, oldest first. */
  readonly log: (limit: number) => readonly CloudLogEntry[];
  /** Resources and warehouse. Refuses, with nothing changed, where another hx uses the warehouse. */
  readonly reset: () => Promise<void>;
  /** Changes a stored resource behind the back of hx. */
  readonly set: (id: string, values: Readonly<Record<string, Json>>) => CloudDrift;
  readonly remove: (id: string) => CloudDrift;
  readonly fault: (fault: CloudFault) => void;
  readonly clearFaults: () => void;
  readonly latency: (ms: number) => void;
  /** Providers that an engine of this machine can attach to. */
  readonly serve: () => Promise<CloudSession>;
}
