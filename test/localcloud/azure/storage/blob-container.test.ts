import type { Properties } from '../../../../localcloud/kind';
import { accepts, inGroup, plans, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:storage:BlobContainer';
const account = (over: Properties = {}): Made => [
  'azure-native:storage:StorageAccount',
  { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, ...over },
];
const service = (over: Properties): Made => [
  'azure-native:storage:BlobServiceProperties',
  { accountName: 'stfidelity001', resourceGroupName: 'rg1', blobServicesName: 'default', ...over },
];
const base: Properties = { accountName: 'stfidelity001', resourceGroupName: 'rg1', containerName: 'data' };
const given = [account()];
const named = (containerName: string): Properties => ({ ...base, containerName });
const accountId = inGroup('Microsoft.Storage', 'storageAccounts/stfidelity001');

accepts(token, [
  {
    name: 'BC-01 creates a private container',
    given,
    inputs: base,
    outputs: { publicAccess: 'None', leaseState: 'Available', defaultEncryptionScope: '$account-encryption-key', denyEncryptionScopeOverride: false },
  },
  {
    name: 'BC-11 accepts public blobs where the account permits them',
    given: [account({ allowBlobPublicAccess: true })],
    inputs: { ...base, publicAccess: 'Blob' },
    outputs: { publicAccess: 'Blob' },
  },
  {
    name: 'BC-16 answers type, legal hold and immutability',
    given,
    inputs: base,
    outputs: { type: 'Microsoft.Storage/storageAccounts/blobServices/containers', name: 'data', hasLegalHold: false, hasImmutabilityPolicy: false },
  },
  { name: 'accepts $root', given, inputs: named('$root') },
  { name: 'accepts a name of three characters', given, inputs: named('a-1') },
  {
    name: 'accepts version-level immutability on a versioned account',
    given: [account(), service({ isVersioningEnabled: true })],
    inputs: { ...base, immutableStorageWithVersioning: { enabled: true } },
  },
  {
    name: 'accepts NFS squash on an NFS account',
    given: [account({ isHnsEnabled: true, enableNfsV3: true, networkRuleSet: { defaultAction: 'Deny' } })],
    inputs: { ...base, enableNfsV3RootSquash: true },
  },
  { name: 'updates metadata in place', given, first: base, inputs: { ...base, metadata: { owner: 'data' } }, outputs: { metadata: { owner: 'data' } } },
]);

refuses(token, [
  { name: 'BC-02 refuses upper case', given, inputs: named('Data'), code: 'InvalidResourceName' },
  { name: 'BC-05 refuses 64 characters', given, inputs: named('a'.repeat(64)), code: 'InvalidResourceName' },
  { name: 'BC-06 refuses a leading hyphen', given, inputs: named('-data'), code: 'InvalidResourceName' },
  { name: 'BC-08 refuses an underscore', given, inputs: named('my_data'), code: 'InvalidResourceName' },
  { name: 'refuses two characters', given, inputs: named('ab'), code: 'InvalidResourceName' },
  { name: 'refuses a trailing hyphen', given, inputs: named('data-'), code: 'InvalidResourceName' },
  { name: 'refuses two hyphens in a row', given, inputs: named('my--data'), code: 'InvalidResourceName' },
  { name: 'BC-12 refuses an unknown access level', given, inputs: { ...base, publicAccess: 'Public' }, path: 'publicAccess' },
  {
    name: 'BC-15 refuses a container on an account with a ReadOnly lock',
    given: [account(), ['azure-native:authorization:ManagementLockByScope', { lockName: 'ro', scope: accountId, level: 'ReadOnly' }]],
    inputs: base,
    status: 409,
    code: 'ScopeLocked',
    message: /write/,
  },
  {
    name: 'refuses public access that the account forbids',
    given,
    inputs: { ...base, publicAccess: 'Container' },
    status: 409,
    code: 'PublicAccessNotPermitted',
    message: /Public access is not permitted on this storage account/,
  },
  { name: 'refuses public access as an update too', given, first: base, inputs: { ...base, publicAccess: 'Blob' }, code: 'PublicAccessNotPermitted' },
  { name: 'refuses a container of an account that is not there', inputs: base, status: 404, code: 'ParentResourceNotFound' },
  {
    name: 'refuses a container on file storage',
    given: [account({ kind: 'FileStorage', sku: { name: 'Premium_LRS' } })],
    inputs: base,
    status: 409,
    code: 'FeatureNotSupportedForAccount',
  },
  { name: 'refuses NFS squash on an account without NFS', given, inputs: { ...base, enableNfsV3AllSquash: true }, status: 400 },
  {
    name: 'refuses version-level immutability without versioning',
    given,
    inputs: { ...base, immutableStorageWithVersioning: { enabled: true } },
    code: 'FeatureNotEnabled',
  },
  {
    name: 'refuses version-level immutability with a hierarchical namespace',
    given: [account({ isHnsEnabled: true })],
    inputs: { ...base, immutableStorageWithVersioning: { enabled: true } },
    code: 'FeatureNotSupportedForAccount',
  },
  { name: 'refuses metadata names that are no identifiers', given, inputs: { ...base, metadata: { 'a-b': 'c' } }, code: 'InvalidMetadata' },
  { name: 'refuses to deny an override of no scope', given, inputs: { ...base, denyEncryptionScopeOverride: true }, path: 'denyEncryptionScopeOverride' },
  {
    name: 'refuses an encryption scope that does not exist',
    given,
    inputs: { ...base, defaultEncryptionScope: 'mine', denyEncryptionScopeOverride: true },
    status: 404,
    code: 'EncryptionScopeNotFound',
  },
]);

refuses(token, [
  {
    name: 'refuses another encryption scope after creation',
    given,
    first: base,
    inputs: { ...base, defaultEncryptionScope: 'mine' },
    status: 409,
    code: 'ContainerEncryptionScopeCannotBeChanged',
  },
]);

plans(token, 'replace', [
  {
    name: 'BC-19 replaces when version-level immutability is switched on',
    given,
    first: base,
    inputs: { ...base, immutableStorageWithVersioning: { enabled: true } },
  },
  { name: 'replaces when the name changes', given, first: base, inputs: named('other') },
  { name: 'replaces when the account changes', given, first: base, inputs: { ...base, accountName: 'stfidelity002' } },
]);

test('BC-16 makes the id below blobServices/default', () => {
  expect(worldOf(given).create(token, base).id).toBe(`${accountId}/blobServices/default/containers/data`);
});

test('BC-18 an account takes its containers with it', () => {
  const cloud = worldOf();
  const owner = cloud.create(...account());
  const container = cloud.create(token, base);
  cloud.remove(owner);
  expect(cloud.read(container)).toBeUndefined();
});
