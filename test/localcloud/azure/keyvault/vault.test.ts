import type { Properties } from '../../../../localcloud/kind';
import { accepts, group, inGroup, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:keyvault:Vault';
const tenant = '22222222-2222-2222-2222-222222222222';
const vault = (over: Properties = {}, top: Properties = {}): Properties => ({
  vaultName: 'kv-fidelity-001',
  resourceGroupName: 'rg1',
  location: 'westeurope',
  properties: { tenantId: tenant, sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true, ...over },
  ...top,
});
const named = (vaultName: string): Properties => vault({}, { vaultName });
const policy = (over: Properties = {}): Properties => ({
  tenantId: tenant,
  objectId: '33333333-3333-3333-3333-333333333333',
  permissions: { secrets: ['get'] },
  ...over,
});
const network: Made = [
  'azure-native:network:VirtualNetwork',
  { virtualNetworkName: 'vnet1', resourceGroupName: 'rg1', location: 'westeurope', addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
];
const subnet = (over: Properties): Made => [
  'azure-native:network:Subnet',
  { subnetName: 'snet1', virtualNetworkName: 'vnet1', resourceGroupName: 'rg1', addressPrefix: '10.0.1.0/24', ...over },
];
const subnetRule = (over: Properties = {}): Properties =>
  vault({
    networkAcls: {
      defaultAction: 'Deny',
      bypass: 'AzureServices',
      virtualNetworkRules: [{ id: inGroup('Microsoft.Network/virtualNetworks', 'vnet1/subnets/snet1'), ...over }],
    },
  });
const addresses = (...values: string[]): Properties => vault({ networkAcls: { defaultAction: 'Deny', ipRules: values.map((value) => ({ value })) } });

accepts(token, [
  {
    name: 'creates a vault with its URI and defaults',
    inputs: vault(),
    outputs: {
      properties: {
        vaultUri: 'https://kv-fidelity-001.vault.azure.net/',
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        provisioningState: 'Succeeded',
      },
    },
  },
  {
    name: 'KV-14 enables purge protection in place',
    first: vault(),
    inputs: vault({ enablePurgeProtection: true }),
    outputs: { properties: { enablePurgeProtection: true } },
  },
  {
    name: 'keeps purge protection when a later write leaves it out',
    first: vault({ enablePurgeProtection: true }),
    inputs: vault(),
    outputs: { properties: { enablePurgeProtection: true } },
  },
  { name: 'accepts 7 days of retention', inputs: vault({ softDeleteRetentionInDays: 7 }), outputs: { properties: { softDeleteRetentionInDays: 7 } } },
  { name: 'accepts an access policy of its tenant', inputs: vault({ enableRbacAuthorization: false, accessPolicies: [policy()] }) },
  { name: 'accepts a public address and a /32', inputs: addresses('52.10.10.10', '52.10.10.11/32') },
  {
    name: 'accepts a subnet with the service endpoint',
    given: [network, subnet({ serviceEndpoints: [{ service: 'Microsoft.KeyVault' }] })],
    inputs: subnetRule(),
  },
  {
    name: 'accepts a subnet without it where the rule says to ignore that',
    given: [network, subnet({})],
    inputs: subnetRule({ ignoreMissingVnetServiceEndpoint: true }),
  },
  {
    name: 'changes the sku in place',
    first: vault(),
    inputs: vault({ sku: { family: 'A', name: 'premium' } }),
    outputs: { properties: { sku: { name: 'premium' } } },
  },
  {
    name: 'switches to RBAC in place',
    first: vault({ enableRbacAuthorization: false, accessPolicies: [] }),
    inputs: vault(),
    outputs: { properties: { enableRbacAuthorization: true } },
  },
]);

const locked = vault({ enablePurgeProtection: true });
refuses(token, [
  { name: 'KV-02 refuses a name that starts with a digit', inputs: named('1kv-fidelity'), code: 'VaultNameNotValid' },
  { name: 'KV-03 refuses two hyphens in a row', inputs: named('kv--fidelity'), code: 'VaultNameNotValid' },
  { name: 'KV-04 refuses 25 characters', inputs: named('kv-aaaaaaaaaaaaaaaaaaaaaa'), code: 'VaultNameNotValid' },
  { name: 'KV-05 refuses a trailing hyphen', inputs: named('kv-fidelity-'), code: 'VaultNameNotValid' },
  { name: 'KV-06 refuses an underscore', inputs: named('kv_fidelity'), code: 'VaultNameNotValid' },
  { name: 'refuses two characters', inputs: named('kv'), code: 'VaultNameNotValid' },
  { name: 'KV-12 refuses enablePurgeProtection false', inputs: vault({ enablePurgeProtection: false }), code: 'BadRequest', message: /irreversible/ },
  {
    name: 'KV-13 refuses to disable purge protection',
    first: locked,
    inputs: vault({ enablePurgeProtection: false }),
    code: 'BadRequest',
    message: /irreversible/,
  },
  { name: 'KV-21 refuses a tenant that is no UUID', inputs: vault({ tenantId: 'not-a-guid' }), code: 'BadRequest', path: 'properties.tenantId' },
  {
    name: 'KV-24 refuses an unknown secret permission',
    inputs: vault({ enableRbacAuthorization: false, accessPolicies: [policy({ permissions: { secrets: ['read'] } })] }),
    message: /read/,
  },
  {
    name: 'KV-27 refuses a subnet without the service endpoint',
    given: [network, subnet({})],
    inputs: subnetRule(),
    status: 400,
    code: 'SubnetsHaveNoServiceEndpointsConfigured',
    message: /do not have ServiceEndpoints for Microsoft.KeyVault/,
  },
  { name: 'refuses a subnet that does not exist', inputs: subnetRule(), status: 400 },
  {
    name: 'KV-29 refuses another location in place',
    first: vault(),
    inputs: vault({}, { location: 'northeurope' }),
    status: 409,
    code: 'InvalidResourceLocation',
  },
  { name: 'refuses soft delete off', inputs: vault({ enableSoftDelete: false }), code: 'BadRequest' },
  { name: 'refuses 6 days of retention', inputs: vault({ softDeleteRetentionInDays: 6 }), code: 'BadRequest' },
  { name: 'refuses 91 days of retention', inputs: vault({ softDeleteRetentionInDays: 91 }), code: 'BadRequest' },
  {
    name: 'refuses another retention after creation',
    first: vault({ softDeleteRetentionInDays: 7 }),
    inputs: vault({ softDeleteRetentionInDays: 30 }),
    status: 400,
    code: 'BadRequest',
    message: /can't be modified/,
  },
  {
    name: 'refuses an access policy of another tenant',
    inputs: vault({ accessPolicies: [policy({ tenantId: '44444444-4444-4444-4444-444444444444' })] }),
    message: /same tenant/,
  },
  { name: 'refuses the same principal twice', inputs: vault({ accessPolicies: [policy(), policy()] }), message: /unique/ },
  { name: 'refuses a principal that is no UUID', inputs: vault({ accessPolicies: [policy({ objectId: 'me' })] }), message: /UUID/ },
  { name: 'refuses neither RBAC nor access policies', inputs: vault({ enableRbacAuthorization: false }), path: 'properties.accessPolicies' },
  { name: 'refuses an unknown public network access', inputs: vault({ publicNetworkAccess: 'sometimes' }), path: 'properties.publicNetworkAccess' },
  { name: 'refuses a private range', inputs: addresses('10.0.0.0/8'), message: /RFC 1918/ },
  { name: 'refuses IPv6', inputs: addresses('2001:db8::/32'), message: /IPv4/ },
  { name: 'refuses an unknown sku', inputs: vault({ sku: { family: 'A', name: 'basic' } }), path: 'properties.sku.name' },
  { name: 'refuses recovery of a vault that was never deleted', inputs: vault({ createMode: 'recover' }), status: 404 },
  { name: 'refuses missing properties', inputs: { vaultName: 'kv-fidelity-001', resourceGroupName: 'rg1', location: 'westeurope' }, path: 'properties' },
]);

test('a deleted vault holds its name in every group of the subscription until its retention ends', () => {
  const cloud = worldOf();
  cloud.create(group[0], { resourceGroupName: 'rg2', location: 'westeurope' });
  cloud.remove(cloud.create(token, vault({ softDeleteRetentionInDays: 7 })));
  expect(cloud.refusal(() => cloud.create(token, vault({}, { resourceGroupName: 'rg2' })))).toMatchObject({
    status: 409,
    code: 'ConflictError',
    message: expect.stringMatching(/deleted state/),
  });
  cloud.passDays(8);
  expect(cloud.create(token, vault()).id).toContain('kv-fidelity-001');
});

test('a vault recovers with its secrets, in its own group alone (KVS-07)', () => {
  const cloud = worldOf();
  cloud.create(group[0], { resourceGroupName: 'rg2', location: 'westeurope' });
  const first = cloud.create(token, vault({ softDeleteRetentionInDays: 7 }));
  const secret = cloud.create('azure-native:keyvault:Secret', {
    secretName: 'db-password',
    vaultName: 'kv-fidelity-001',
    resourceGroupName: 'rg1',
    properties: { value: 's3cr3t' },
  });
  cloud.remove(first);
  expect(cloud.read(secret)).toBeUndefined();
  expect(cloud.refusal(() => cloud.create(token, vault({ createMode: 'recover' }, { resourceGroupName: 'rg2' }))).code).toBe('ConflictError');
  const recovered = cloud.create(token, vault({ createMode: 'recover' }));
  expect(recovered.outputs).toMatchObject({ properties: { softDeleteRetentionInDays: expect.any(Number) } });
  expect(cloud.read(secret)?.outputs).toMatchObject({ properties: { secretUri: 'https://kv-fidelity-001.vault.azure.net/secrets/db-password' } });
});

test('a name that another subscription holds is refused', () => {
  const cloud = worldOf();
  const other = cloud.as({ subscriptionId: '99999999-9999-4999-8999-999999999999' });
  other.create(...group);
  other.create(token, vault());
  expect(cloud.refusal(() => cloud.create(token, vault()))).toMatchObject({ status: 409, code: 'VaultAlreadyExists' });
});

test('a vault with purge protection cannot be purged early, one without can', () => {
  const cloud = worldOf();
  cloud.remove(cloud.create(token, locked));
  cloud.remove(cloud.create(token, named('kv-fidelity-002')));
  expect(cloud.cloud.world.softDeleted(token, 'kv-fidelity-001')).toMatchObject({ isPurgeable: false });
  expect(cloud.cloud.world.softDeleted(token, 'kv-fidelity-002')).toMatchObject({ isPurgeable: true });
});

const someone = (index: number): Properties => policy({ objectId: `33333333-3333-4333-8333-${String(index).padStart(12, '0')}` });
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
refuses(token, [
  { name: 'refuses 1025 access policies', inputs: vault({ accessPolicies: many(1025, someone) }), message: /1024/ },
  { name: 'refuses 1001 IP rules', inputs: addresses(...many(1001, (index) => `52.${index % 250}.${Math.floor(index / 250)}.1`)), message: /1000/ },
  {
    name: 'refuses 201 subnets',
    inputs: vault({
      networkAcls: {
        defaultAction: 'Deny',
        virtualNetworkRules: many(201, () => ({ id: inGroup('Microsoft.Network/virtualNetworks', 'vnet1/subnets/snet1') })),
      },
    }),
    message: /200/,
  },
  {
    name: 'refuses a network where a subnet is meant',
    inputs: vault({ networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: inGroup('Microsoft.Network', 'virtualNetworks/vnet1') }] } }),
    message: /subnet/,
  },
]);
