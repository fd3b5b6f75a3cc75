import type { Properties } from '../../../../localcloud/kind';
import { accepts, group, inGroup, plans, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:containerregistry:Registry';
const registry = (over: Properties = {}): Properties => ({
  registryName: 'acrfidelity001',
  resourceGroupName: 'rg1',
  location: 'westeurope',
  sku: { name: 'Basic' },
  ...over,
});
const premium = (over: Properties = {}): Properties => registry({ sku: { name: 'Premium' }, ...over });
const policies = (over: Properties): Properties => ({ policies: over });
const rules = (...values: string[]): Properties => ({
  networkRuleSet: { defaultAction: 'Deny', ipRules: values.map((value) => ({ iPAddressOrRange: value })) },
});
const identityId = inGroup('Microsoft.ManagedIdentity/userAssignedIdentities', 'id-fidelity');
const identity: Made = ['azure-native:managedidentity:UserAssignedIdentity', { resourceName: 'id-fidelity', resourceGroupName: 'rg1', location: 'westeurope' }];
const encrypted = premium({
  identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
  encryption: {
    status: 'enabled',
    keyVaultProperties: { identity: '99999999-9999-4999-8999-999999999999', keyIdentifier: 'https://kv-fidelity-001.vault.azure.net/keys/cmk' },
  },
});

accepts(token, [
  {
    name: 'ACR-01 creates a Basic registry with its login server',
    inputs: registry(),
    outputs: {
      loginServer: 'acrfidelity001.azurecr.io',
      adminUserEnabled: false,
      publicNetworkAccess: 'Enabled',
      zoneRedundancy: 'Disabled',
      sku: { name: 'Basic', tier: 'Basic' },
      status: { displayStatus: 'Ready' },
    },
  },
  { name: 'lower-cases the login server', inputs: registry({ registryName: 'AcrFidelity001' }), outputs: { loginServer: 'acrfidelity001.azurecr.io' } },
  {
    name: 'fills the policies',
    inputs: registry(),
    outputs: {
      policies: {
        quarantinePolicy: { status: 'disabled' },
        retentionPolicy: { days: 7, status: 'disabled' },
        exportPolicy: { status: 'enabled' },
        trustPolicy: { type: 'Notary' },
      },
    },
  },
  { name: 'ACR-21 upgrades Basic to Premium in place', first: registry(), inputs: premium(), outputs: { sku: { name: 'Premium', tier: 'Premium' } } },
  {
    name: 'downgrades Premium to Standard in place',
    first: premium(),
    inputs: registry({ sku: { name: 'Standard' } }),
    outputs: { sku: { tier: 'Standard' } },
  },
  { name: 'accepts anonymous pull on Standard', inputs: registry({ sku: { name: 'Standard' }, anonymousPullEnabled: true }) },
  {
    name: 'names the data endpoint of the region',
    inputs: premium({ dataEndpointEnabled: true }),
    outputs: { dataEndpointHostNames: ['acrfidelity001.westeurope.data.azurecr.io'] },
  },
  {
    name: 'accepts exports disabled with a private network',
    inputs: premium({ publicNetworkAccess: 'Disabled', ...policies({ exportPolicy: { status: 'disabled' } }) }),
  },
  {
    name: 'accepts public IP rules on Premium',
    inputs: premium(rules('52.10.10.10/32', '52.11.0.0/16')),
    outputs: { networkRuleSet: { defaultAction: 'Deny', ipRules: expect.any(Array) } },
  },
  { name: 'accepts encryption with a user-assigned identity', given: [identity], inputs: encrypted, outputs: { encryption: { status: 'enabled' } } },
  { name: 'accepts a disabled retention policy on Basic', inputs: registry(policies({ retentionPolicy: { days: 7, status: 'disabled' } })) },
]);

refuses(token, [
  {
    name: 'refuses zone redundancy in a region without zones',
    inputs: premium({ location: 'West US', zoneRedundancy: 'Enabled' }),
    code: 'ZoneRedundancyNotSupportedInRegion',
    path: 'zoneRedundancy',
  },
  { name: 'ACR-02 refuses a hyphen in the name', inputs: registry({ registryName: 'acr-fidelity' }), message: /alpha numeric/ },
  { name: 'ACR-03 refuses four characters', inputs: registry({ registryName: 'acr1' }), path: 'registryName' },
  { name: 'ACR-04 refuses 51 characters', inputs: registry({ registryName: 'a'.repeat(51) }), path: 'registryName' },
  { name: 'ACR-08 refuses data endpoints on Basic', inputs: registry({ dataEndpointEnabled: true }), path: 'dataEndpointEnabled' },
  { name: 'ACR-09 refuses anonymous pull on Basic', inputs: registry({ anonymousPullEnabled: true }), path: 'anonymousPullEnabled' },
  { name: 'ACR-11 refuses zone redundancy on Standard', inputs: registry({ sku: { name: 'Standard' }, zoneRedundancy: 'Enabled' }), path: 'zoneRedundancy' },
  {
    name: 'ACR-14 refuses exports disabled with public access',
    inputs: premium({ publicNetworkAccess: 'Enabled', ...policies({ exportPolicy: { status: 'disabled' } }) }),
    path: 'policies.exportPolicy.status',
  },
  {
    name: 'ACR-16 refuses quarantine on Basic',
    inputs: registry(policies({ quarantinePolicy: { status: 'enabled' } })),
    path: 'policies.quarantinePolicy.status',
  },
  {
    name: 'refuses retention on Standard',
    inputs: registry({ sku: { name: 'Standard' }, ...policies({ retentionPolicy: { days: 7, status: 'enabled' } }) }),
    path: 'policies.retentionPolicy.status',
  },
  { name: 'refuses content trust on Basic', inputs: registry(policies({ trustPolicy: { status: 'enabled' } })), path: 'policies.trustPolicy.status' },
  { name: 'refuses network rules on Standard', inputs: registry({ sku: { name: 'Standard' }, ...rules('52.10.10.10') }), path: 'networkRuleSet.defaultAction' },
  { name: 'refuses a private network on Basic', inputs: registry({ publicNetworkAccess: 'Disabled' }), path: 'publicNetworkAccess' },
  { name: 'refuses a customer key on Standard', given: [identity], inputs: { ...encrypted, sku: { name: 'Standard' } }, path: 'encryption.status' },
  {
    name: 'refuses encryption without an identity',
    inputs: premium({ encryption: { status: 'enabled', keyVaultProperties: { identity: 'x', keyIdentifier: 'https://kv.vault.azure.net/keys/k' } } }),
    path: 'identity',
  },
  { name: 'refuses encryption without a key', given: [identity], inputs: { ...encrypted, encryption: { status: 'enabled' } } },
  {
    name: 'refuses encryption on an existing registry',
    given: [identity],
    first: premium({ identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } } }),
    inputs: encrypted,
    code: 'EncryptionCannotBeChanged',
  },
  { name: 'refuses the Classic sku', inputs: registry({ sku: { name: 'Classic' } }), path: 'sku.name' },
  { name: 'refuses an unknown sku', inputs: registry({ sku: { name: 'Free' } }), path: 'sku.name' },
  { name: 'refuses a missing sku', inputs: { registryName: 'acrfidelity001', resourceGroupName: 'rg1', location: 'westeurope' }, path: 'sku' },
  {
    name: 'ACR-18 refuses zone redundancy on an existing registry',
    first: premium({ zoneRedundancy: 'Disabled' }),
    inputs: premium({ zoneRedundancy: 'Enabled' }),
    status: 400,
    code: 'ZoneRedundancyCannotBeChanged',
  },
  { name: 'refuses a private range', inputs: premium(rules('10.0.0.0/8')), message: /RFC 1918/ },
  { name: 'refuses IPv6', inputs: premium(rules('2001:db8::/32')), message: /only IPv4/ },
  {
    name: 'refuses retention of 366 days',
    inputs: premium(policies({ retentionPolicy: { days: 366, status: 'enabled' } })),
    path: 'policies.retentionPolicy.days',
  },
  {
    name: 'refuses soft delete beside retention',
    inputs: premium(policies({ retentionPolicy: { days: 7, status: 'enabled' }, softDeletePolicy: { status: 'enabled' } })),
    path: 'policies.softDeletePolicy.status',
  },
  {
    name: 'refuses soft delete of 91 days',
    inputs: registry(policies({ softDeletePolicy: { status: 'enabled', retentionDays: 91 } })),
    path: 'policies.softDeletePolicy.retentionDays',
  },
]);

