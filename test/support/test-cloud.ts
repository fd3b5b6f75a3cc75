// A local cloud of its own in memory, for tests of kinds: what is accepted, refused, replaced, defaulted and computed.
import { Cloud } from '../../localcloud/cloud';
import { CloudError } from '../../localcloud/errors';
import type { Failure } from '../../localcloud/check';
import type { Difference } from '../../localcloud/diff';
import type { Properties, StoredResource } from '../../localcloud/kind';
import { Store } from '../../localcloud/store';
import { defaultCaller, findWorkspace, type Caller } from '../../localcloud/world-view';

/** How a request was refused: at Check (no status yet) or by the cloud. */
export interface Refusal {
  readonly at: 'check' | 'write';
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Property that a check refused. */
  readonly path?: string;
}

export interface TestCloud {
  readonly cloud: Cloud;
  readonly store: Store;
  /** Check and create; throws what refuses it. `name` is the logical name that an automatic name starts with. */
  create(token: string, inputs: Properties, name?: string): StoredResource;
  /** Check and update; throws what refuses it. */
  update(stored: StoredResource, inputs: Properties): StoredResource;
  read(stored: StoredResource): StoredResource | undefined;
  remove(stored: StoredResource): void;
  /** What an update of `stored` to `inputs` would plan. */
  plan(stored: StoredResource, inputs: Properties): Difference;
  /** The inputs as the program would see them after Check; throws what Check refuses. */
  check(token: string, inputs: Properties, before?: StoredResource): Properties;
  /** How an action is refused; fails the test where it is not. */
  refusal(action: () => unknown): Refusal;
  /** The same store through another provider configuration: another subscription, or a Databricks workspace by its host. */
  as(caller: Partial<Caller>): TestCloud;
  /** Moves the clock that soft delete and `now` go by. */
  passDays(days: number): void;
}

class CheckRefusal extends Error {
  constructor(readonly failures: readonly Failure[]) {
    super(failures.map((failure) => `${failure.path}: ${failure.code}: ${failure.message}`).join('\n'));
  }
}

interface Clock {
  now: number;
}

export function testCloud(): TestCloud {
  return over(new Store(':memory:'), defaultCaller, { now: Date.UTC(2026, 5, 1) });
}

function over(store: Store, caller: Caller, clock: Clock): TestCloud {
  const cloud = new Cloud(store, caller, { now: () => new Date(clock.now) });
  const check = (token: string, news: Properties, before?: StoredResource, name = 'logical'): Properties => {
    const { inputs, failures } = cloud.check({ token, name, news, olds: before?.inputs, seed: 'seed' });
    if (failures.length > 0) throw new CheckRefusal(failures);
    return inputs;
  };
  return {
    cloud,
    store,
    check,
    create: (token, inputs, name) => cloud.create(token, check(token, inputs, undefined, name)),
    update: (stored, inputs) => cloud.update(stored.token, stored.id, check(stored.token, inputs, stored)),
    read: (stored) => cloud.read(stored.token, stored.id),
    remove: (stored) => cloud.delete(stored.token, stored.id),
    plan: (stored, inputs) => cloud.diff(stored.token, stored, check(stored.token, inputs, stored)),
    refusal: toRefusal,
    as: (other) => over(store, { ...caller, ...other, ...workspaceOf(store, other.host) }, clock),
    passDays: (days) => void (clock.now += days * 86_400_000),
  };
}

const workspaceOf = (store: Store, host: string | undefined): Partial<Caller> => {
  const workspaceId = host === undefined ? undefined : findWorkspace(store, host);
  return workspaceId === undefined ? {} : { workspaceId };
};

function toRefusal(action: () => unknown): Refusal {
  try {
    action();
  } catch (error) {
    if (error instanceof CloudError) return { at: 'write', status: error.status, code: error.code, message: error.reason };
    const failure = error instanceof CheckRefusal ? error.failures[0] : undefined;
    if (failure !== undefined) return { at: 'check', status: 400, code: failure.code, message: failure.message, path: failure.path };
    throw error;
  }
  throw new Error('the local cloud accepted what it must refuse');
}
