import type { Properties } from '../../../../localcloud/kind';
import { accepts, groupId, refuses, subscription, worldOf } from '../../../support/azure-cases';

const token = 'azure-native:keyvault:Vault';
const tenant = '22222222-2222-2222-2222-222222222222';
const principal = '33333333-3333-3333-3333-333333333333';
const vault = (properties: Properties = {}, over: Properties = {}): Properties => ({
  vaultName: 'kv-fidelity-001',
  resourceGroupName: 'rg1',
  location: 'westeurope',
  properties: { tenantId: tenant, sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true, ...properties },
  ...over,
});
const permitting = (permissions: Properties): Properties =>
  vault({ enableRbacAuthorization: false, accessPolicies: [{ tenantId: tenant, objectId: principal, permissions }] });

accepts(token, [
  {
    name: 'accepts permissions in any case',
    inputs: permitting({ secrets: ['Get', 'LIST'], keys: ['wrapKey', 'UnwrapKey'], certificates: ['ManageContacts'] }),
  },
  { name: 'accepts the storage permissions', inputs: permitting({ storage: ['get', 'regeneratekey', 'setsas'] }) },
  { name: 'accepts the sku in another case', inputs: vault({ sku: { family: 'A', name: 'Premium' } }) },
]);

refuses(token, [
  { name: 'refuses a key permission that is none', inputs: permitting({ keys: ['read'] }), path: 'properties.accessPolicies[0].permissions.keys[0]' },
  {
    name: 'refuses a secret permission on certificates',
    inputs: permitting({ certificates: ['get', 'set'] }),
    message: /'set' is not a permission on certificates/,
  },
  { name: 'refuses an unknown sku in any case', inputs: vault({ sku: { family: 'A', name: 'Basic' } }), path: 'properties.sku.name' },
]);

test('an HSM key needs a premium vault, however the sku is written', () => {
  const cloud = worldOf([[token, vault({ sku: { family: 'A', name: 'Standard' } })]]);
  const key = { keyName: 'cmk', vaultName: 'kv-fidelity-001', resourceGroupName: 'rg1', properties: { kty: 'RSA-HSM' } };
  expect(cloud.refusal(() => cloud.create('azure-native:keyvault:Key', key))).toMatchObject({ status: 400 });
});

test('a vault recovers in its own region alone', () => {
  const cloud = worldOf();
  cloud.remove(cloud.create(token, vault()));
  const elsewhere = vault({ createMode: 'recover' }, { location: 'northeurope' });
  expect(cloud.refusal(() => cloud.create(token, elsewhere))).toMatchObject({ status: 404, code: 'DeletedVaultNotFound' });
  expect(cloud.create(token, vault({ createMode: 'recover' }, { location: 'West Europe' })).outputs['location']).toBe('westeurope');
});

test('a recovered vault keeps its protection, its retention and its secrets, but none of the role assignments on it', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, vault({ enablePurgeProtection: true, softDeleteRetentionInDays: 7 }));
  const secret = cloud.create('azure-native:keyvault:Secret', {
    secretName: 'db-password',
    vaultName: 'kv-fidelity-001',
    resourceGroupName: 'rg1',
    properties: { value: 's3cr3t' },
  });
  const assignment = cloud.create('azure-native:authorization:RoleAssignment', {
    scope: stored.id,
    principalId: principal,
    principalType: 'ServicePrincipal',
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
  });
  cloud.remove(stored);
  const recovered = cloud.create(token, vault({ createMode: 'recover', softDeleteRetentionInDays: 7 }));
  expect(recovered.outputs).toMatchObject({ properties: { enablePurgeProtection: true, softDeleteRetentionInDays: 7 } });
  expect(cloud.read(secret)?.id).toBe(secret.id);
  expect(cloud.read(assignment)).toBeUndefined();
});

test('deleting the group soft-deletes its vaults', () => {
  const cloud = worldOf();
  cloud.create(token, vault());
  const group = 'azure-native:resources:ResourceGroup';
  cloud.remove({ token: group, id: groupId, inputs: {}, outputs: {} });
  cloud.create(group, { resourceGroupName: 'rg1', location: 'westeurope' });
  expect(cloud.refusal(() => cloud.create(token, vault()))).toMatchObject({ status: 409, code: 'ConflictError' });
});

test('locks hold a vault and what is written through it', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, vault());
  const lock = cloud.create('azure-native:authorization:ManagementLockByScope', { lockName: 'keep', scope: stored.id, level: 'ReadOnly' });
  const secret = { secretName: 'a', vaultName: 'kv-fidelity-001', resourceGroupName: 'rg1', properties: { value: 'x' } };
  expect(cloud.refusal(() => cloud.remove(stored))).toMatchObject({ status: 409, code: 'ScopeLocked' });
  expect(cloud.refusal(() => cloud.create('azure-native:keyvault:Secret', secret))).toMatchObject({ status: 409, code: 'ScopeLocked' });
  cloud.remove(lock);
  expect(cloud.create('azure-native:keyvault:Secret', secret).outputs['name']).toBe('a');
});

test('a vault that another subscription deleted holds its name, without being shown', () => {
  const cloud = worldOf();
  const other = cloud.as({ subscriptionId: '99999999-9999-4999-8999-999999999999' });
  other.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'rg1', location: 'westeurope' });
  other.remove(other.create(token, vault()));
  expect(cloud.refusal(() => cloud.create(token, vault()))).toMatchObject({ status: 409, code: 'VaultAlreadyExists' });
});

test('a secret that was deleted before its vault stays deleted when the vault recovers', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, vault());
  const secret = { secretName: 'db-password', vaultName: 'kv-fidelity-001', resourceGroupName: 'rg1', properties: { value: 's3cr3t' } };
  const gone = cloud.create('azure-native:keyvault:Secret', secret);
  cloud.remove(gone);
  cloud.remove(stored);
  cloud.create(token, vault({ createMode: 'recover' }));
  expect(cloud.read(gone)).toBeUndefined();
  expect(cloud.refusal(() => cloud.create('azure-native:keyvault:Secret', secret))).toMatchObject({ status: 409, code: 'Conflict' });
});
