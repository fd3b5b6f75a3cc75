import type { Properties } from '../../../../localcloud/kind';
import { accepts, inGroup, plans, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:storage:StorageAccount';
const base: Properties = { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };
const account = (over: Properties = {}): Properties => ({ ...base, ...over });
const ip = (value: string): Properties =>
  account({ networkRuleSet: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [{ iPAddressOrRange: value, action: 'Allow' }] } });
const subnetId = inGroup('Microsoft.Network/virtualNetworks', 'vnet1/subnets/snet1');
const subnetRule = account({ networkRuleSet: { defaultAction: 'Deny', virtualNetworkRules: [{ virtualNetworkResourceId: subnetId, action: 'Allow' }] } });
const network: Made = [
  'azure-native:network:VirtualNetwork',
  { virtualNetworkName: 'vnet1', resourceGroupName: 'rg1', location: 'westeurope', addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
];
const subnet = (over: Properties): Made => [
  'azure-native:network:Subnet',
  { subnetName: 'snet1', virtualNetworkName: 'vnet1', resourceGroupName: 'rg1', addressPrefix: '10.0.1.0/24', ...over },
];
const identityId = inGroup('Microsoft.ManagedIdentity/userAssignedIdentities', 'id-fidelity');
const identity: Made = ['azure-native:managedidentity:UserAssignedIdentity', { resourceName: 'id-fidelity', resourceGroupName: 'rg1', location: 'westeurope' }];
const vault = (over: Properties): Made => [
  'azure-native:keyvault:Vault',
  {
    vaultName: 'kv-fidelity-001',
    resourceGroupName: 'rg1',
    location: 'westeurope',
    properties: { tenantId: '22222222-2222-2222-2222-222222222222', sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true, ...over },
  },
];
const key: Made = ['azure-native:keyvault:Key', { keyName: 'cmk', vaultName: 'kv-fidelity-001', resourceGroupName: 'rg1', properties: { kty: 'RSA' } }];
const customerKey = account({
  identity: { type: 'UserAssigned', userAssignedIdentities: [identityId] },
  encryption: {
    keySource: 'Microsoft.Keyvault',
    keyVaultProperties: { keyName: 'cmk', keyVaultUri: 'https://kv-fidelity-001.vault.azure.net/' },
    encryptionIdentity: { encryptionUserAssignedIdentity: identityId },
  },
});
const hns = account({ isHnsEnabled: true });

accepts(token, [
  { name: 'SA-01 creates a plain account', inputs: base },
  { name: 'accepts SFTP with local users off', inputs: account({ isHnsEnabled: true, isSftpEnabled: true, isLocalUserEnabled: false }) },
  {
    name: 'SA-27 accepts SFTP with a hierarchical namespace and local users',
    inputs: account({ isHnsEnabled: true, isSftpEnabled: true, isLocalUserEnabled: true }),
  },
  {
    name: 'SA-40 resets network rules that are left out',
    first: ip('52.10.10.20'),
    inputs: base,
    outputs: { networkRuleSet: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [] } },
  },
  {
    name: 'SA-44 fills the key source of a given encryption',
    inputs: account({ encryption: {} }),
    outputs: { encryption: { keySource: 'Microsoft.Storage' } },
  },
  {
    name: 'SA-46 takes the location of the resource group',
    inputs: { accountName: 'stfidelity001', resourceGroupName: 'rg1', kind: 'StorageV2', sku: { name: 'Standard_LRS' } },
    outputs: { location: 'westeurope' },
  },
  {
    name: 'accepts a public address and a public range',
    inputs: account({ networkRuleSet: { defaultAction: 'Deny', ipRules: [{ iPAddressOrRange: '52.10.10.10' }, { iPAddressOrRange: '52.11.0.0/30' }] } }),
  },
  { name: 'accepts bypass as a combination', inputs: account({ networkRuleSet: { defaultAction: 'Deny', bypass: 'Logging, Metrics' } }) },
  {
    name: 'accepts a subnet that has the service endpoint',
    given: [network, subnet({ serviceEndpoints: [{ service: 'Microsoft.Storage' }] })],
    inputs: subnetRule,
  },
  {
    name: 'accepts a subnet with the cross-region endpoint',
    given: [network, subnet({ serviceEndpoints: [{ service: 'Microsoft.Storage.Global' }] })],
    inputs: subnetRule,
  },
  { name: 'accepts a Cool tier', inputs: account({ accessTier: 'Cool' }), outputs: { accessTier: 'Cool' } },
  {
    name: 'accepts provisioned v2 file storage',
    inputs: account({ kind: 'FileStorage', sku: { name: 'StandardV2_LRS' } }),
    outputs: { sku: { tier: 'Standard' } },
  },
  {
    name: 'changes between locally redundant skus in place',
    first: base,
    inputs: account({ sku: { name: 'Standard_RAGRS' } }),
    outputs: { sku: { name: 'Standard_RAGRS', tier: 'Standard' } },
  },
  {
    name: 'changes between zone-redundant skus in place',
    first: account({ sku: { name: 'Standard_ZRS' } }),
    inputs: account({ sku: { name: 'Standard_GZRS' } }),
  },
  {
    name: 'upgrades a general-purpose v1 account in place',
    first: account({ kind: 'Storage' }),
    inputs: base,
    outputs: { kind: 'StorageV2', accessTier: 'Hot' },
  },
  { name: 'encrypts with a key of a protected vault', given: [identity, vault({ enablePurgeProtection: true }), key], inputs: customerKey },
  {
    name: 'gives a system identity a principal',
    inputs: account({ identity: { type: 'SystemAssigned' } }),
    outputs: { identity: { type: 'SystemAssigned', principalId: expect.stringMatching(/^[0-9a-f-]{36}$/), tenantId: expect.any(String) } },
  },
  {
    name: 'answers an assigned identity with its principal and client',
    given: [identity],
    inputs: account({ identity: { type: 'UserAssigned', userAssignedIdentities: [identityId] } }),
    outputs: { identity: { userAssignedIdentities: { [identityId]: { principalId: expect.any(String), clientId: expect.any(String) } } } },
  },
  {
    name: 'keeps a property that a later write leaves out',
    first: account({ minimumTlsVersion: 'TLS1_2', allowBlobPublicAccess: true }),
    inputs: account({ tags: { a: 'b' } }),
    outputs: { minimumTlsVersion: 'TLS1_2', allowBlobPublicAccess: true },
  },
  {
    name: 'defaults https only, no public blobs, no cross-tenant replication',
    inputs: base,
    outputs: {
      enableHttpsTrafficOnly: true,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      accessTier: 'Hot',
      statusOfPrimary: 'available',
      primaryLocation: 'westeurope',
    },
  },
  {
    name: 'gives a secondary endpoint and region to a read-access geo sku',
    inputs: account({ sku: { name: 'Standard_RAGRS' } }),
    outputs: {
      secondaryLocation: 'northeurope',
      secondaryEndpoints: { blob: 'https://stfidelity001-secondary.blob.core.windows.net/' },
      statusOfSecondary: 'available',
    },
  },
  {
    name: 'gives NFS to an account whose network denies by default',
    inputs: account({ isHnsEnabled: true, enableNfsV3: true, networkRuleSet: { defaultAction: 'Deny' } }),
  },
]);

