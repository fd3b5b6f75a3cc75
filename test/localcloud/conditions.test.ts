import { AnswerLost, PartialFailure, underConditions, type Operation } from '../../localcloud/conditions';
import type { Kind, StoredResource } from '../../localcloud/kind';
import { Store } from '../../localcloud/store';

const kind: Kind = { token: 'azure-native:storage:StorageAccount', type: 'Microsoft.Storage/storageAccounts', apiVersion: '', location: 'none', isAsync: true };
const stored: StoredResource = { id: '/a', token: kind.token, inputs: {}, outputs: {} };

function scene(error?: string, times = 1) {
  const store = new Store(':memory:');
  if (error !== undefined) store.addFault({ kind: 'StorageAccount', operation: 'create', error, times });
  const waits: number[] = [];
  const acts: string[] = [];
  const abort = new AbortController();
  const run = (operation: Operation = 'create') =>
    underConditions({ store, wait: async (milliseconds) => void waits.push(milliseconds) }, operation, kind, abort.signal, () => {
      acts.push('act');
      return stored;
    });
  return { store, waits, acts, abort, run };
}

test('without faults and latency the write happens at once', async () => {
  const { run, waits } = scene();
  await expect(run()).resolves.toBe(stored);
  expect(waits).toEqual([]);
});

test('throttling is retried after the Retry-After time, three times at the most', async () => {
  const twice = scene('429', 2);
  await expect(twice.run()).resolves.toBe(stored);
  expect(twice.waits).toEqual([1000, 1000]);
  const ever = scene('429', 10);
  await expect(ever.run()).rejects.toMatchObject({ status: 429, code: 'TooManyRequests', retryAfter: 1 });
  expect(ever.waits).toEqual([1000, 1000, 1000]);
  expect(ever.acts).toEqual([]);
});

test.each([
  ['409', { status: 409, code: 'AnotherOperationInProgress' }],
  ['500', { status: 500, code: 'InternalServerError' }],
  ['timeout', { message: expect.stringContaining('context deadline exceeded') }],
])('%s fails without a write, and strikes as often as asked', async (error, shape) => {
  const { run, acts, store } = scene(error);
  await expect(run()).rejects.toMatchObject(shape);
  expect(acts).toEqual([]);
  expect(store.faults()).toEqual([]);
  await expect(run()).resolves.toBe(stored);
});

test('a hanging call answers only when it is cancelled, and writes nothing', async () => {
  const { run, abort, acts } = scene('hang');
  const call = run();
  abort.abort();
  await expect(call).rejects.toMatchObject({ code: 'OperationCancelled' });
  expect(acts).toEqual([]);
});

test('a partial failure comes after the write, with what was written', async () => {
  const { run, acts } = scene('partial');
  const error: unknown = await run().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(PartialFailure);
  expect(error).toMatchObject({ stored });
  expect(acts).toEqual(['act']);
});

test('a lost answer comes after the write, and says what was written', async () => {
  const { run, acts } = scene('lost');
  const error: unknown = await run().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AnswerLost);
  expect(error).toMatchObject({ stored });
  expect(acts).toEqual(['act']);
});

test('a fault strikes only its operation and kind', async () => {
  const { run, store } = scene('500');
  await expect(run('update')).resolves.toBe(stored);
  store.clearFaults();
  store.addFault({ kind: 'Vault', operation: 'create', error: '500', times: 1 });
  await expect(run()).resolves.toBe(stored);
});

test('latency is spent half before and half after the write, twice for a long-running kind, and not on reads', async () => {
  const { run, store, waits } = scene();
  store.setSetting('latency', '100');
  await run();
  expect(waits).toEqual([100, 100]);
  await run('read');
  expect(waits).toHaveLength(2);
});