plans(token, 'replace', [
  { name: 'ACR-22 replaces when the location changes', first: registry(), inputs: registry({ location: 'northeurope' }) },
  { name: 'replaces when the name changes', first: registry(), inputs: registry({ registryName: 'acrfidelity002' }) },
]);
plans(token, 'update', [{ name: 'ACR-21 plans an update for another sku', first: registry(), inputs: premium() }]);

test('ACR-05 refuses a name that another subscription holds', () => {
  const cloud = worldOf();
  const other = cloud.as({ subscriptionId: '99999999-9999-4999-8999-999999999999' });
  other.create(...group);
  other.create(token, registry());
  expect(cloud.refusal(() => cloud.create(token, registry()))).toMatchObject({
    status: 409,
    code: 'AlreadyInUse',
    message: expect.stringMatching(/^The registry DNS name acrfidelity001\.azurecr\.io is already in use\./),
  });
});

test('ACR-24 a registry is made by a long-running operation and ends Succeeded', () => {
  const cloud = worldOf();
  expect(cloud.cloud.kind(token).isAsync).toBe(true);
  expect(cloud.create(token, premium()).outputs).toMatchObject({ provisioningState: 'Succeeded' });
});

test('a deleted registry frees its name', () => {
  const cloud = worldOf();
  cloud.remove(cloud.create(token, registry()));
  expect(cloud.create(token, registry()).id).toBe(inGroup('Microsoft.ContainerRegistry', 'registries/acrfidelity001'));
});

