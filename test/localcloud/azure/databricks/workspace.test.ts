import { accepts, cloudWithGroup, groupId, idOf, patched, plans, refuses, refusesUpdates, subscription, type Table } from '../../../support/kind-cases';
import { addGroup, addSubnet, cloudWithNetwork } from '../network/worlds';
import type { TestCloud } from '../../../support/test-cloud';

const managed = `/subscriptions/${subscription}/resourceGroups/dbw-fidelity-mrg`;
const vnet = (name: string) => idOf('Microsoft.Network/virtualNetworks', name);
const injected = (network = 'vnet1', outer = 'dbx-pub', inner = 'dbx-prv') => ({
  customVirtualNetworkId: { value: vnet(network) },
  customPublicSubnetName: { value: outer },
  customPrivateSubnetName: { value: inner },
  enableNoPublicIp: { value: true },
});
const base = {
  workspaceName: 'dbw-fidelity',
  resourceGroupName: 'rg1',
  location: 'westeurope',
  sku: { name: 'premium' },
  computeMode: 'Hybrid',
  managedResourceGroupId: managed,
};
const token = 'azure-native:databricks:Workspace';
const delegations = [{ name: 'dbx', serviceName: 'Microsoft.Databricks/workspaces' }];

const subnets = (cloud: TestCloud, more: object): TestCloud => {
  addSubnet(cloud, 'dbx-pub', '10.0.2.0/24', { delegations, ...more });
  addSubnet(cloud, 'dbx-prv', '10.0.3.0/24', { delegations, ...more });
  return cloud;
};
const networkWorld = (): TestCloud => {
  const cloud = cloudWithNetwork();
  const group = addGroup(cloud);
  subnets(cloud, { networkSecurityGroup: { id: group.id } });
  addSubnet(cloud, 'plain', '10.0.4.0/24', { networkSecurityGroup: { id: group.id } });
  addSubnet(cloud, 'small', '10.0.5.0/27', { delegations, networkSecurityGroup: { id: group.id } });
  cloud.create('azure-native:network:VirtualNetwork', {
    virtualNetworkName: 'vnet2',
    resourceGroupName: 'rg1',
    location: 'westeurope',
    addressSpace: { addressPrefixes: ['10.2.0.0/16'] },
  });
  return cloud;
};
const profile = (value: string, more: object = {}) => ({
  enhancedSecurityCompliance: {
    complianceSecurityProfile: { value, ...more },
    automaticClusterUpdate: { value: 'Enabled' },
    enhancedSecurityMonitoring: { value: 'Enabled' },
  },
});

