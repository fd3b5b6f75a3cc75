import { accepts, idOf, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import { addSubnet, cloudWithSubnets, endpointIn, endpointInputs, keyVault, storageAccount, subnetId } from './worlds';

const vault = idOf('Microsoft.KeyVault/vaults', 'kv-fidelity-001');
const account = idOf('Microsoft.Storage/storageAccounts', 'stfidelity001');
const connection = 'privateLinkServiceConnections.0';
const manual = (requestMessage: string) => ({
  privateLinkServiceConnections: undefined,
  manualPrivateLinkServiceConnections: [{ name: 'kv', privateLinkServiceId: vault, groupIds: ['vault'], requestMessage }],
});
const world = () => {
  const cloud = cloudWithSubnets();
  addSubnet(cloud, 'delegated', '10.0.3.0/24', { delegations: [{ name: 'd', serviceName: 'Microsoft.Databricks/workspaces' }] });
  keyVault(cloud);
  storageAccount(cloud);
  cloud.create('azure-native:containerregistry:Registry', {
    registryName: 'crfidelity001',
    resourceGroupName: 'rg1',
    location: 'westeurope',
    sku: { name: 'Basic' },
  });
  return cloud;
};

const fixed = (privateIPAddress: string) => ({ name: 'fixed', groupId: 'vault', memberName: 'default', privateIPAddress });

describe('PrivateEndpoint', () => {
  const table: Table = { token: 'azure-native:network:PrivateEndpoint', base: endpointInputs('snet1', vault), world };
  accepts(table, [
    ['PE-01 an endpoint to a vault', {}],
    ['an endpoint to one service of an account', { [connection]: { name: 'st', privateLinkServiceId: account, groupIds: ['dfs'] } }],
    ['a fixed address of the subnet', { ipConfigurations: [{ name: 'ip', privateIPAddress: '10.0.1.10', groupId: 'vault', memberName: 'default' }] }],
    ['a message of 140 characters', manual('m'.repeat(140))],
  ]);
  refuses(table, [
    ['PE-04 two group ids of a storage account', { [connection]: { name: 'st', privateLinkServiceId: account, groupIds: ['blob', 'dfs'] } }],
    ["PE-05 a location that is not the subnet's", { location: 'northeurope' }, /InvalidResourceReference: .*same region/],
    ['PE-11 a message of 141 characters', manual('m'.repeat(141))],
    ['a subnet that does not exist', { subnet: { id: subnetId('snet9') } }, 'InvalidResourceReference'],
    ['no subnet', { subnet: undefined }],
    ['a delegated subnet', { subnet: { id: subnetId('delegated') } }, 'PrivateEndpointCreationNotAllowedAsSubnetIsDelegated'],
    ['a target that does not exist', { [`${connection}.privateLinkServiceId`]: `${vault}x` }, 'InvalidResourceReference'],
    ['a target that is no id', { [`${connection}.privateLinkServiceId`]: 'kv-fidelity-001' }],
    ['no target', { [`${connection}.privateLinkServiceId`]: undefined }],
    ['no connection', { privateLinkServiceConnections: undefined }],
    ['two connections', { 'privateLinkServiceConnections.1': { name: 'kv2', privateLinkServiceId: vault, groupIds: ['vault'] } }],
    ['a group id that the target does not have', { [`${connection}.groupIds`]: ['blob'] }],
    ['no group id', { [`${connection}.groupIds`]: [] }],
    [
      'a registry below Premium',
      { [connection]: { name: 'cr', privateLinkServiceId: idOf('Microsoft.ContainerRegistry/registries', 'crfidelity001'), groupIds: ['registry'] } },
      /Premium/,
    ],
    [
      'a fixed address outside the subnet',
      { ipConfigurations: [{ name: 'ip', privateIPAddress: '10.0.9.10', groupId: 'vault', memberName: 'default' }] },
      'PrivateIPAddressNotInSubnet',
    ],
  ]);
  plans(table, [
    ['PE-07 another subnet as a replacement', { subnet: { id: subnetId('snet2') } }, 'replace'],
    ['another name as a replacement', { privateEndpointName: 'pe-2' }, 'replace'],
    ['tags as an update', { tags: { a: 'b' } }, 'update'],
  ]);
  refusesUpdates(table, [
    ['another target', { [connection]: { name: 'kv', privateLinkServiceId: account, groupIds: ['blob'] } }],
    ['another network interface name', { customNetworkInterfaceName: 'nic-new' }],
  ]);

  test('PE-01 an endpoint gets a network interface, an address of its subnet and an approved connection', () => {
    const { outputs } = world().create(table.token, table.base);
    expect(outputs['networkInterfaces']).toEqual([{ id: expect.stringMatching(/networkInterfaces\/pe-kv\.nic\./) }]);
    expect(outputs['customDnsConfigs']).toEqual([{ fqdn: 'kv-fidelity-001.vault.azure.net', ipAddresses: ['10.0.1.4'] }]);
    expect(outputs['privateLinkServiceConnections']).toMatchObject([{ privateLinkServiceConnectionState: { status: 'Approved' } }]);
  });

  refuses(table, [
    ['an address that Azure keeps at the start of a subnet', { ipConfigurations: [fixed('10.0.1.3')] }, 'PrivateIPAddressInReservedRange'],
    ['an address that Azure keeps at the end of a subnet', { ipConfigurations: [fixed('10.0.1.255')] }, 'PrivateIPAddressInReservedRange'],
  ]);

  test('an endpoint whose target is gone is disconnected', () => {
    const cloud = cloudWithSubnets();
    const target = keyVault(cloud);
    const endpoint = endpointIn(cloud, 'snet1', target);
    cloud.remove(target);
    expect(cloud.read(endpoint)?.outputs['privateLinkServiceConnections']).toMatchObject([{ privateLinkServiceConnectionState: { status: 'Disconnected' } }]);
  });

  test('PE-10 a manual connection is pending', () => {
    const { outputs } = world().create(table.token, { ...endpointInputs('snet1', vault, manual('please')) });
    expect(outputs['manualPrivateLinkServiceConnections']).toMatchObject([{ privateLinkServiceConnectionState: { status: 'Pending' } }]);
  });

  test('PE-13 an endpoint is not removed while its target is locked', () => {
    const cloud = cloudWithSubnets();
    const target = keyVault(cloud);
    const endpoint = endpointIn(cloud, 'snet1', target);
    const lock = cloud.create('azure-native:authorization:ManagementLockByScope', { lockName: 'keep', scope: target.id, level: 'CanNotDelete' });
    expect(cloud.refusal(() => cloud.remove(endpoint))).toMatchObject({
      status: 409,
      code: 'ScopeLocked',
      message: expect.stringContaining('privateEndpointConnectionProxies'),
    });
    cloud.remove(lock);
    cloud.remove(endpoint);
    expect(cloud.read(endpoint)).toBeUndefined();
  });

  test('two endpoints of a subnet have two addresses, and a full subnet takes no more', () => {
    const cloud = cloudWithSubnets();
    keyVault(cloud);
    addSubnet(cloud, 'small', '10.0.8.0/29');
    const addresses = [1, 2, 3].map(
      (n) => cloud.create(table.token, endpointInputs('small', vault, { privateEndpointName: `pe-${n}` })).outputs['customDnsConfigs'],
    );
    expect(addresses).toMatchObject([[{ ipAddresses: ['10.0.8.4'] }], [{ ipAddresses: ['10.0.8.5'] }], [{ ipAddresses: ['10.0.8.6'] }]]);
    expect(cloud.refusal(() => cloud.create(table.token, endpointInputs('small', vault, { privateEndpointName: 'pe-4' }))).code).toBe('SubnetIsFull');
  });
});

describe('PrivateDnsZoneGroup', () => {
  const zone = (name: string) => idOf('Microsoft.Network/privateDnsZones', name);
  const table: Table = {
    token: 'azure-native:network:PrivateDnsZoneGroup',
    base: {
      privateDnsZoneGroupName: 'default',
      privateEndpointName: 'pe-kv',
      resourceGroupName: 'rg1',
      privateDnsZoneConfigs: [{ name: 'vault', privateDnsZoneId: zone('privatelink.vaultcore.azure.net') }],
    },
    world: () => {
      const cloud = world();
      cloud.create('azure-native:network:PrivateEndpoint', endpointInputs('snet1', vault));
      cloud.create('azure-native:privatedns:PrivateZone', { privateZoneName: 'privatelink.vaultcore.azure.net', resourceGroupName: 'rg1', location: 'global' });
      return cloud;
    },
  };
  accepts(table, [['one zone', {}]]);
  refuses(table, [
    ['a zone that does not exist', { 'privateDnsZoneConfigs.0.privateDnsZoneId': zone('nosuch.example.com') }, 'InvalidResourceReference'],
    ['something that is no zone', { 'privateDnsZoneConfigs.0.privateDnsZoneId': vault }],
    ['a zone twice', { 'privateDnsZoneConfigs.1': { name: 'again', privateDnsZoneId: zone('privatelink.vaultcore.azure.net') } }],
    ['two configurations of one name', { 'privateDnsZoneConfigs.1': { name: 'vault', privateDnsZoneId: zone('other.example.com') } }],
    ['six zones', { privateDnsZoneConfigs: [1, 2, 3, 4, 5, 6].map((n) => ({ name: `z${n}`, privateDnsZoneId: zone(`z${n}.example.com`) })) }],
    ['an endpoint that does not exist', { privateEndpointName: 'pe-none' }, 'ParentResourceNotFound'],
  ]);
  test('an endpoint has one zone group, which is answered with the records that it makes', () => {
    const cloud = table.world?.() ?? world();
    const { outputs } = cloud.create(table.token, table.base);
    expect(outputs['privateDnsZoneConfigs']).toMatchObject([
      { recordSets: [{ recordType: 'A', recordSetName: 'kv-fidelity-001', ipAddresses: ['10.0.1.4'] }] },
    ]);
    expect(cloud.cloud.read('azure-native:privatedns:PrivateZone', zone('privatelink.vaultcore.azure.net'))?.outputs['numberOfRecordSets']).toBe(2);
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, privateDnsZoneGroupName: 'second' })).code).toBe(
      'MultiplePrivateDnsZoneGroupsNotAllowed',
    );
  });
});
