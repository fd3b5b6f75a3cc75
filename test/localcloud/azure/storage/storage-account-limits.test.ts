import type { Properties } from '../../../../localcloud/kind';
import { inGroup, refuses } from '../../../support/azure-cases';

const token = 'azure-native:storage:StorageAccount';
const base: Properties = { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };
const account = (over: Properties = {}): Properties => ({ ...base, ...over });
const subnetId = inGroup('Microsoft.Network/virtualNetworks', 'vnet1/subnets/snet1');
const instances = (...resourceAccessRules: Properties[]): Properties => account({ networkRuleSet: { defaultAction: 'Deny', resourceAccessRules } });
const immutable = (immutabilityPolicy: Properties, enabled = true): Properties => account({ immutableStorageWithVersioning: { enabled, immutabilityPolicy } });
refuses(token, [
  {
    name: 'refuses a moved extended location',
    first: base,
    inputs: account({ extendedLocation: { name: 'losangeles', type: 'EdgeZone' } }),
    code: 'AccountPropertyCannotBeUpdated',
  },
  { name: 'refuses an extended location without a name', inputs: account({ extendedLocation: { type: 'EdgeZone' } }), path: 'extendedLocation' },
  {
    name: 'refuses a customer key without its name',
    inputs: account({
      identity: { type: 'SystemAssigned' },
      encryption: { keySource: 'Microsoft.Keyvault', keyVaultProperties: { keyVaultUri: 'https://kv.vault.azure.net' } },
    }),
    path: 'encryption.keyVaultProperties.keyName',
  },
  {
    name: 'refuses a resource instance that is no id',
    inputs: instances({ resourceId: 'adf', tenantId: '22222222-2222-2222-2222-222222222222' }),
    message: /resourceId/,
  },
  { name: 'refuses a resource instance of no tenant', inputs: instances({ resourceId: `${subnetId}`, tenantId: 'mine' }), message: /tenantId/ },
  {
    name: 'refuses 201 resource instances',
    inputs: instances(...Array.from({ length: 201 }, () => ({ resourceId: subnetId }))),
    code: 'TooManyResourceAccessRules',
  },
  {
    name: 'refuses the same address twice',
    inputs: account({ networkRuleSet: { defaultAction: 'Deny', ipRules: [{ iPAddressOrRange: '52.1.1.1' }, { iPAddressOrRange: '52.1.1.1' }] } }),
    message: /more than once/,
  },
  {
    name: 'refuses 401 subnets',
    inputs: account({
      networkRuleSet: { defaultAction: 'Deny', virtualNetworkRules: Array.from({ length: 401 }, () => ({ virtualNetworkResourceId: subnetId })) },
    }),
    code: 'TooManyVirtualNetworkRules',
  },
  {
    name: 'refuses NFS on blob storage',
    inputs: account({ kind: 'BlobStorage', accessTier: 'Hot', isHnsEnabled: true, enableNfsV3: true, networkRuleSet: { defaultAction: 'Deny' } }),
    path: 'enableNfsV3',
  },
  {
    name: 'refuses keys that expire after 0 days',
    inputs: account({ keyPolicy: { keyExpirationPeriodInDays: 0 } }),
    path: 'keyPolicy.keyExpirationPeriodInDays',
  },
  {
    name: 'refuses an immutability policy that is not enabled',
    inputs: immutable({ immutabilityPeriodSinceCreationInDays: 1 }, false),
    path: 'immutableStorageWithVersioning.immutabilityPolicy',
  },
  {
    name: 'refuses immutability of 146001 days',
    inputs: immutable({ immutabilityPeriodSinceCreationInDays: 146001 }),
    path: 'immutableStorageWithVersioning.immutabilityPolicy.immutabilityPeriodSinceCreationInDays',
  },
]);
