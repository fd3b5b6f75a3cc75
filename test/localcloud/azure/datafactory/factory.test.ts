import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import { keyVault } from '../network/worlds';

const table: Table = {
  token: 'azure-native:datafactory:Factory',
  base: { factoryName: 'adf-fidelity-001', resourceGroupName: 'rg1', location: 'westeurope', identity: { type: 'SystemAssigned' } },
};
const identity = idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'id1');
const cmk = { keyName: 'cmk', vaultBaseUrl: 'https://kv-fidelity-001.vault.azure.net' };
const withIdentity = () => {
  const cloud = cloudWithGroup();
  keyVault(cloud);
  cloud.create('azure-native:managedidentity:UserAssignedIdentity', { resourceName: 'id1', resourceGroupName: 'rg1', location: 'westeurope' });
  return cloud;
};
const keyed = { identity: { type: 'UserAssigned', userAssignedIdentities: [identity] }, encryption: { ...cmk, identity: { userAssignedIdentity: identity } } };

accepts(table, [
  ['a factory with an identity', {}],
  ['a name of 3 characters', { factoryName: 'adf' }],
  ['a global parameter', { globalParameters: { env: { type: 'String', value: 'dev' }, retries: { type: 'Int', value: 3 } } }],
]);
accepts({ ...table, world: withIdentity }, [['a customer key with an identity of its own', keyed]]);
refuses({ ...table, world: withIdentity }, [
  ['ADF-10 a customer key without a user-assigned identity', { encryption: cmk }],
  [
    'a customer key with an identity that the factory does not have',
    { encryption: { ...cmk, identity: { userAssignedIdentity: `${identity}x` } }, identity: keyed.identity },
  ],
]);
refuses(table, [
  ['ADF-04 a name with an underscore', { factoryName: 'adf_x' }],
  ['ADF-05 a name of 2 characters', { factoryName: 'ad' }],
  ['ADF-09 a global parameter of an unknown type', { globalParameters: { env: { type: 'Text', value: 'dev' } } }],
  ['a name of 64 characters', { factoryName: 'a'.repeat(64) }],
  ['a name with two hyphens in a row', { factoryName: 'adf--x' }],
  ['a name that ends with a hyphen', { factoryName: 'adf-' }],
  ['a global parameter without a value', { globalParameters: { env: { type: 'String' } } }],
  ['a global parameter whose value has another type', { globalParameters: { n: { type: 'Int', value: 'many' } } }],
  ['an unknown identity type', { identity: { type: 'Managed' } }],
  ['a user-assigned identity that is not named', { identity: { type: 'UserAssigned' } }],
  ['an unknown network access', { publicNetworkAccess: 'Sometimes' }],
]);
refusesUpdates(table, [['ADF-11 another location', { location: 'northeurope' }, 'InvalidResourceLocation']]);
refusesUpdates({ ...table, base: patched(table.base, keyed), world: withIdentity }, [['a customer key taken away', { encryption: undefined }]]);
plans(table, [
  ['another name as a replacement', { factoryName: 'adf-fidelity-002' }, 'replace'],
  ['network access as an update', { publicNetworkAccess: 'Disabled' }, 'update'],
]);

test('ADF-07 a name that another subscription has is refused', () => {
  const cloud = cloudWithGroup();
  const other = cloud.as({ subscriptionId: '99999999-9999-9999-9999-999999999999' });
  other.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'rg1', location: 'westeurope' });
  other.create(table.token, table.base);
  expect(cloud.refusal(() => cloud.create(table.token, table.base))).toMatchObject({ status: 409, code: 'DataFactoryNameInUse' });
});

test('a factory is answered with its principal, its version and its creation time', () => {
  const cloud = cloudWithGroup();
  const stored = cloud.create(table.token, table.base);
  expect(stored.outputs).toMatchObject({
    version: '2018-06-01',
    identity: { principalId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    publicNetworkAccess: 'Enabled',
  });
  expect(cloud.update(stored, patched(table.base, { tags: { a: 'b' } })).outputs['createTime']).toBe(stored.outputs['createTime']);
});

const flow = (coreCount: number) => ({ computeProperties: { location: 'AutoResolve', dataFlowProperties: { computeType: 'General', coreCount } } });
const runtime: Table = {
  token: 'azure-native:datafactory:IntegrationRuntime',
  base: { integrationRuntimeName: 'ir1', factoryName: 'adf-fidelity-001', resourceGroupName: 'rg1', properties: { type: 'Managed', ...flow(8) } },
  world: () => {
    const cloud = cloudWithGroup();
    cloud.create(table.token, table.base);
    return cloud;
  },
};
accepts(runtime, [['a managed runtime of eight cores', {}]]);
refuses(runtime, [['a managed runtime of seven cores', { properties: { type: 'Managed', ...flow(7) } }]]);