describe('Workspace', () => {
  const table: Table = { token, base };
  accepts(table, [
    ['a premium workspace', {}],
    ['a name of 3 characters', { workspaceName: 'dbw' }],
    ['a name of 64 characters', { workspaceName: 'd'.repeat(64) }],
    ['a trial workspace', { sku: { name: 'trial' } }],
    ['a type of default catalog in other letters', { defaultCatalog: { initialType: 'unitycatalog' } }],
    ['a serverless workspace', { computeMode: 'Serverless', managedResourceGroupId: undefined }],
    ['the compliance profile with all that it needs', profile('Enabled', { complianceStandards: ['HIPAA'] })],
  ]);
  refuses(table, [
    ['DBW-02 a name of 2 characters', { workspaceName: 'db' }],
    ['DBW-04 a name with a space', { workspaceName: 'dbw fidelity' }],
    ['DBW-05 a name with a period', { workspaceName: 'dbw.fidelity' }],
    ['DBW-08 no compute mode', { computeMode: undefined }],
    [
      'DBW-25 standards while the compliance profile is disabled',
      { enhancedSecurityCompliance: { complianceSecurityProfile: { value: 'Disabled', complianceStandards: ['HIPAA'] } } },
    ],
    ['DBW-35 an unknown sku', { sku: { name: 'gold' } }],
    ['a name of 65 characters', { workspaceName: 'd'.repeat(65) }],
    ['the retired standard tier', { sku: { name: 'standard' } }, /StandardTierRetired: .*1 April 2026/],
    ['an unknown compute mode', { computeMode: 'Manual' }],
    ['no managed group', { managedResourceGroupId: undefined }],
    ['its own group as the managed group', { managedResourceGroupId: groupId }],
    ['a managed group of another subscription', { managedResourceGroupId: '/subscriptions/99999999-9999-9999-9999-999999999999/resourceGroups/mrg' }],
    ["a customer's key without the key", { encryption: { entities: { managedServices: { keySource: 'Microsoft.Keyvault' } } } }],
    ['an unknown type of default catalog', { defaultCatalog: { initialType: 'Glue' } }],
    ['a managed group that is no id', { managedResourceGroupId: 'dbw-fidelity-mrg' }],
    ['a serverless workspace with a managed group', { computeMode: 'Serverless' }],
    [
      'a serverless workspace with parameters',
      { computeMode: 'Serverless', managedResourceGroupId: undefined, parameters: { enableNoPublicIp: { value: true } } },
    ],
    ['a serverless workspace with required rules', { computeMode: 'Serverless', managedResourceGroupId: undefined, requiredNsgRules: 'AllRules' }],
    ['no public access without required rules', { publicNetworkAccess: 'Disabled' }],
    ['rules without Databricks ones outside an own network', { requiredNsgRules: 'NoAzureDatabricksRules' }],
    ['rules for internal use', { requiredNsgRules: 'NoAzureServiceRules' }],
    ['compliance below premium', { sku: { name: 'trial' }, ...profile('Enabled') }],
    ['infrastructure encryption below premium', { sku: { name: 'trial' }, parameters: { requireInfrastructureEncryption: { value: true } } }],
    ['the compliance profile without cluster updates', patchedProfile({ automaticClusterUpdate: { value: 'Disabled' } })],
    ['a storage firewall without an access connector', { defaultStorageFirewall: 'Enabled' }],
    [
      'an access connector with an identity that its type excludes',
      {
        accessConnector: {
          id: idOf('Microsoft.Databricks/accessConnectors', 'dbac1'),
          identityType: 'SystemAssigned',
          userAssignedIdentityId: idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'id1'),
        },
      },
    ],
    [
      'an access connector that does not exist',
      { accessConnector: { id: idOf('Microsoft.Databricks/accessConnectors', 'dbac1'), identityType: 'SystemAssigned' } },
    ],
    ['a network without subnets', { parameters: { customVirtualNetworkId: { value: vnet('vnet1') } } }],
    ['a storage account sku that does not exist', { parameters: { storageAccountSkuName: { value: 'Standard_XRS' } } }],
    ['an address prefix of three octets', { parameters: { vnetAddressPrefix: { value: '10.139.0' } } }],
    ['an unknown parameter', { parameters: { nonsense: { value: 'x' } } }],
  ]);
  plans(table, [
    ['another location as a replacement', { location: 'northeurope' }, 'replace'],
    ['another name as a replacement', { workspaceName: 'dbw-other' }, 'replace'],
    ['tags as an update', { tags: { a: 'b' } }, 'update'],
  ]);
  refusesUpdates(table, [
    ['DBW-09 another compute mode', { computeMode: 'Serverless', managedResourceGroupId: undefined }],
    ['another managed group', { managedResourceGroupId: `${managed}2` }],
    ['premium back to trial', { sku: { name: 'trial' } }],
    ['another storage account', { parameters: { storageAccountName: { value: 'dbstorageother' } } }],
  ]);
  refusesUpdates({ ...table, base: patched(base, profile('Enabled', { complianceStandards: ['HIPAA'] })) }, [
    ['the compliance profile switched off', { enhancedSecurityCompliance: undefined }],
  ]);

  test('DBW-30 a workspace has a numeric id and a URL made of it', () => {
    const { id, outputs } = cloudWithGroup().create(token, base);
    expect(id).toBe(idOf('Microsoft.Databricks/workspaces', 'dbw-fidelity'));
    expect(outputs['workspaceId']).toMatch(/^\d{15,16}$/);
    const [, of, n] = /^adb-(\d+)\.(\d+)\.azuredatabricks\.net$/.exec(String(outputs['workspaceUrl'])) ?? [];
    expect(of).toBe(outputs['workspaceId']);
    expect(Number(n)).toBeLessThan(20);
  });

  test('DBW-32 parameters have their defaults', () => {
    const { outputs } = cloudWithGroup().create(token, base);
    expect(outputs['parameters']).toMatchObject({
      enableNoPublicIp: { value: true },
      vnetAddressPrefix: { value: '10.139' },
      storageAccountSkuName: { value: 'Standard_GRS' },
    });
    expect(outputs).toMatchObject({ parameters: { storageAccountName: { value: expect.stringMatching(/^dbstorage[a-z0-9]{13}$/) } } });
  });

  test('DBW-33 the managed group comes and goes with its workspace, and can not be deleted by itself', () => {
    const cloud = cloudWithGroup();
    const workspace = cloud.create(token, base);
    const group = cloud.cloud.read('azure-native:resources:ResourceGroup', managed);
    expect(group?.inputs['location']).toBe('westeurope');
    expect(cloud.refusal(() => group && cloud.remove(group)).status).toBeGreaterThanOrEqual(400);
    cloud.remove(workspace);
    expect(cloud.cloud.read('azure-native:resources:ResourceGroup', managed)).toBeUndefined();
  });

  test('nobody but the workspace puts resources into the managed group', () => {
    const cloud = cloudWithGroup();
    cloud.create(token, base);
    const inside = { resourceGroupName: 'dbw-fidelity-mrg', location: 'westeurope' };
    expect(cloud.refusal(() => cloud.create('azure-native:managedidentity:UserAssignedIdentity', { ...inside, resourceName: 'id1' }))).toMatchObject({
      status: 403,
      code: 'DenyAssignmentAuthorizationFailed',
    });
    const lock = { lockName: 'keep', scope: managed, level: 'ReadOnly' };
    expect(cloud.create('azure-native:authorization:ManagementLockByScope', lock).id).toContain('/locks/keep');
  });

  test('a managed group that exists already is refused', () => {
    const cloud = cloudWithGroup();
    cloud.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'dbw-fidelity-mrg', location: 'westeurope' });
    expect(cloud.refusal(() => cloud.create(token, base)).status).toBe(409);
  });

  test('two workspaces do not share a managed group', () => {
    const cloud = cloudWithGroup();
    cloud.create(token, base);
    expect(cloud.refusal(() => cloud.create(token, patched(base, { workspaceName: 'dbw-two' }))).code).toBe('ManagedResourceGroupInUse');
  });
});

