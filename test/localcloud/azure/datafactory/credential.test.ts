import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';

const inFactory = { factoryName: 'adf-fidelity-001', resourceGroupName: 'rg1' };
const of = (name: string) => `azure-native:datafactory:${name}`;
const identity = (name: string) => idOf('Microsoft.ManagedIdentity/userAssignedIdentities', name);

/** A factory that has the identities id1 and id2; id3 exists and is not the factory's. */
const world = () => {
  const cloud = cloudWithGroup();
  for (const resourceName of ['id1', 'id2', 'id3'])
    cloud.create('azure-native:managedidentity:UserAssignedIdentity', { resourceName, resourceGroupName: 'rg1', location: 'westeurope' });
  const assigned = { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: [identity('id1'), identity('id2')] };
  cloud.create(of('Factory'), { ...inFactory, location: 'westeurope', identity: assigned });
  return cloud;
};
const table: Table = {
  token: of('CredentialOperation'),
  base: { ...inFactory, credentialName: 'cred', properties: { type: 'ManagedIdentity', resourceId: identity('id1') } },
  world,
};
const vault = { ...inFactory, linkedServiceName: 'ls_kv', properties: { type: 'AzureKeyVault', baseUrl: 'https://kv-fidelity-001.vault.azure.net/' } };
const key = { type: 'AzureKeyVaultSecret', secretName: 'key', store: { type: 'LinkedServiceReference', referenceName: 'ls_kv' } };
const servicePrincipal = { type: 'ServicePrincipal', servicePrincipalId: 'app', tenant: 'tenant', servicePrincipalKey: key };
const throughCredential = { ...vault.properties, credential: { type: 'CredentialReference', referenceName: 'cred' } };

accepts(table, [
  ['an identity of the factory', {}],
  ['the id of an identity in another case', { 'properties.resourceId': identity('ID1').replace('resourceGroups', 'resourcegroups') }],
  ['a name with spaces', { credentialName: 'My credential' }],
]);
refuses(table, [
  ['an identity that the factory does not have', { 'properties.resourceId': identity('id3') }, /is not assigned to its factory/],
  ['the id of something else', { 'properties.resourceId': idOf('Microsoft.Databricks/workspaces', 'dbw') }, /is not the resource id/],
  ['text that is no id', { 'properties.resourceId': 'id1' }, /is not the resource id/],
  ['no type', { 'properties.type': undefined }],
  ['an unknown type', { 'properties.type': 'Password' }],
  ['a name with a period', { credentialName: 'cred.1' }],
  ['a factory that does not exist', { factoryName: 'adf-none' }, 'ParentResourceNotFound'],
  ['a service principal whose key is in a vault that the factory does not know', { properties: servicePrincipal }, /invalid reference 'ls_kv'/],
]);
refuses({ ...table, world: cloudWithGroup }, [['a credential before its factory', {}, 'ParentResourceNotFound']]);
refusesUpdates(table, [['an identity that the factory does not have', { 'properties.resourceId': identity('id3') }, /is not assigned/]]);
plans(table, [
  ['another name as a replacement', { credentialName: 'other' }, 'replace'],
  ['another identity as an update', { 'properties.resourceId': identity('id2') }, 'update'],
]);

test('a linked service refers to a credential that is there', () => {
  const cloud = world();
  expect(cloud.refusal(() => cloud.create(of('LinkedService'), { ...vault, properties: throughCredential })).message).toContain("invalid reference 'cred'");
  cloud.create(table.token, table.base);
  cloud.create(of('LinkedService'), { ...vault, properties: throughCredential });
});

test('a credential that a linked service refers to is not removed until the service is', () => {
  const cloud = world();
  const credential = cloud.create(table.token, table.base);
  const service = cloud.create(of('LinkedService'), { ...vault, properties: throughCredential });
  expect(cloud.refusal(() => cloud.remove(credential)).message).toContain('referenced by ls_kv');
  cloud.remove(service);
  cloud.remove(credential);
  expect(cloud.read(credential)).toBeUndefined();
});

test('the vault that has the key of a credential is not removed', () => {
  const cloud = world();
  const service = cloud.create(of('LinkedService'), vault);
  cloud.create(table.token, patched(table.base, { properties: servicePrincipal }));
  expect(cloud.refusal(() => cloud.remove(service)).message).toContain('referenced by cred');
});
