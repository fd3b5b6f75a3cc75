import type { Properties } from '../../../../localcloud/kind';
import { accepts, refuses, type Made } from '../../../support/azure-cases';

const token = 'azure-native:storage:ManagementPolicy';
const account = (over: Properties = {}): Made => [
  'azure-native:storage:StorageAccount',
  { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, ...over },
];
const tracking: Made = [
  'azure-native:storage:BlobServiceProperties',
  { accountName: 'stfidelity001', resourceGroupName: 'rg1', blobServicesName: 'default', lastAccessTimeTrackingPolicy: { enable: true } },
];
const given = [account()];
const rule = (actions: Properties, over: Properties = {}, filters: Properties = { blobTypes: ['blockBlob'], prefixMatch: ['data/'] }): Properties => ({
  name: 'r1',
  enabled: true,
  type: 'Lifecycle',
  definition: { filters, actions },
  ...over,
});
const policy = (...rules: Properties[]): Properties => ({
  accountName: 'stfidelity001',
  resourceGroupName: 'rg1',
  managementPolicyName: 'default',
  policy: { rules },
});
const remove: Properties = { baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } } };
const lastAccess: Properties = { baseBlob: { tierToCool: { daysAfterLastAccessTimeGreaterThan: 30 } } };

accepts(token, [
  {
    name: 'accepts a rule that deletes',
    given,
    inputs: policy(rule(remove)),
    outputs: { name: 'default', lastModifiedTime: expect.any(String), policy: { rules: [{ name: 'r1', enabled: true }] } },
  },
  { name: 'MP-06 accepts last access with tracking', given: [account(), tracking], inputs: policy(rule(lastAccess)) },
  {
    name: 'names itself default',
    given,
    inputs: { accountName: 'stfidelity001', resourceGroupName: 'rg1', policy: { rules: [rule(remove)] } },
    outputs: { name: 'default' },
  },
  {
    name: 'accepts a tier change condition beside modification',
    given,
    inputs: policy(rule({ baseBlob: { tierToArchive: { daysAfterModificationGreaterThan: 30, daysAfterLastTierChangeGreaterThan: 7 } } })),
  },
  { name: 'accepts deleting append blobs', given, inputs: policy(rule(remove, {}, { blobTypes: ['appendBlob'] })) },
  {
    name: 'accepts automatic tiering back with last access',
    given: [account(), tracking],
    inputs: policy(rule({ baseBlob: { enableAutoTierToHotFromCool: true, tierToCool: { daysAfterLastAccessTimeGreaterThan: 30 } } })),
  },
  {
    name: 'accepts 0 days',
    given,
    inputs: policy(rule({ baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 0 } }, snapshot: { delete: { daysAfterCreationGreaterThan: 90 } } })),
  },
]);

