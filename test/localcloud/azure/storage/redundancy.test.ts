import type { Properties } from '../../../../localcloud/kind';
import { accepts, plans, refuses, worldOf } from '../../../support/azure-cases';

const token = 'azure-native:storage:StorageAccount';
const account = (sku: string, over: Properties = {}): Properties => ({
  accountName: 'stfidelity001',
  resourceGroupName: 'rg1',
  location: 'westeurope',
  kind: 'StorageV2',
  sku: { name: sku },
  ...over,
});
const host = 'https://stfidelity001';

accepts(token, [
  { name: 'accepts zone redundancy where the region has zones', inputs: account('Standard_ZRS') },
  { name: 'accepts geo redundancy where the region has a pair but no zones', inputs: account('Standard_GRS', { location: 'West US' }) },
  { name: 'accepts zone redundancy where the region has zones but no pair', inputs: account('Standard_ZRS', { location: 'italynorth' }) },
  { name: 'adds geo redundancy to zones in place', first: account('Standard_ZRS'), inputs: account('Standard_RAGZRS') },
  {
    name: 'publishes the endpoints of the routes that are asked for',
    inputs: account('Standard_LRS', {
      routingPreference: { routingChoice: 'InternetRouting', publishInternetEndpoints: true, publishMicrosoftEndpoints: true },
    }),
    outputs: {
      primaryEndpoints: {
        blob: `${host}.blob.core.windows.net/`,
        internetEndpoints: { blob: `${host}-internetrouting.blob.core.windows.net/`, dfs: `${host}-internetrouting.dfs.core.windows.net/` },
        microsoftEndpoints: { blob: `${host}-microsoftrouting.blob.core.windows.net/`, queue: `${host}-microsoftrouting.queue.core.windows.net/` },
      },
    },
  },
]);

const nfs: Properties = { isHnsEnabled: true, enableNfsV3: true, networkRuleSet: { defaultAction: 'Deny' } };
accepts(
  token,
  ['Standard_LRS', 'Standard_ZRS', 'Standard_RAGRS'].map((sku) => ({ name: `accepts NFS 3.0 with ${sku}`, inputs: account(sku, nfs) })),
);
refuses(token, [
  ...['Standard_GRS', 'Standard_GZRS', 'Standard_RAGZRS'].map((sku) => ({
    name: `refuses NFS 3.0 with ${sku}`,
    inputs: account(sku, nfs),
    path: 'enableNfsV3',
  })),
  {
    name: 'refuses NFS 3.0 where the network lets everyone in',
    inputs: account('Standard_LRS', { ...nfs, networkRuleSet: { defaultAction: 'Allow' } }),
    code: 'NetworkAclsDefaultActionMisconfigured',
  },
]);

const nowhere = { code: 'RedundancyConfigurationNotAvailableInRegion', path: 'sku.name' };
refuses(token, [
  { name: 'refuses zone redundancy in a region without zones', inputs: account('Standard_ZRS', { location: 'westus' }), ...nowhere },
  {
    name: 'refuses premium zone redundancy in a region without zones',
    inputs: account('Premium_ZRS', { location: 'westus', kind: 'FileStorage' }),
    ...nowhere,
  },
  { name: 'refuses geo-zone redundancy in a region without zones', inputs: account('Standard_GZRS', { location: 'North Central US' }), ...nowhere },
  { name: 'refuses geo redundancy in a region without a pair', inputs: account('Standard_RAGRS', { location: 'italynorth' }), ...nowhere },
  { name: 'refuses to move a local account to zones in place', first: account('Standard_LRS'), inputs: account('Standard_ZRS'), status: 400 },
  { name: 'refuses to leave the zones in place', first: account('Standard_ZRS'), inputs: account('Standard_LRS'), status: 400 },
  { name: 'refuses to become premium in place', first: account('Standard_LRS'), inputs: account('Premium_LRS'), status: 400 },
]);

plans(token, 'update', [{ name: 'plans another redundancy in place', first: account('Standard_LRS'), inputs: account('Standard_GRS') }]);

test('publishes no routed endpoints unasked, and withdraws them when they are no longer asked for', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, account('Standard_LRS', { routingPreference: { publishInternetEndpoints: true } }));
  expect(stored.outputs).toHaveProperty('primaryEndpoints.internetEndpoints');
  expect(stored.outputs).not.toHaveProperty('primaryEndpoints.microsoftEndpoints');
  expect(cloud.update(stored, account('Standard_LRS')).outputs).not.toHaveProperty('primaryEndpoints.internetEndpoints');
});
