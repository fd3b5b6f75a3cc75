// What can go wrong or slow between a provider and the cloud: injected latency and faults. Waits; writes nothing but the used-up faults.
import { CloudError } from './errors';
import type { Kind, StoredResource } from './kind';
import { isDatabricks } from './registry';
import type { Store } from './store';

export type Operation = 'create' | 'read' | 'update' | 'delete';
export const faultErrors = ['429', '409', '500', 'timeout', 'hang', 'partial', 'lost'] as const;
export type FaultError = (typeof faultErrors)[number];

/** The write took place, but the resource did not become ready. */
export class PartialFailure extends Error {
  override readonly name = 'PartialFailure';

  constructor(
    readonly stored: StoredResource,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** The call took place, but its answer does not arrive. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';

  constructor(readonly stored: StoredResource | undefined) {
    super('error reading from server: the answer is lost (injected fault)');
  }
}

export interface Conditions {
  readonly store: Store;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** As azure-native's HTTP client: three retries after the first attempt. */
const retriesOnThrottling = 3;
const retryAfterSeconds = 1;

export const latencyOf = (store: Store): number => Number(store.setting('latency') ?? '0');

/** Runs `act` as the cloud would answer it under the injected conditions. Throws CloudError, PartialFailure, AnswerLost or what `act` throws. */
export async function underConditions<T extends StoredResource | undefined | void>(
  conditions: Conditions,
  operation: Operation,
  kind: Kind,
  signal: AbortSignal,
  act: () => T | Promise<T>,
): Promise<T> {
  const { store, wait } = conditions;
  const latency = operation === 'read' ? 0 : latencyOf(store) * (kind.isAsync === true ? 2 : 1);
  // Half of the time before the write and half after it: a long-running operation is accepted first and polled then.
  if (latency > 0) await wait(latency / 2);
  let fault = takeFault(store, kind, operation);
  for (let retry = 0; fault === '429' && retry < retriesOnThrottling; retry += 1) {
    await wait(retryAfterSeconds * 1000, signal);
    fault = takeFault(store, kind, operation);
  }
  if (fault !== undefined && fault !== 'partial' && fault !== 'lost') throw await failure(conditions, fault, kind, signal);
  const result = await act();
  if (latency > 0) await wait(latency / 2);
  if (fault === 'lost') throw new AnswerLost(result ?? undefined);
  if (fault === 'partial' && result !== undefined)
    throw new PartialFailure(result, `the resource was written, but its provisioning ended as 'Failed' (injected fault)`);
  return result;
}

async function failure(conditions: Conditions, fault: Exclude<FaultError, 'partial' | 'lost'>, kind: Kind, signal: AbortSignal): Promise<CloudError> {
  switch (fault) {
    case '429':
      return new CloudError(
        429,
        'TooManyRequests',
        `The request is being throttled as the limit has been reached. Retry after ${retryAfterSeconds} seconds.`,
        retryAfterSeconds,
      );
    case '409':
      return isDatabricks(kind.token)
        ? new CloudError(409, 'RESOURCE_CONFLICT', 'Another operation on this resource is in progress.')
        : new CloudError(409, 'AnotherOperationInProgress', 'Another operation on this or dependent resource is in progress. Please try again later.');
    case '500':
      return new CloudError(
        500,
        isDatabricks(kind.token) ? 'INTERNAL_ERROR' : 'InternalServerError',
        'The server encountered an internal error. Please retry the request.',
      );
    case 'timeout':
      await conditions.wait(Math.max(latencyOf(conditions.store), 250), signal);
      return new CloudError(504, 'GatewayTimeout', 'context deadline exceeded: the operation did not finish in time');
    case 'hang':
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      return new CloudError(499, 'OperationCancelled', 'the operation was cancelled while the cloud did not answer');
  }
}

/** Uses up one occurrence of the first fault that fits. */
function takeFault(store: Store, kind: Kind, operation: Operation): FaultError | undefined {
  if (!store.faults().some((fault) => fits(fault, kind, operation))) return undefined;
  return store.write(() => {
    const fault = store.faults().find((candidate) => fits(candidate, kind, operation));
    if (fault !== undefined) store.useFault(fault.seq);
    return faultErrors.find((error) => error === fault?.error);
  });
}

function fits(fault: { readonly kind: string; readonly operation: string }, kind: Kind, operation: Operation): boolean {
  return fault.operation === operation && (fault.kind === '*' || namesKind(fault.kind, kind));
}

/** A token, a resource type, or the last part of either: "StorageAccount", "storageAccounts". */
export function namesKind(name: string, kind: { readonly token: string; readonly type: string }): boolean {
  const wanted = name.toLowerCase();
  const names = [kind.token, kind.type, kind.token.split(':').at(-1) ?? '', kind.type.split('/').at(-1) ?? ''];
  return names.some((known) => known.toLowerCase() === wanted);
}

export const waitFor = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
