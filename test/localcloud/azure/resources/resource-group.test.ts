import type { Properties } from '../../../../localcloud/kind';
import { accepts, group, groupId, inGroup, plans, refuses, subscription, worldOf, type Made } from '../../../support/azure-cases';

const [token] = group;
const named = (resourceGroupName: string, over: Properties = {}): Properties => ({ resourceGroupName, location: 'westeurope', ...over });
const account: Made = [
  'azure-native:storage:StorageAccount',
  { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } },
];

accepts(token, [
  {
    name: 'RG-09 answers type and provisioning state',
    inputs: named('rg-test_1.(a)'),
    outputs: { name: 'rg-test_1.(a)', type: 'Microsoft.Resources/resourceGroups', properties: { provisioningState: 'Succeeded' } },
  },
  { name: 'accepts 90 characters', inputs: named('r'.repeat(90)) },
  { name: 'accepts letters of other scripts', inputs: named('données-größe') },
  { name: 'accepts the display name of a region', inputs: named('rg2', { location: 'West Europe' }) },
  { name: 'changes tags in place', first: named('rg2'), inputs: named('rg2', { tags: { a: 'b' } }), outputs: { tags: { a: 'b' } } },
]);

refuses(token, [
  {
    name: 'RG-06 refuses a group that exists elsewhere',
    given: [[token, named('rg-test_1.(a)')]],
    inputs: named('rg-test_1.(a)', { location: 'northeurope' }),
    status: 409,
    code: 'InvalidResourceGroupLocation',
    message: /Invalid resource group location 'northeurope'\. The Resource group already exists in location 'westeurope'\./,
  },
  {
    name: 'RG-07 refuses a region that does not exist',
    inputs: named('rg-test_1.(a)', { location: 'marsnorth1' }),
    code: 'LocationNotAvailableForResourceGroup',
  },
  { name: 'refuses a group that exists already', given: [[token, named('rg2')]], inputs: named('RG2'), status: 409 },
  { name: 'refuses a trailing period', inputs: named('rg.'), path: 'resourceGroupName' },
  { name: 'refuses 91 characters', inputs: named('r'.repeat(91)), path: 'resourceGroupName' },
  { name: 'refuses a space', inputs: named('my group'), path: 'resourceGroupName' },
  { name: 'refuses a slash', inputs: named('a/b'), path: 'resourceGroupName' },
  { name: 'refuses 51 tags', inputs: named('rg2', { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) }) },
  { name: 'refuses an unknown property', inputs: named('rg2', { colour: 'red' }), path: 'colour' },
  { name: 'refuses a missing location', inputs: { resourceGroupName: 'rg2' }, path: 'location' },
  {
    name: 'refuses another owner after creation',
    first: named('rg2'),
    inputs: named('rg2', { managedBy: `${subscription}/resourceGroups/rg1/providers/Microsoft.Solutions/applications/a` }),
    status: 409,
    code: 'ResourceGroupManagedByMismatch',
  },
]);

plans(token, 'replace', [
  { name: 'replaces when the location changes', first: named('rg2'), inputs: named('rg2', { location: 'northeurope' }) },
  { name: 'replaces when the name changes', first: named('rg2'), inputs: named('rg3') },
]);
plans(token, 'none', [{ name: 'sees no change in the display name of the region', first: named('rg2'), inputs: named('rg2', { location: 'West Europe' }) }]);

test('RG-09 the id is of the subscription', () => {
  expect(worldOf().create(token, named('rg-test_1.(a)')).id).toBe(`${subscription}/resourceGroups/rg-test_1.(a)`);
});

test('a group takes all that is in it with it', () => {
  const cloud = worldOf([account]);
  cloud.cloud.delete(token, groupId);
  expect(cloud.cloud.read('azure-native:storage:StorageAccount', inGroup('Microsoft.Storage', 'storageAccounts/stfidelity001'))).toBeUndefined();
});

const tagged = (tags: Properties): Properties => ({ resourceGroupName: 'rg2', location: 'westeurope', tags });

accepts(token, [
  { name: 'accepts a tag name of 512 and a value of 256 characters', inputs: tagged({ ['k'.repeat(512)]: 'v'.repeat(256) }) },
  { name: 'accepts an empty tag value', inputs: tagged({ owner: '' }) },
]);

refuses(token, [
  { name: 'refuses a tag name of 513 characters', inputs: tagged({ ['k'.repeat(513)]: 'v' }) },
  { name: 'refuses a tag value of 257 characters', inputs: tagged({ owner: 'v'.repeat(257) }) },
  { name: 'refuses tag names that differ only in case', inputs: tagged({ Owner: 'a', owner: 'b' }) },
  { name: 'refuses a reserved tag prefix', inputs: tagged({ azureOwner: 'a' }) },
  ...['<', '>', '%', '&', '\\', '?', '/'].map((sign) => ({ name: `refuses ${sign} in a tag name`, inputs: tagged({ [`a${sign}b`]: 'v' }) })),
]);
