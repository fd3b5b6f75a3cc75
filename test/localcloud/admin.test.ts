import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addFault, AdminError, clearFaults, cloudLog, cloudStatus, driftResource, resetCloud, setLatency, type Fault } from '../../localcloud';
import { Cloud } from '../../localcloud/cloud';
import { Store } from '../../localcloud/store';
import { defaultCaller } from '../../localcloud/world-view';

const accountId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/stfidelity001';
let folder: string;

function inCloud<T>(use: (cloud: Cloud) => T): T {
  const store = new Store(folder);
  try {
    return use(new Cloud(store, defaultCaller));
  } finally {
    store.close();
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-admin-'));
  inCloud((cloud) => {
    cloud.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'rg1', location: 'westeurope' });
    cloud.create('azure-native:storage:StorageAccount', {
      ...{
        accountName: 'stfidelity001',
        resourceGroupName: 'rg1',
        location: 'westeurope',
        kind: 'StorageV2',
        sku: { name: 'Standard_LRS' },
        tags: { team: 'data' },
      },
    });
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const readAccount = () => inCloud((cloud) => cloud.read('azure-native:storage:StorageAccount', accountId));
const refusal = (action: () => unknown): AdminError => {
  try {
    action();
  } catch (error) {
    if (error instanceof AdminError) return error;
    throw error;
  }
  throw new Error('not refused');
};

test('the status of a cloud without a store is empty, and makes none', () => {
  const fresh = join(folder, 'nothing-here');
  expect(cloudStatus(fresh)).toMatchObject({ file: join(fresh, 'cloud.db'), resources: [], softDeleted: [], latencyMs: 0, faults: [] });
  expect(existsSync(fresh)).toBe(false);
});

test('drift changes inputs and outputs, says both values and leaves a line in the log', () => {
  const result = driftResource(folder, accountId.toUpperCase(), { set: { 'sku.name': 'Standard_GRS', 'tags.owner': 'mallory' } });
  expect(result.changes).toEqual([
    { path: 'sku.name', before: 'Standard_LRS', after: 'Standard_GRS' },
    { path: 'tags.owner', before: undefined, after: 'mallory' },
  ]);
  const changed = { sku: { name: 'Standard_GRS' }, tags: { team: 'data', owner: 'mallory' } };
  expect(readAccount()).toMatchObject({ inputs: changed, outputs: changed });
  expect(cloudLog(folder).at(-1)).toMatchObject({ operation: 'drift', id: accountId });
});

test('drift deletes a resource with what is below it', () => {
  const group = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg1';
  expect(driftResource(folder, group, { delete: true }).deleted).toEqual([group, accountId]);
  expect(cloudStatus(folder).resources).toEqual([]);
});

test.each([
  ['an unknown id', `${accountId}x`, { delete: true }, accountId],
  ['an unknown property', accountId, { set: { 'sku.nam': 'x' } }, 'sku.name'],
  ['a value of another type', accountId, { set: { 'sku.name': 3 } }, 'Standard_LRS'],
  ['a path into a prototype', accountId, { set: { '__proto__.polluted': 'x' } }, 'sku.name'],
  ['a path into a constructor', accountId, { set: { 'tags.constructor': 'x' } }, 'sku.name'],
  ['both a value and a delete', accountId, { set: { 'sku.name': 'x' }, delete: true }, '--set'],
  ['neither a value nor a delete', accountId, {}, '--set'],
])('drift refuses %s, says what fits, and changes nothing', (_what, id, change, suggestion) => {
  const before = readAccount();
  expect(refusal(() => driftResource(folder, id, change)).suggestion).toContain(suggestion);
  expect(readAccount()).toEqual(before);
  expect(Object.prototype).not.toHaveProperty('polluted');
});

test('status counts what there is, and a reset empties it', () => {
  setLatency(folder, 250);
  addFault(folder, { kind: '*', op: 'create', error: '500', times: 2 });
  expect(cloudStatus(folder)).toMatchObject({
    resources: [
      { token: 'azure-native:resources:ResourceGroup', type: 'Microsoft.Resources/resourceGroups', count: 1 },
      { token: 'azure-native:storage:StorageAccount', count: 1 },
    ],
    latencyMs: 250,
    faults: [{ kind: '*', op: 'create', error: '500', times: 2 }],
  });
  resetCloud(folder);
  expect(cloudStatus(folder)).toMatchObject({ resources: [], latencyMs: 0, faults: [] });
});

test('a fault of an unknown kind, operation or error, or that never strikes, is refused', () => {
  const fault: Fault = { kind: 'StorageAccount', op: 'create', error: '500', times: 1 };
  expect(refusal(() => addFault(folder, { ...fault, kind: 'StorageAcount' })).suggestion).toContain('StorageAccount');
  expect(refusal(() => addFault(folder, { ...fault, op: 'destroy' as 'delete' })).suggestion).toContain('delete');
  expect(refusal(() => addFault(folder, { ...fault, error: '418' as '409' })).suggestion).toContain('409');
  expect(refusal(() => addFault(folder, { ...fault, times: 0 })).message).toMatch(/at least once/);
  expect(refusal(() => addFault(folder, { ...fault, op: 'delete', error: 'partial' })).message).toMatch(/in part/);
  expect(cloudStatus(folder).faults).toEqual([]);
  addFault(folder, fault);
  clearFaults(folder);
  expect(cloudStatus(folder).faults).toEqual([]);
});

test('a latency that is no whole, sensible number is refused', () => {
  for (const bad of [-1, 1.5, Number.NaN, 1e12]) expect(refusal(() => setLatency(folder, bad)).message).toMatch(/milliseconds/);
});
