import { testCloud } from '../support/test-cloud';

const groupToken = 'azure-native:resources:ResourceGroup';
const accountToken = 'azure-native:storage:StorageAccount';
const account = { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };

function withGroup() {
  const cloud = testCloud();
  const group = cloud.create(groupToken, { resourceGroupName: 'rg1', location: 'westeurope' });
  return { cloud, group };
}

test('an id is made from the path template and computed outputs are stored', () => {
  const { cloud } = withGroup();
  const stored = cloud.create(accountToken, account);
  expect(stored.id).toBe('/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/stfidelity001');
  expect(stored.outputs).toMatchObject({
    name: 'stfidelity001',
    location: 'westeurope',
    primaryEndpoints: { blob: 'https://stfidelity001.blob.core.windows.net/' },
  });
});

test('a resource in a group that does not exist is refused with ResourceGroupNotFound', () => {
  expect(testCloud().refusal(() => testCloud().create(accountToken, account))).toMatchObject({ status: 404, code: 'ResourceGroupNotFound' });
});

test('deleting a group deletes what is in it', () => {
  const { cloud, group } = withGroup();
  const stored = cloud.create(accountToken, account);
  cloud.remove(group);
  expect(cloud.read(stored)).toBeUndefined();
});

test('a global name that is taken in another subscription is refused', () => {
  const { cloud } = withGroup();
  cloud.create(accountToken, account);
  const other = cloud.as({ subscriptionId: '99999999-9999-9999-9999-999999999999' });
  other.create(groupToken, { resourceGroupName: 'rg1', location: 'westeurope' });
  expect(other.refusal(() => other.create(accountToken, account))).toMatchObject({ status: 409, code: 'StorageAccountAlreadyTaken' });
});

test('an existing id is not created a second time, whatever its case', () => {
  const { cloud } = withGroup();
  cloud.create(accountToken, account);
  expect(cloud.refusal(() => cloud.create(accountToken, { ...account, resourceGroupName: 'RG1' })).message).toMatch('cannot create already existing resource');
});

test('changing a path parameter or an immutable property plans a replacement, a tag an update, nothing no change', () => {
  const { cloud } = withGroup();
  const stored = cloud.create(accountToken, account);
  expect(cloud.plan(stored, account).action).toBe('none');
  expect(cloud.plan(stored, { ...account, tags: { a: 'b' } })).toMatchObject({
    action: 'update',
    changes: [{ path: 'tags', kind: 'add', isReplacement: false }],
  });
  expect(cloud.plan(stored, { ...account, isHnsEnabled: true })).toMatchObject({ action: 'replace', isDeleteFirst: true });
  expect(cloud.plan(stored, { ...account, accountName: 'stfidelity002' })).toMatchObject({ action: 'replace', isDeleteFirst: false });
});