refuses(token, [
  {
    name: 'SA-02 refuses upper case in the name',
    inputs: account({ accountName: 'StFidelity001' }),
    code: 'AccountNameInvalid',
    message: /between 3 and 24 characters/,
  },
  { name: 'SA-03 refuses a name of two characters', inputs: account({ accountName: 'ab' }), code: 'AccountNameInvalid' },
  { name: 'SA-04 refuses a name of 25 characters', inputs: account({ accountName: 'a'.repeat(25) }), code: 'AccountNameInvalid' },
  { name: 'refuses a hyphen in the name', inputs: account({ accountName: 'st-fidelity' }), code: 'AccountNameInvalid' },
  { name: 'SA-18 refuses an unknown sku', inputs: account({ sku: { name: 'Standard_XYZ' } }), path: 'sku.name' },
  { name: 'SA-20 refuses block blob storage with a Standard sku', inputs: account({ kind: 'BlockBlobStorage' }), path: 'sku.name' },
  { name: 'SA-21 refuses file storage with a Standard sku', inputs: account({ kind: 'FileStorage' }), path: 'sku.name' },
  {
    name: 'refuses a provisioned v2 sku outside file storage',
    inputs: account({ sku: { name: 'StandardV2_LRS' }, kind: 'BlobStorage', accessTier: 'Hot' }),
    path: 'sku.name',
  },
  {
    name: 'refuses blob storage with zone redundancy',
    inputs: account({ kind: 'BlobStorage', accessTier: 'Hot', sku: { name: 'Standard_ZRS' } }),
    path: 'sku.name',
  },
  { name: 'refuses blob storage without an access tier', inputs: account({ kind: 'BlobStorage' }), code: 'MissingRequiredProperty' },
  { name: 'refuses an access tier on general-purpose v1', inputs: account({ kind: 'Storage', accessTier: 'Hot' }), path: 'accessTier' },
  {
    name: 'refuses Cool on premium block blobs',
    inputs: account({ kind: 'BlockBlobStorage', sku: { name: 'Premium_LRS' }, accessTier: 'Cool' }),
    path: 'accessTier',
  },
  { name: 'refuses the Premium tier on a Standard account', inputs: account({ accessTier: 'Premium' }), path: 'accessTier' },
  { name: 'SA-25 refuses a hierarchical namespace on general-purpose v1', inputs: account({ kind: 'Storage', isHnsEnabled: true }), path: 'isHnsEnabled' },
  {
    name: 'refuses a hierarchical namespace on premium page blobs',
    inputs: account({ sku: { name: 'Premium_LRS' }, isHnsEnabled: true }),
    path: 'isHnsEnabled',
  },
  { name: 'refuses SFTP without a hierarchical namespace', inputs: account({ isSftpEnabled: true }), path: 'isSftpEnabled' },
  {
    name: 'refuses NFS without a hierarchical namespace',
    inputs: account({ enableNfsV3: true, networkRuleSet: { defaultAction: 'Deny' } }),
    path: 'enableNfsV3',
  },
  { name: 'refuses NFS on an open network', inputs: account({ isHnsEnabled: true, enableNfsV3: true }), path: 'enableNfsV3' },
  { name: 'SA-29 refuses an unknown TLS version', inputs: account({ minimumTlsVersion: 'TLS1_4' }), path: 'minimumTlsVersion' },
  { name: 'refuses TLS 1.3 as a minimum', inputs: account({ minimumTlsVersion: 'TLS1_3' }), path: 'minimumTlsVersion' },
  { name: 'refuses TLS 1.0, which ended', inputs: account({ minimumTlsVersion: 'TLS1_0' }), path: 'minimumTlsVersion' },
  { name: 'SA-34 refuses /32 in an IP rule', inputs: ip('52.10.10.10/32'), code: 'InvalidValuesForRequestParameters', message: /\/31 or \/32/ },
  { name: 'refuses /31 in an IP rule', inputs: ip('52.10.10.10/31'), code: 'InvalidValuesForRequestParameters' },
  { name: 'SA-37 refuses IPv6 in an IP rule', inputs: ip('2001:db8::/32'), code: 'InvalidValuesForRequestParameters', message: /only IPv4/ },
  ...['10.0.0.0/8', '172.16.5.4', '192.168.1.0/24'].map((value) => ({
    name: `refuses the private range ${value}`,
    inputs: ip(value),
    code: 'InvalidValuesForRequestParameters',
    message: /private/,
  })),
  { name: 'refuses an address with an octet above 255', inputs: ip('300.1.1.1'), code: 'InvalidValuesForRequestParameters' },
  {
    name: 'refuses more than 400 IP rules',
    inputs: account({
      networkRuleSet: {
        defaultAction: 'Deny',
        ipRules: Array.from({ length: 401 }, (_, index) => ({ iPAddressOrRange: `52.${index % 200}.${Math.floor(index / 200)}.1` })),
      },
    }),
    code: 'TooManyIpRules',
  },
  {
    name: 'SA-38 refuses a subnet without the service endpoint',
    given: [network, subnet({})],
    inputs: subnetRule,
    status: 400,
    code: 'NetworkAclsValidationFailure',
    message: /SubnetsHaveNoServiceEndpointsConfigured: Subnets snet1 of virtual network .* do not have ServiceEndpoints for Microsoft.Storage/,
  },
  { name: 'refuses a subnet that does not exist', inputs: subnetRule, status: 400, code: 'NetworkAclsValidationFailure' },
  {
    name: 'refuses a virtual network where a subnet is meant',
    inputs: account({
      networkRuleSet: { defaultAction: 'Deny', virtualNetworkRules: [{ virtualNetworkResourceId: inGroup('Microsoft.Network/virtualNetworks', 'vnet1') }] },
    }),
    code: 'InvalidVirtualNetworkRule',
  },
  {
    name: 'refuses bypass None combined with others',
    inputs: account({ networkRuleSet: { defaultAction: 'Deny', bypass: 'None, Metrics' } }),
    path: 'networkRuleSet.bypass',
  },
  { name: 'SA-55 refuses a tag name of 129 characters', inputs: account({ tags: { ['k'.repeat(129)]: 'v' } }) },
  { name: 'SA-56 refuses 51 tags', inputs: account({ tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) }) },
  {
    name: 'SA-59 refuses a missing sku',
    inputs: { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2' },
    message: /sku/,
  },
  { name: 'SA-62 refuses partitioned DNS without the feature', inputs: account({ dnsEndpointType: 'AzureDnsZone' }), code: 'FeatureNotRegistered' },
  { name: 'SA-64 refuses an unknown default action', inputs: account({ networkRuleSet: { defaultAction: 'Block' } }), path: 'networkRuleSet.defaultAction' },
  { name: 'refuses a user-assigned identity without ids', inputs: account({ identity: { type: 'UserAssigned' } }), code: 'MissingIdentityIds' },
  {
    name: 'refuses an identity that does not exist',
    inputs: account({ identity: { type: 'UserAssigned', userAssignedIdentities: [identityId] } }),
    status: 400,
    code: 'FailedIdentityOperation',
  },
  {
    name: 'refuses a customer key without an identity',
    inputs: account({
      encryption: { keySource: 'Microsoft.Keyvault', keyVaultProperties: { keyName: 'k', keyVaultUri: 'https://kv-fidelity-001.vault.azure.net' } },
    }),
    path: 'identity',
  },
  { name: 'refuses a customer key of a vault without purge protection', given: [identity, vault({}), key], inputs: customerKey, code: 'KeyVaultPolicyError' },
  {
    name: 'refuses a customer key that does not exist',
    given: [identity, vault({ enablePurgeProtection: true })],
    inputs: customerKey,
    code: 'KeyVaultEncryptionKeyNotFound',
  },
  {
    name: 'refuses key vault properties with a platform key',
    inputs: account({ encryption: { keySource: 'Microsoft.Storage', keyVaultProperties: { keyName: 'k' } } }),
    path: 'encryption.keyVaultProperties',
  },
  {
    name: 'refuses to switch encryption of blobs off',
    inputs: account({ encryption: { services: { blob: { enabled: false } } } }),
    path: 'encryption.services.blob.enabled',
  },
  {
    name: 'refuses infrastructure encryption on blob storage',
    inputs: account({ kind: 'BlobStorage', accessTier: 'Hot', encryption: { requireInfrastructureEncryption: true } }),
    path: 'encryption.requireInfrastructureEncryption',
  },
  {
    name: 'refuses a SAS period in another format',
    inputs: account({ sasPolicy: { sasExpirationPeriod: '7 days', expirationAction: 'Log' } }),
    path: 'sasPolicy.sasExpirationPeriod',
  },
  {
    name: 'refuses a locked immutability policy at creation',
    inputs: account({ immutableStorageWithVersioning: { enabled: true, immutabilityPolicy: { immutabilityPeriodSinceCreationInDays: 10, state: 'Locked' } } }),
    path: 'immutableStorageWithVersioning.immutabilityPolicy.state',
  },
  {
    name: 'refuses version-level immutability with a hierarchical namespace',
    inputs: account({ isHnsEnabled: true, immutableStorageWithVersioning: { enabled: true } }),
    path: 'immutableStorageWithVersioning.enabled',
  },
  {
    name: 'refuses Active Directory files without its properties',
    inputs: account({ azureFilesIdentityBasedAuthentication: { directoryServiceOptions: 'AD' } }),
    path: 'azureFilesIdentityBasedAuthentication.activeDirectoryProperties',
  },
  {
    name: 'refuses local to zone redundancy in place',
    first: base,
    inputs: account({ sku: { name: 'Standard_ZRS' } }),
    status: 400,
    code: 'AccountPropertyCannotBeUpdated',
  },
  { name: 'refuses Standard to Premium in place', first: base, inputs: account({ sku: { name: 'Premium_LRS' } }), code: 'AccountPropertyCannotBeUpdated' },
  { name: 'refuses StorageV2 back to v1 in place', first: base, inputs: account({ kind: 'Storage' }), code: 'AccountPropertyCannotBeUpdated' },
  {
    name: 'refuses infrastructure encryption on an existing account',
    first: base,
    inputs: account({ encryption: { requireInfrastructureEncryption: true } }),
    code: 'AccountPropertyCannotBeUpdated',
  },
  {
    name: 'refuses NFS on an existing account',
    first: account({ isHnsEnabled: true, networkRuleSet: { defaultAction: 'Deny' } }),
    inputs: account({ isHnsEnabled: true, enableNfsV3: true, networkRuleSet: { defaultAction: 'Deny' } }),
    code: 'AccountPropertyCannotBeUpdated',
  },
  {
    name: 'refuses to disable large file shares',
    first: account({ largeFileSharesState: 'Enabled' }),
    inputs: account({ largeFileSharesState: 'Disabled' }),
    code: 'AccountPropertyCannotBeUpdated',
  },
  {
    name: 'refuses account-scoped queue keys on an existing account',
    first: base,
    inputs: account({ encryption: { services: { queue: { keyType: 'Account' } } } }),
    code: 'AccountPropertyCannotBeUpdated',
  },
]);

