import type { Properties } from '../../../../localcloud/kind';
import { accepts, plans, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:containerregistry:Replication';
const registry = (sku: string, over: Properties = {}): Made => [
  'azure-native:containerregistry:Registry',
  { registryName: 'acrfidelity001', resourceGroupName: 'rg1', location: 'westeurope', sku: { name: sku }, ...over },
];
const replication = (over: Properties = {}): Properties => ({
  registryName: 'acrfidelity001',
  replicationName: 'northeurope',
  resourceGroupName: 'rg1',
  location: 'northeurope',
  ...over,
});
const given = [registry('Premium')];

accepts(token, [
  {
    name: 'ACRR-06 defaults the regional endpoint on and zone redundancy off',
    given,
    inputs: replication(),
    outputs: { regionEndpointEnabled: true, zoneRedundancy: 'Disabled', provisioningState: 'Succeeded' },
  },
  { name: 'accepts a zone-redundant replication', given, inputs: replication({ zoneRedundancy: 'Enabled' }), outputs: { zoneRedundancy: 'Enabled' } },
  {
    name: 'switches the regional endpoint in place',
    given,
    first: replication(),
    inputs: replication({ regionEndpointEnabled: false }),
    outputs: { regionEndpointEnabled: false },
  },
  { name: 'accepts a region without zones', given, inputs: replication({ replicationName: 'westus', location: 'westus' }) },
  {
    name: 'accepts a second region',
    given: [registry('Premium'), [token, replication()]],
    inputs: replication({ replicationName: 'francecentral', location: 'francecentral' }),
  },
]);

refuses(token, [
  {
    name: 'refuses zone redundancy in a region without zones',
    given,
    inputs: replication({ replicationName: 'westus', location: 'westus', zoneRedundancy: 'Enabled' }),
    path: 'zoneRedundancy',
  },
  { name: 'refuses a Standard registry', given: [registry('Standard')], inputs: replication(), status: 400, code: 'SkuNotSupported' },
  { name: "refuses the registry's own region", given, inputs: replication({ replicationName: 'westeurope', location: 'West Europe' }), status: 409 },
  {
    name: 'refuses a region twice',
    given: [registry('Premium'), [token, replication()]],
    inputs: replication({ replicationName: 'northeurope2' }),
    status: 409,
  },
  { name: 'refuses a hyphen in the name', given, inputs: replication({ replicationName: 'north-europe' }), path: 'replicationName' },
  { name: 'refuses a registry that is not there', inputs: replication(), status: 404, code: 'ParentResourceNotFound' },
  { name: 'refuses zone redundancy on an existing replication', given, first: replication(), inputs: replication({ zoneRedundancy: 'Enabled' }), status: 400 },
  {
    name: 'refuses a registry with soft delete',
    given: [registry('Premium', { policies: { softDeletePolicy: { status: 'enabled' } } })],
    inputs: replication(),
    status: 400,
  },
  { name: 'refuses a region that does not exist', given, inputs: replication({ location: 'marsnorth1' }), code: 'LocationNotAvailableForResourceType' },
]);

plans(token, 'replace', [
  { name: 'ACRR-07 replaces when the location changes', given, first: replication(), inputs: replication({ location: 'francecentral' }) },
]);

test('ACRR-09 a registry with replications cannot leave Premium', () => {
  const cloud = worldOf();
  const owner = cloud.create(...registry('Premium'));
  const copy = cloud.create(token, replication());
  expect(cloud.refusal(() => cloud.update(owner, registry('Standard')[1]))).toMatchObject({ status: 400, message: expect.stringMatching(/replications/) });
  cloud.remove(copy);
  expect(cloud.update(owner, registry('Standard')[1]).outputs).toMatchObject({ sku: { name: 'Standard' } });
});

test('a registry takes its replications with it', () => {
  const cloud = worldOf();
  const owner = cloud.create(...registry('Premium'));
  const copy = cloud.create(token, replication());
  cloud.remove(owner);
  expect(cloud.read(copy)).toBeUndefined();
});