function patchedProfile(changes: object): { [path: string]: unknown } {
  return { enhancedSecurityCompliance: { ...profile('Enabled').enhancedSecurityCompliance, ...changes } };
}

describe('Workspace in its own network', () => {
  const table: Table = { token, base: { ...base, parameters: injected() }, world: networkWorld };
  accepts(table, [
    ['two delegated subnets with a security group', {}],
    ['no public access with required rules', { publicNetworkAccess: 'Disabled', requiredNsgRules: 'NoAzureDatabricksRules' }],
  ]);
  test('DBW-15 refuses subnets without a security group', () => {
    const cloud = subnets(cloudWithNetwork(), {});
    expect(cloud.refusal(() => cloud.create(token, table.base))).toMatchObject({ status: 400, message: expect.stringContaining('network security group') });
  });
  refuses(table, [
    ['DBW-17 a network of another region', { location: 'northeurope' }],
    ['a subnet that is not delegated', { parameters: injected('vnet1', 'plain') }, /delegated/],
    ['a subnet below /26', { parameters: injected('vnet1', 'small') }, /26/],
    ['one subnet for both', { parameters: injected('vnet1', 'dbx-pub', 'dbx-pub') }],
    ['a subnet that does not exist', { parameters: injected('vnet1', 'none') }],
    ['a network that does not exist', { parameters: injected('vnet9') }],
  ]);
  refusesUpdates(table, [
    ['DBW-20 another network', { parameters: injected('vnet2') }, 'VirtualNetworkIdChangeNotAllowed'],
    ['DBW-29 no public IP switched off', { 'parameters.enableNoPublicIp': { value: false } }],
    ['another subnet', { parameters: injected('vnet1', 'plain') }],
  ]);
  test('a subnet serves one workspace, keeps its delegation and is not removed', () => {
    const cloud = networkWorld();
    cloud.create(token, table.base);
    const second = patched(table.base, { workspaceName: 'dbw-two', managedResourceGroupId: `${managed}2` });
    expect(cloud.refusal(() => cloud.create(token, second)).code).toBe('SubnetInUse');
    const subnet = cloud.cloud.read('azure-native:network:Subnet', `${vnet('vnet1')}/subnets/dbx-pub`);
    if (!subnet) throw new Error('no subnet');
    expect(cloud.refusal(() => cloud.remove(subnet)).code).toBe('InUseSubnetCannotBeDeleted');
    expect(cloud.refusal(() => cloud.update(subnet, patched(subnet.inputs, { delegations: undefined }))).code).toBe(
      'SubnetDelegationsCannotChangeWhenSubnetUsedByResource',
    );
    expect(cloud.refusal(() => cloud.update(subnet, patched(subnet.inputs, { networkSecurityGroup: undefined }))).status).toBe(400);
  });
});