plans(token, 'replace', [
  { name: 'SA-11 replaces when the hierarchical namespace is switched on', first: base, inputs: hns },
  { name: 'SA-12 replaces when the name changes', first: base, inputs: account({ accountName: 'stfidelity002' }) },
  { name: 'replaces when the location changes', first: base, inputs: account({ location: 'northeurope' }) },
  { name: 'replaces when version-level immutability is switched on', first: base, inputs: account({ immutableStorageWithVersioning: { enabled: true } }) },
]);
plans(token, 'update', [{ name: 'updates the kind in place', first: account({ kind: 'Storage' }), inputs: base }]);
plans(token, 'none', [{ name: 'sees no change in another spelling of the region', first: base, inputs: account({ location: 'West Europe' }) }]);

test('SA-07 refuses a name that another subscription holds', () => {
  const cloud = worldOf();
  const other = cloud.as({ subscriptionId: '99999999-9999-4999-8999-999999999999' });
  other.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'rg9', location: 'westeurope' });
  other.create(token, account({ resourceGroupName: 'rg9' }));
  expect(cloud.refusal(() => cloud.create(token, base))).toMatchObject({
    status: 409,
    code: 'StorageAccountAlreadyTaken',
    message: 'The storage account named stfidelity001 is already taken.',
  });
});

test.each([
  ['SA-48 BlockBlobStorage', account({ kind: 'BlockBlobStorage', sku: { name: 'Premium_LRS' } }), ['blob', 'dfs', 'web']],
  ['FileStorage', account({ kind: 'FileStorage', sku: { name: 'Premium_LRS' } }), ['file']],
  ['StorageV2', base, ['blob', 'dfs', 'file', 'queue', 'table', 'web']],
  ['StorageV2 with a Premium sku', account({ sku: { name: 'Premium_LRS' } }), ['blob']],
] as const)('%s has the endpoints of its services alone', (_name, inputs, services) => {
  expect(Object.keys(worldOf().create(token, inputs).outputs['primaryEndpoints'] ?? {}).sort()).toEqual(services);
});
