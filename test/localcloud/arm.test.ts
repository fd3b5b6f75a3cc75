import { unknown } from '../../localcloud/kind';
import { parentId, typeOf } from '../../localcloud/arm/ids';
import { inputsFromId } from '../../localcloud/singletons';
import { testCloud, type TestCloud } from '../support/test-cloud';

const groupToken = 'azure-native:resources:ResourceGroup';
const accountToken = 'azure-native:storage:StorageAccount';
const lockToken = 'azure-native:authorization:ManagementLockByScope';
const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111';
const groupId = `${subscription}/resourceGroups/rg1`;
const account = { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };

function withAccount() {
  const cloud = testCloud();
  const group = cloud.create(groupToken, { resourceGroupName: 'rg1', location: 'westeurope' });
  return { cloud, group, stored: cloud.create(accountToken, account) };
}

/** Puts a lock into the store as the lock kind would: its own rules are tested with the kind. */
function lock(cloud: TestCloud, scope: string, level: string): void {
  const id = `${scope}/providers/Microsoft.Authorization/locks/keep`;
  cloud.store.write(() => cloud.store.put({ key: id.toLowerCase(), id, token: lockToken, inputs: { level, scope }, outputs: {}, created: '', updated: '' }));
}

describe('ids', () => {
  test.each([
    [
      `${groupId}/providers/Microsoft.Storage/storageAccounts/a/blobServices/default/containers/c`,
      `${groupId}/providers/Microsoft.Storage/storageAccounts/a/blobServices/default`,
    ],
    [`${groupId}/providers/Microsoft.Storage/storageAccounts/a`, groupId],
    [
      `${groupId}/providers/Microsoft.Storage/storageAccounts/a/providers/Microsoft.Authorization/locks/l`,
      `${groupId}/providers/Microsoft.Storage/storageAccounts/a`,
    ],
    [groupId, subscription],
    [`${subscription}/providers/Microsoft.Authorization/locks/l`, subscription],
  ])('the parent of %s is %s', (id, parent) => expect(parentId(id)).toBe(parent));

  test('the type of an id leaves the names out', () => {
    expect(typeOf(`${groupId}/providers/Microsoft.Storage/storageAccounts/a/blobServices/default/containers/c`)).toBe(
      'Microsoft.Storage/storageAccounts/blobServices/containers',
    );
    expect(typeOf(groupId)).toBe('Microsoft.Resources/resourceGroups');
  });

  test('path parameters are read back from an id, whatever its case', () => {
    const path =
      '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/{blobServicesName}';
    const id = `${subscription}/resourcegroups/RG1/providers/microsoft.storage/storageAccounts/a/blobServices/default`;
    expect(inputsFromId(path, id)).toEqual({ resourceGroupName: 'RG1', accountName: 'a', blobServicesName: 'default' });
    expect(inputsFromId(path, groupId)).toBeUndefined();
  });
});

describe('locks', () => {
  test('CanNotDelete on a group refuses deletes at and below it, not updates', () => {
    const { cloud, group, stored } = withAccount();
    lock(cloud, group.id, 'CanNotDelete');
    const refusal = cloud.refusal(() => cloud.remove(stored));
    expect(refusal).toMatchObject({ status: 409, code: 'ScopeLocked' });
    expect(refusal.message).toBe(
      `The scope '${stored.id}' cannot perform delete operation because following scope(s) are locked: '${group.id}'. Please remove the lock and try again.`,
    );
    expect(cloud.refusal(() => cloud.remove(group)).code).toBe('ScopeLocked');
    expect(() => cloud.update(stored, { ...account, tags: { a: 'b' } })).not.toThrow();
  });

  test('a lock on a resource refuses to delete the group around it', () => {
    const { cloud, group, stored } = withAccount();
    lock(cloud, stored.id, 'CanNotDelete');
    expect(cloud.refusal(() => cloud.remove(group)).code).toBe('ScopeLocked');
    expect(cloud.read(stored)).toBeDefined();
  });

  test('ReadOnly refuses every write at and below its scope', () => {
    const { cloud, group, stored } = withAccount();
    lock(cloud, group.id, 'ReadOnly');
    expect(cloud.refusal(() => cloud.update(stored, { ...account, tags: { a: 'b' } })).message).toMatch('cannot perform write operation');
    expect(cloud.refusal(() => cloud.create(accountToken, { ...account, accountName: 'stfidelity002' })).code).toBe('ScopeLocked');
  });
});