describe('AccessConnector', () => {
  const table: Table = {
    token: 'azure-native:databricks:AccessConnector',
    base: { connectorName: 'dbac1', resourceGroupName: 'rg1', location: 'westeurope', identity: { type: 'SystemAssigned' } },
  };
  accepts(table, [
    ['DBA-01 a system-assigned identity', {}],
    ['no identity', { identity: undefined }],
  ]);
  refuses(table, [
    ['DBA-06 an unknown identity type', { identity: { type: 'Managed' } }],
    ['a user-assigned type without ids', { identity: { type: 'UserAssigned' } }],
    [
      'ids with a system-assigned type',
      { identity: { type: 'SystemAssigned', userAssignedIdentities: [idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'id1')] } },
    ],
    [
      'an identity that does not exist',
      { identity: { type: 'UserAssigned', userAssignedIdentities: [idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'id1')] } },
    ],
    ['a name of 65 characters', { connectorName: 'd'.repeat(65) }],
    ['a name with a period', { connectorName: 'dbac.1' }],
  ]);
  plans(table, [
    ['DBA-07 another location as a replacement', { location: 'northeurope' }, 'replace'],
    ['another identity type as an update', { identity: { type: 'None' } }, 'update'],
  ]);
  test('DBA-05 a system-assigned identity has a principal; a user-assigned one has none at the top', () => {
    const cloud = cloudWithGroup();
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
    expect(cloud.create(table.token, table.base).outputs).toMatchObject({
      identity: { principalId: expect.stringMatching(uuid), tenantId: expect.stringMatching(uuid) },
    });
    const user = cloud.create('azure-native:managedidentity:UserAssignedIdentity', { resourceName: 'id1', resourceGroupName: 'rg1', location: 'westeurope' });
    const assigned = cloud.create(table.token, {
      ...table.base,
      connectorName: 'dbac2',
      identity: { type: 'UserAssigned', userAssignedIdentities: [user.id] },
    });
    expect(assigned.outputs['identity']).not.toHaveProperty('principalId');
    expect(assigned.outputs).toMatchObject({ identity: { userAssignedIdentities: { [user.id]: { principalId: expect.stringMatching(uuid) } } } });
  });
});
