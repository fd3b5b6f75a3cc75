// The port to the local cloud's administration, as `hx cloud …` needs it. Types only.
import type { CloudSession } from '../automation';
import type { Json } from '../automation/json';

export const faultOperations = ['create', 'update', 'read', 'delete'] as const;
export const faultErrors = ['429', '409', '500', 'timeout', 'hang', 'partial'] as const;

export interface CloudFault {
  /** Resource type, or "*". */
  readonly kind: string;
  readonly operation: (typeof faultOperations)[number];
  readonly error: (typeof faultErrors)[number];
  /** Calls that still fail. */
  readonly times: number;
}

export interface CloudStatus {
  /** Where the store is. */
  readonly store: string;
  readonly bytes: number;
  readonly resources: number;
  readonly kinds: readonly { readonly type: string; readonly count: number }[];
  readonly softDeleted: readonly { readonly type: string; readonly name: string; readonly purgeAt: string }[];
  readonly latencyMs: number;
  readonly faults: readonly CloudFault[];
}

export interface CloudLogEntry {
  readonly time: string;
  readonly operation: string;
  readonly type: string;
  readonly id: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface CloudAdmin {
  readonly status: () => Promise<CloudStatus>;
  /** The latest calls, oldest first. */
  readonly log: (limit: number) => Promise<readonly CloudLogEntry[]>;
  readonly reset: () => Promise<void>;
  /** Changes a stored resource behind the back of hx. Throws HxError 'usage' naming the nearest id where it is unknown. */
  readonly set: (id: string, changes: readonly { readonly path: string; readonly value: Json }[]) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly fault: (fault: CloudFault) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  readonly latency: (ms: number) => Promise<void>;
  /** Providers that an engine of this machine can attach to. */
  readonly serve: () => Promise<CloudSession>;
}