describe('places and names', () => {
  test('a region that does not exist is refused', () => {
    const cloud = testCloud();
    expect(cloud.refusal(() => cloud.create(groupToken, { resourceGroupName: 'rg1', location: 'marsnorth1' })).code).toBe(
      'LocationNotAvailableForResourceGroup',
    );
  });

  test('the location comes from the group where it is left out, and stays on an update', () => {
    const { cloud } = withAccount();
    const { location: _location, ...unplaced } = account;
    const stored = cloud.create(accountToken, { ...unplaced, accountName: 'stunplaced' });
    expect(stored.outputs['location']).toBe('westeurope');
    expect(cloud.plan(stored, { ...unplaced, accountName: 'stunplaced' }).action).toBe('none');
  });

  test('the spelling of a region changes nothing', () => {
    const { cloud, stored } = withAccount();
    expect(cloud.plan(stored, { ...account, location: 'West Europe' }).action).toBe('none');
  });

  test('an automatic name is the logical name with eight hexadecimal digits, and stays on an update', () => {
    const { cloud } = withAccount();
    const { accountName: _name, ...unnamed } = account;
    const stored = cloud.create(accountToken, unnamed, 'lake');
    expect(stored.outputs['name']).toMatch(/^lake[0-9a-f]{8}$/);
    expect(cloud.plan(stored, unnamed).action).toBe('none');
    expect(cloud.plan(stored, { ...unnamed, isHnsEnabled: true })).toMatchObject({ action: 'replace', isDeleteFirst: false });
  });

  test('a name that another tenant holds is taken', () => {
    const { cloud } = withAccount();
    cloud.store.addForeignName('core.windows.net', 'stforeign');
    expect(cloud.refusal(() => cloud.create(accountToken, { ...account, accountName: 'stforeign' })).code).toBe('StorageAccountAlreadyTaken');
  });

  test('a deleted account frees its global name', () => {
    const { cloud, stored } = withAccount();
    cloud.remove(stored);
    expect(() => cloud.create(accountToken, account)).not.toThrow();
  });

  test('an update of a resource that is gone is refused with ResourceNotFound', () => {
    const { cloud, stored } = withAccount();
    cloud.remove(stored);
    expect(cloud.refusal(() => cloud.update(stored, account))).toMatchObject({ status: 404, code: 'ResourceNotFound' });
    expect(() => cloud.remove(stored)).not.toThrow();
  });

  test('a token with an API version is the same kind', () => {
    const { cloud } = withAccount();
    expect(cloud.cloud.kind('azure-native:storage/v20230101:StorageAccount').token).toBe(accountToken);
  });

  test('a kind that the local cloud does not have is named', () => {
    expect(() => testCloud().create('azure-native:web:WebApp', {})).toThrow(/does not have the resource type azure-native:web:WebApp/);
  });
});

describe('tags', () => {
  const tagged = (tags: Record<string, string>) => {
    const cloud = testCloud();
    return cloud.refusal(() => cloud.check(groupToken, { resourceGroupName: 'rg1', location: 'westeurope', tags })).code;
  };
  test('more than 50 are refused', () =>
    expect(tagged(Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])))).toBe('InvalidTagCount'));
  test('a key over 512 characters is refused', () => expect(tagged({ ['k'.repeat(513)]: 'v' })).toBe('InvalidTagNameLength'));
  test('a value over 256 characters is refused', () => expect(tagged({ k: 'v'.repeat(257) })).toBe('InvalidTagValueLength'));
  test('reserved characters are refused', () => expect(tagged({ 'a/b': 'v' })).toBe('InvalidTagNameCharacters'));
  test('a storage account takes keys of at most 128 characters', () => {
    const { cloud } = withAccount();
    expect(cloud.refusal(() => cloud.check(accountToken, { ...account, tags: { ['k'.repeat(129)]: 'v' } })).code).toBe('InvalidTagNameLength');
  });
});

describe('previews', () => {
  test('a create tells inputs and name, and leaves what the cloud computes unknown, inside objects too', () => {
    const { cloud } = withAccount();
    const outputs = cloud.cloud.preview(accountToken, { ...account, identity: { type: 'SystemAssigned' } });
    expect(outputs).toMatchObject({
      name: 'stfidelity001',
      location: 'westeurope',
      primaryEndpoints: unknown,
      identity: { type: 'SystemAssigned', principalId: unknown },
    });
    expect(outputs['resourceGroupName']).toBeUndefined();
  });

  test('an update keeps what the cloud computed before', () => {
    const { cloud, stored } = withAccount();
    const outputs = cloud.cloud.preview(accountToken, { ...account, tags: { a: 'b' } }, stored);
    expect(outputs).toMatchObject({ tags: { a: 'b' }, primaryEndpoints: stored.outputs['primaryEndpoints'] });
  });
});

describe('what goes with its parent', () => {
  const host = 'adb-1.1.azuredatabricks.net';
  const workspaceId = `${groupId}/providers/Microsoft.Databricks/workspaces/dbw`;

  test('objects of a Databricks workspace go with it, and another workspace does not see them', () => {
    const { cloud, group } = withAccount();
    const row = { inputs: {}, created: '', updated: '' };
    cloud.store.write(() => {
      cloud.store.put({ ...row, key: workspaceId.toLowerCase(), id: workspaceId, token: 'azure-native:databricks:Workspace', outputs: { workspaceUrl: host } });
    });
    const token = 'databricks:index/directory:Directory';
    const workspace = cloud.as({ host });
    const directory = workspace.create(token, { path: '/Shared/etl' });
    expect(workspace.read(directory)).toBeDefined();
    expect(cloud.as({ host: 'adb-2.2.azuredatabricks.net' }).read(directory)).toBeUndefined();
    cloud.remove(group);
    expect(cloud.store.everything()).toEqual([]);
  });

  test('a soft-deleted vault holds its name until its retention has run out', () => {
    const { cloud } = withAccount();
    const token = 'azure-native:keyvault:Vault';
    const properties = {
      tenantId: '22222222-2222-2222-2222-222222222222',
      sku: { family: 'A', name: 'standard' },
      enableRbacAuthorization: true,
      softDeleteRetentionInDays: 7,
    };
    const vault = { vaultName: 'kv-fidelity-001', resourceGroupName: 'rg1', location: 'westeurope', properties };
    cloud.remove(cloud.create(token, vault));
    expect(cloud.refusal(() => cloud.create(token, vault)).status).toBe(409);
    cloud.passDays(8);
    expect(() => cloud.create(token, vault)).not.toThrow();
  });
});