const encryption = (over: Properties): Properties => ({ ...encrypted, encryption: over });
refuses(token, [
  {
    name: 'refuses IP rules on Standard even where all are allowed',
    inputs: registry({ sku: { name: 'Standard' }, networkRuleSet: { defaultAction: 'Allow', ipRules: [{ iPAddressOrRange: '52.1.1.1' }] } }),
    path: 'networkRuleSet.ipRules',
  },
  { name: 'refuses 201 IP rules', inputs: premium(rules(...Array.from({ length: 201 }, (_, index) => `52.1.${index}.1`))), code: 'TooManyIpRules' },
  { name: 'refuses the same IP rule twice', inputs: premium(rules('52.1.1.1', '52.1.1.1')), message: /more than once/ },
  {
    name: 'refuses a key where encryption is off',
    given: [identity],
    inputs: encryption({ status: 'disabled', keyVaultProperties: { keyIdentifier: 'https://kv.vault.azure.net/keys/k' } }),
    path: 'encryption.keyVaultProperties',
  },
  {
    name: 'refuses encryption whose key has no identifier',
    given: [identity],
    inputs: encryption({ status: 'enabled', keyVaultProperties: { identity: 'a' } }),
    path: 'encryption.keyVaultProperties.keyIdentifier',
  },
  {
    name: 'refuses encryption whose key nobody reads',
    given: [identity],
    inputs: encryption({ status: 'enabled', keyVaultProperties: { keyIdentifier: 'https://kv.vault.azure.net/keys/k' } }),
    path: 'encryption.keyVaultProperties.identity',
  },
  {
    name: 'refuses a key that is no URI',
    given: [identity],
    inputs: encryption({ status: 'enabled', keyVaultProperties: { identity: 'a', keyIdentifier: 'cmk' } }),
    path: 'encryption.keyVaultProperties.keyIdentifier',
  },
]);
