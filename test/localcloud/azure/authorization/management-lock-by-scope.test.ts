import type { Properties } from '../../../../localcloud/kind';
import { accepts, groupId, inGroup, plans, refuses, subscription, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:authorization:ManagementLockByScope';
const lock = (over: Properties = {}): Properties => ({ lockName: 'no-delete', scope: groupId, level: 'CanNotDelete', notes: 'keep', ...over });
const account: Made = [
  'azure-native:storage:StorageAccount',
  { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } },
];
const accountId = inGroup('Microsoft.Storage', 'storageAccounts/stfidelity001');

accepts(token, [
  { name: 'locks a group', inputs: lock(), outputs: { level: 'CanNotDelete', notes: 'keep', type: 'Microsoft.Authorization/locks' } },
  { name: 'locks the subscription', inputs: lock({ scope: subscription }) },
  { name: 'changes the level in place', first: lock(), inputs: lock({ level: 'ReadOnly' }), outputs: { level: 'ReadOnly' } },
  { name: 'accepts notes of 512 characters and a name of 90', inputs: lock({ notes: 'n'.repeat(512), lockName: 'l'.repeat(90) }) },
]);

refuses(token, [
  { name: 'LK-02 refuses an unknown level', inputs: lock({ level: 'DeleteOnly' }), path: 'level' },
  { name: 'LK-03 refuses notes of 513 characters', inputs: lock({ notes: 'n'.repeat(513) }), path: 'notes', message: /512/ },
  { name: 'LK-05 refuses a name of 261 characters', inputs: lock({ lockName: 'l'.repeat(261) }), path: 'lockName' },
  { name: 'refuses a slash in the name', inputs: lock({ lockName: 'no/delete' }), path: 'lockName' },
  { name: 'refuses a trailing period', inputs: lock({ lockName: 'no-delete.' }), path: 'lockName' },
  { name: 'LK-14 refuses a missing level', inputs: { lockName: 'no-delete', scope: groupId, notes: 'keep' }, path: 'level' },
  { name: 'refuses a group that is not there', inputs: lock({ scope: `${subscription}/resourceGroups/nosuch` }), status: 404, code: 'ResourceGroupNotFound' },
  { name: 'refuses a resource that is not there', inputs: lock({ scope: accountId }), status: 404 },
  { name: 'refuses a scope that is no id', inputs: lock({ scope: 'rg1' }), path: 'scope' },
]);

plans(token, 'replace', [
  { name: 'replaces when the scope changes', first: lock(), inputs: lock({ scope: subscription }) },
  { name: 'replaces when the name changes', first: lock(), inputs: lock({ lockName: 'other' }) },
]);

test('LK-12 the id and the type are of the resource that is locked', () => {
  expect(worldOf([account]).create(token, lock({ scope: accountId })).id).toBe(`${accountId}/providers/Microsoft.Authorization/locks/no-delete`);
});

test('LK-06 a CanNotDelete lock on a group refuses to delete what is in it, not to change it', () => {
  const cloud = worldOf();
  const stored = cloud.create(...account);
  const held = cloud.create(token, lock());
  expect(cloud.refusal(() => cloud.remove(stored))).toMatchObject({
    status: 409,
    code: 'ScopeLocked',
    message: `The scope '${accountId}' cannot perform delete operation because following scope(s) are locked: '${groupId}'. Please remove the lock and try again.`,
  });
  cloud.update(stored, { ...account[1], tags: { a: 'b' } });
  cloud.remove(held);
  cloud.remove(stored);
  expect(cloud.read(stored)).toBeUndefined();
});

test('LK-09 a ReadOnly lock refuses to change tags', () => {
  const cloud = worldOf();
  const stored = cloud.create(...account);
  cloud.create(token, lock({ level: 'ReadOnly' }));
  expect(cloud.refusal(() => cloud.update(stored, { ...account[1], tags: { a: 'b' } }))).toMatchObject({
    status: 409,
    code: 'ScopeLocked',
    message: expect.stringMatching(/cannot perform write operation/),
  });
});

test('a lock on a resource refuses to delete its group', () => {
  const cloud = worldOf([account]);
  cloud.create(token, lock({ scope: accountId }));
  expect(cloud.refusal(() => cloud.cloud.delete('azure-native:resources:ResourceGroup', groupId)).code).toBe('ScopeLocked');
});

refuses(token, [{ name: 'refuses an owner without an id', inputs: lock({ owners: [{ applicationId: '' }] }), path: 'owners[0].applicationId' }]);

const identity: Made = ['azure-native:managedidentity:UserAssignedIdentity', { resourceName: 'id1', resourceGroupName: 'rg1', location: 'westeurope' }];

test('a lock on the subscription holds every group, those that come later too', () => {
  const cloud = worldOf([[token, lock({ scope: subscription })]]);
  const later = cloud.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'rg2', location: 'westeurope' });
  expect(cloud.refusal(() => cloud.remove(later)).code).toBe('ScopeLocked');
});

test('the most restrictive of several locks counts, and a lock can be lifted from under a ReadOnly lock', () => {
  const cloud = worldOf([[token, lock()]]);
  const strict = cloud.create(token, lock({ lockName: 'frozen', scope: subscription, level: 'ReadOnly' }));
  expect(cloud.refusal(() => cloud.create(...identity)).code).toBe('ScopeLocked');
  cloud.remove(strict);
  expect(cloud.create(...identity).outputs['name']).toBe('id1');
});

test('a ReadOnly lock on one resource leaves its neighbours alone, and holds what is below it', () => {
  const cloud = worldOf([account]);
  cloud.create(token, lock({ scope: accountId, level: 'ReadOnly' }));
  expect(cloud.create(...identity).outputs['name']).toBe('id1');
  const container = { accountName: 'stfidelity001', resourceGroupName: 'rg1', containerName: 'data' };
  expect(cloud.refusal(() => cloud.create('azure-native:storage:BlobContainer', container)).code).toBe('ScopeLocked');
});

test('a lock on a child refuses to delete its parent', () => {
  const cloud = worldOf();
  const owner = cloud.create(...account);
  const child = cloud.create('azure-native:storage:BlobContainer', { accountName: 'stfidelity001', resourceGroupName: 'rg1', containerName: 'data' });
  cloud.create(token, lock({ scope: child.id }));
  expect(cloud.refusal(() => cloud.remove(owner)).code).toBe('ScopeLocked');
});

test('role assignments in a locked group are locked with it', () => {
  const cloud = worldOf();
  const reader = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
  const inputs = { scope: groupId, principalId: '33333333-3333-3333-3333-333333333333', principalType: 'ServicePrincipal', roleDefinitionId: reader };
  const assignment = cloud.create('azure-native:authorization:RoleAssignment', inputs);
  cloud.create(token, lock());
  expect(cloud.refusal(() => cloud.remove(assignment)).code).toBe('ScopeLocked');
});
