import type { Properties } from '../../../../localcloud/kind';
import { accepts, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:storage:BlobServiceProperties';
const account = (over: Properties = {}): Made => [
  'azure-native:storage:StorageAccount',
  { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, ...over },
];
const base: Properties = { accountName: 'stfidelity001', resourceGroupName: 'rg1', blobServicesName: 'default' };
const given = [account()];
const restorable: Properties = {
  ...base,
  isVersioningEnabled: true,
  changeFeed: { enabled: true },
  deleteRetentionPolicy: { enabled: true, days: 14 },
  restorePolicy: { enabled: true, days: 7 },
};
const rule: Properties = { allowedHeaders: ['*'], allowedMethods: ['GET'], allowedOrigins: ['*'], exposedHeaders: ['*'], maxAgeInSeconds: 60 };

accepts(token, [
  {
    name: 'accepts a restore policy with all that it needs',
    given,
    inputs: restorable,
    outputs: { restorePolicy: { enabled: true, days: 7, lastEnabledTime: expect.any(String) } },
  },
  {
    name: 'names itself default',
    given,
    inputs: { accountName: 'stfidelity001', resourceGroupName: 'rg1' },
    outputs: { name: 'default', sku: { name: 'Standard_LRS', tier: 'Standard' }, cors: { corsRules: [] }, deleteRetentionPolicy: { enabled: false } },
  },
  {
    name: 'accepts soft delete of 365 days',
    given,
    inputs: { ...base, deleteRetentionPolicy: { enabled: true, days: 365 }, containerDeleteRetentionPolicy: { enabled: true, days: 1 } },
  },
  {
    name: 'fills the read-only fields of access tracking',
    given,
    inputs: { ...base, lastAccessTimeTrackingPolicy: { enable: true } },
    outputs: { lastAccessTimeTrackingPolicy: { name: 'AccessTimeTracking', trackingGranularityInDays: 1, blobType: ['blockBlob'] } },
  },
  {
    name: 'accepts soft delete with a hierarchical namespace',
    given: [account({ isHnsEnabled: true })],
    inputs: { ...base, deleteRetentionPolicy: { enabled: true, days: 7 } },
  },
  { name: 'accepts five CORS rules', given, inputs: { ...base, cors: { corsRules: [rule, rule, rule, rule, rule] } } },
]);

refuses(token, [
  {
    name: 'BS-06 refuses restore without versioning',
    given,
    inputs: { ...restorable, isVersioningEnabled: false },
    path: 'restorePolicy',
    message: /versioning/,
  },
  {
    name: 'BS-08 refuses restore days that reach the soft delete days',
    given,
    inputs: { ...restorable, restorePolicy: { enabled: true, days: 14 } },
    path: 'restorePolicy.days',
  },
  {
    name: 'BS-09 refuses versioning with a hierarchical namespace',
    given: [account({ isHnsEnabled: true })],
    inputs: { ...base, isVersioningEnabled: true },
    status: 409,
    code: 'FeatureNotSupportedForAccount',
  },
  {
    name: 'refuses the change feed with a hierarchical namespace',
    given: [account({ isHnsEnabled: true })],
    inputs: { ...base, changeFeed: { enabled: true } },
    status: 409,
    code: 'FeatureNotSupportedForAccount',
  },
  {
    name: 'BS-13 refuses permanent delete with restore',
    given,
    inputs: { ...restorable, deleteRetentionPolicy: { enabled: true, days: 14, allowPermanentDelete: true } },
    path: 'deleteRetentionPolicy.allowPermanentDelete',
  },
  { name: 'refuses restore without the change feed', given, inputs: { ...restorable, changeFeed: { enabled: false } }, message: /change feed/ },
  { name: 'refuses restore without soft delete', given, inputs: { ...restorable, deleteRetentionPolicy: { enabled: false } }, message: /soft delete/ },
  { name: 'refuses restore of no days', given, inputs: { ...restorable, restorePolicy: { enabled: true } }, path: 'restorePolicy.days' },
  {
    name: 'refuses restore on premium block blobs',
    given: [account({ kind: 'BlockBlobStorage', sku: { name: 'Premium_LRS' } })],
    inputs: restorable,
    code: 'FeatureNotSupportedForAccount',
  },
  { name: 'refuses soft delete of 0 days', given, inputs: { ...base, deleteRetentionPolicy: { enabled: true, days: 0 } }, path: 'deleteRetentionPolicy.days' },
  {
    name: 'refuses soft delete of 366 days',
    given,
    inputs: { ...base, containerDeleteRetentionPolicy: { enabled: true, days: 366 } },
    path: 'containerDeleteRetentionPolicy.days',
  },
  {
    name: 'refuses enabled soft delete without days',
    given,
    inputs: { ...base, deleteRetentionPolicy: { enabled: true } },
    path: 'deleteRetentionPolicy.days',
  },
  {
    name: 'refuses a change feed kept longer than 400 years',
    given,
    inputs: { ...base, changeFeed: { enabled: true, retentionInDays: 146001 } },
    path: 'changeFeed.retentionInDays',
  },
  { name: 'refuses six CORS rules', given, inputs: { ...base, cors: { corsRules: [rule, rule, rule, rule, rule, rule] } }, path: 'cors.corsRules' },
  { name: 'refuses an unknown CORS method', given, inputs: { ...base, cors: { corsRules: [{ ...rule, allowedMethods: ['FETCH'] }] } } },
  { name: 'refuses a CORS rule without origins', given, inputs: { ...base, cors: { corsRules: [{ ...rule, allowedOrigins: [] }] } } },
  { name: 'refuses a service version before 2008-10-27', given, inputs: { ...base, defaultServiceVersion: '2008-01-01' }, path: 'defaultServiceVersion' },
  { name: 'refuses another name than default', given, inputs: { ...base, blobServicesName: 'main' } },
  {
    name: 'refuses file storage',
    given: [account({ kind: 'FileStorage', sku: { name: 'Premium_LRS' } })],
    inputs: base,
    code: 'FeatureNotSupportedForAccount',
  },
  { name: 'refuses a granularity of two days', given, inputs: { ...base, lastAccessTimeTrackingPolicy: { enable: true, trackingGranularityInDays: 2 } } },
]);

test('is an upsert of what came with the account', () => {
  const cloud = worldOf(given);
  cloud.create(token, base);
  expect(cloud.create(token, restorable).outputs).toMatchObject({ isVersioningEnabled: true });
});

refuses(token, [
  {
    name: 'refuses a negative CORS age',
    given,
    inputs: { ...base, cors: { corsRules: [{ ...rule, maxAgeInSeconds: -1 }] } },
    path: 'cors.corsRules[0].maxAgeInSeconds',
  },
  {
    name: 'refuses 65 origins',
    given,
    inputs: { ...base, cors: { corsRules: [{ ...rule, allowedOrigins: Array.from({ length: 65 }, (_, index) => `https://a${index}`) }] } },
    path: 'cors.corsRules[0].allowedOrigins',
  },
  {
    name: 'refuses to track page blobs',
    given,
    inputs: { ...base, lastAccessTimeTrackingPolicy: { enable: true, blobType: ['pageBlob'] } },
    path: 'lastAccessTimeTrackingPolicy.blobType',
  },
]);

test('versioning stays on while a container has version-level immutability', () => {
  const cloud = worldOf([account()]);
  const service = cloud.create(token, { ...base, isVersioningEnabled: true });
  const container = { accountName: 'stfidelity001', resourceGroupName: 'rg1', containerName: 'data', immutableStorageWithVersioning: { enabled: true } };
  const stored = cloud.create('azure-native:storage:BlobContainer', container);
  const off = { ...base, isVersioningEnabled: false };
  expect(cloud.refusal(() => cloud.update(service, off))).toMatchObject({ status: 409, code: 'VersioningCannotBeDisabled' });
  cloud.remove(stored);
  expect(cloud.update(service, off).outputs['isVersioningEnabled']).toBe(false);
});