const archive: Properties = { baseBlob: { tierToArchive: { daysAfterModificationGreaterThan: 30 } } };
refuses(token, [
  { name: 'MP-04 refuses another rule type', given, inputs: policy(rule(remove, { type: 'Archive' })), path: 'policy.rules[0].type' },
  { name: 'MP-05 refuses last access without tracking', given, inputs: policy(rule(lastAccess)), status: 400, message: /last access time tracking/ },
  {
    name: 'MP-07 refuses automatic tiering without last access',
    given,
    inputs: policy(rule({ baseBlob: { enableAutoTierToHotFromCool: true, tierToCool: { daysAfterModificationGreaterThan: 30 } } })),
    message: /requires tierToCool/,
  },
  {
    name: 'MP-10 refuses negative days',
    given,
    inputs: policy(rule({ baseBlob: { delete: { daysAfterModificationGreaterThan: -5 } } })),
    message: /between 0 and 99999/,
  },
  {
    name: 'refuses 100000 days',
    given,
    inputs: policy(rule({ baseBlob: { delete: { daysAfterModificationGreaterThan: 100000 } } })),
    message: /between 0 and 99999/,
  },
  {
    name: 'MP-12 refuses a tier change condition alone',
    given,
    inputs: policy(rule({ baseBlob: { tierToArchive: { daysAfterLastTierChangeGreaterThan: 7 } } })),
  },
  {
    name: 'refuses a tier change condition on another action',
    given,
    inputs: policy(rule({ baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 3, daysAfterLastTierChangeGreaterThan: 7 } } })),
    message: /only applicable for tierToArchive/,
  },
  {
    name: 'refuses two conditions that exclude each other',
    given,
    inputs: policy(rule({ baseBlob: { delete: { daysAfterModificationGreaterThan: 3, daysAfterCreationGreaterThan: 7 } } })),
    message: /mutually exclusive/,
  },
  { name: 'refuses an action without a condition', given, inputs: policy(rule({ baseBlob: { delete: {} } })) },
  { name: 'refuses a rule without actions', given, inputs: policy(rule({})), message: /at least one action/ },
  { name: 'refuses no rules', given, inputs: policy(), path: 'policy.rules' },
  {
    name: 'refuses 101 rules',
    given,
    inputs: policy(...Array.from({ length: 101 }, (_, index) => rule(remove, { name: `r${index}` }))),
    message: /at most 100/,
  },
  { name: 'refuses the same name twice', given, inputs: policy(rule(remove), rule(remove)), message: /unique/ },
  { name: 'refuses a name with a space', given, inputs: policy(rule(remove, { name: 'my rule' })), path: 'policy.rules[0].name' },
  { name: 'refuses an unknown blob type', given, inputs: policy(rule(remove, {}, { blobTypes: ['pageBlob'] })), message: /pageBlob/ },
  { name: 'refuses filters without blob types', given, inputs: policy(rule(remove, {}, { prefixMatch: ['data/'] })), message: /blobTypes/ },
  { name: 'refuses tiering append blobs', given, inputs: policy(rule(archive, {}, { blobTypes: ['appendBlob'] })), message: /Only delete/ },
  {
    name: 'refuses 11 prefixes',
    given,
    inputs: policy(rule(remove, {}, { blobTypes: ['blockBlob'], prefixMatch: Array.from({ length: 11 }, (_, index) => `c${index}/`) })),
    message: /10 prefixes/,
  },
  {
    name: 'refuses another tag operator',
    given,
    inputs: policy(rule(remove, {}, { blobTypes: ['blockBlob'], blobIndexMatch: [{ name: 'a', op: '!=', value: 'b' }] })),
    message: /only ==/,
  },
  {
    name: 'refuses tag filters with a hierarchical namespace',
    given: [account({ isHnsEnabled: true })],
    inputs: policy(rule(remove, {}, { blobTypes: ['blockBlob'], blobIndexMatch: [{ name: 'a', op: '==', value: 'b' }] })),
    message: /index tags/,
  },
  {
    name: 'refuses the archive tier with zone redundancy',
    given: [account({ sku: { name: 'Standard_GZRS' } })],
    inputs: policy(rule(archive)),
    message: /archive tier/,
  },
  {
    name: 'refuses tiering to hot outside premium block blobs',
    given,
    inputs: policy(rule({ baseBlob: { tierToHot: { daysAfterModificationGreaterThan: 3 } } })),
    message: /premium block blob/,
  },
  { name: 'refuses general-purpose v1', given: [account({ kind: 'Storage' })], inputs: policy(rule(remove)), code: 'FeatureNotSupportedForAccount' },
  { name: 'refuses another name than default', given, inputs: { ...policy(rule(remove)), managementPolicyName: 'mine' } },
  { name: 'refuses an account that is not there', inputs: policy(rule(remove)), status: 404 },
]);

const tagged = (...blobIndexMatch: Properties[]): Properties => policy(rule(remove, {}, { blobTypes: ['blockBlob'], blobIndexMatch }));
refuses(token, [
  { name: 'refuses no blob type', given, inputs: policy(rule(remove, {}, { blobTypes: [] })), message: /At least one blob type/ },
  {
    name: 'refuses 11 tag filters',
    given,
    inputs: tagged(...Array.from({ length: 11 }, (_, index) => ({ name: `a${index}`, op: '==', value: 'b' }))),
    message: /10 tag filters/,
  },
  { name: 'refuses an empty tag name', given, inputs: tagged({ name: '', op: '==', value: 'b' }), message: /1 to 128/ },
  { name: 'refuses a tag value of 257 characters', given, inputs: tagged({ name: 'a', op: '==', value: 'v'.repeat(257) }), message: /at most 256/ },
]);
