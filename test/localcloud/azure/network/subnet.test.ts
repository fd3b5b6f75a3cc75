import { accepts, idOf, patched, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import { addGroup, addSubnet, cloudWithNetwork, endpointIn, keyVault, subnetId } from './worlds';

const databricks = [{ name: 'd', serviceName: 'Microsoft.Databricks/workspaces' }];
const table: Table = {
  token: 'azure-native:network:Subnet',
  base: { subnetName: 'snet1', virtualNetworkName: 'vnet1', resourceGroupName: 'rg1', addressPrefix: '10.0.1.0/24' },
  world: () => {
    const cloud = cloudWithNetwork();
    addSubnet(cloud, 'taken', '10.0.200.0/24');
    addGroup(cloud);
    addGroup(cloud, 'far', { location: 'northeurope' });
    return cloud;
  },
};

accepts(table, [
  ['SN-06 a /29', { addressPrefix: '10.0.1.0/29' }],
  ['the whole of a free half', { addressPrefix: '10.0.0.0/17' }],
  ['a list of one range', { addressPrefix: undefined, addressPrefixes: ['10.0.1.0/24'] }],
  ['a delegation', { delegations: databricks }],
  ['a security group of the same region', { networkSecurityGroup: { id: idOf('Microsoft.Network/networkSecurityGroups', 'nsg1') } }],
  ['service endpoints', { serviceEndpoints: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }] }],
  ['a private endpoint policy', { privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled' }],
  ['no default outbound access', { defaultOutboundAccess: false }],
]);

refuses(table, [
  ['SN-10 two delegations', { delegations: [...databricks, { name: 'e', serviceName: 'Microsoft.Web/serverFarms' }] }],
  [
    'SN-16 a security group that does not exist',
    { networkSecurityGroup: { id: idOf('Microsoft.Network/networkSecurityGroups', 'nsg1x') } },
    /InvalidResourceReference: Resource .*nsg1x referenced by resource .*snet1 was not found/,
  ],
  ['SN-21 an unknown private endpoint policy', { privateEndpointNetworkPolicies: 'On' }],
  ['a security group of another region', { networkSecurityGroup: { id: idOf('Microsoft.Network/networkSecurityGroups', 'far') } }, 'InvalidResourceReference'],
  ['a NAT gateway that does not exist', { natGateway: { id: idOf('Microsoft.Network/natGateways', 'ng1') } }, 'InvalidResourceReference'],
  ['a route table that does not exist', { routeTable: { id: idOf('Microsoft.Network/routeTables', 'rt1') } }, 'InvalidResourceReference'],
  ['a range outside the network', { addressPrefix: '10.1.0.0/24' }, /NetcfgInvalidSubnet: Subnet 'snet1' is not valid in virtual network 'vnet1'/],
  ['a range wider than the network', { addressPrefix: '10.0.0.0/8' }, 'NetcfgInvalidSubnet'],
  ['a range that overlaps a sibling', { addressPrefix: '10.0.200.128/25' }, 'NetcfgSubnetRangesOverlap'],
  ['the range of a sibling', { addressPrefix: '10.0.200.0/24' }, 'NetcfgSubnetRangesOverlap'],
  ['a /30', { addressPrefix: '10.0.1.0/30' }],
  ['host bits', { addressPrefix: '10.0.1.1/24' }, 'InvalidCIDRNotation'],
  ['no CIDR range', { addressPrefix: '10.0.1.0' }, 'InvalidAddressPrefixFormat'],
  ['no range', { addressPrefix: undefined }],
  ['an empty list of ranges', { addressPrefix: undefined, addressPrefixes: [] }],
  ['a single range that is not in the list', { addressPrefixes: ['10.0.3.0/24'] }],
  ['an IPv6 range that is not a /64', { addressPrefix: undefined, addressPrefixes: ['10.0.1.0/24', 'fd00:db8::/63'] }],
  ['a delegation to a service that has none', { delegations: [{ name: 'd', serviceName: 'Microsoft.KeyVault/vaults' }] }],
  ['a delegation without a name', { delegations: [{ serviceName: 'Microsoft.Databricks/workspaces' }] }],
  ['a service endpoint of an unknown service', { serviceEndpoints: [{ service: 'Microsoft.Databricks' }] }],
  ['a service endpoint given twice', { serviceEndpoints: [{ service: 'Microsoft.Storage' }, { service: 'microsoft.storage' }] }],
  ['tenant sharing with default outbound access', { sharingScope: 'Tenant' }],
  ['a name of 81 characters', { subnetName: 's'.repeat(81) }, 'InvalidResourceName'],
  ['a name that ends with a period', { subnetName: 'snet.' }],
  ['a network that does not exist', { virtualNetworkName: 'vnet9' }, 'ParentResourceNotFound'],
  ['a small firewall subnet', { subnetName: 'AzureFirewallSubnet', addressPrefix: '10.0.1.0/27' }],
  [
    'a security group on the firewall subnet',
    { subnetName: 'AzureFirewallSubnet', networkSecurityGroup: { id: idOf('Microsoft.Network/networkSecurityGroups', 'nsg1') } },
  ],
]);

plans(table, [
  ['SN-19 another range as an update in place', { addressPrefix: '10.0.4.0/24' }, 'update'],
  ['a delegation as an update in place', { delegations: databricks }, 'update'],
  ['another name as a replacement', { subnetName: 'snet2' }, 'replace'],
  ['another network as a replacement', { virtualNetworkName: 'vnet2' }, 'replace'],
]);

refusesUpdates(table, [
  ['default outbound access switched off later', { defaultOutboundAccess: false }, 'DefaultOutboundAccess'],
  ['a range that a sibling has', { addressPrefix: '10.0.200.0/24' }, 'NetcfgSubnetRangesOverlap'],
]);

test('SN-13 network policies are off for private endpoints and on for private link services', () => {
  const { outputs } = cloudWithNetwork().create(table.token, table.base);
  expect(outputs).toMatchObject({ privateEndpointNetworkPolicies: 'Disabled', privateLinkServiceNetworkPolicies: 'Enabled' });
});

test('SN-19 the range of an empty subnet moves in place', () => {
  const cloud = cloudWithNetwork();
  const stored = cloud.create(table.token, table.base);
  expect(cloud.update(stored, patched(table.base, { addressPrefix: '10.0.4.0/24' })).outputs['addressPrefix']).toBe('10.0.4.0/24');
});

test('a delegation is answered with the actions that the service needs', () => {
  const { outputs } = cloudWithNetwork().create(table.token, patched(table.base, { delegations: databricks }));
  expect(outputs['delegations']).toMatchObject([{ name: 'd', serviceName: 'Microsoft.Databricks/workspaces', provisioningState: 'Succeeded' }]);
});

test('a subnet that a private endpoint lives in keeps its range and is not removed', () => {
  const cloud = cloudWithNetwork();
  const stored = cloud.create(table.token, table.base);
  const endpoint = endpointIn(cloud, 'snet1', keyVault(cloud));
  expect(cloud.refusal(() => cloud.update(stored, patched(table.base, { addressPrefix: '10.0.4.0/24' })))).toMatchObject({
    status: 400,
    code: 'InUsePrefixCannotBeDeleted',
  });
  expect(cloud.refusal(() => cloud.remove(stored))).toMatchObject({ status: 400, code: 'InUseSubnetCannotBeDeleted' });
  expect(cloud.read(stored)?.outputs['privateEndpoints']).toEqual([{ id: endpoint.id }]);
  expect(stored.id).toBe(subnetId('snet1'));
});

test('a subnet that exists inline on its network is found by others', () => {
  const cloud = cloudWithNetwork();
  const network = {
    resourceGroupName: 'rg1',
    location: 'westeurope',
    virtualNetworkName: 'vnet2',
    addressSpace: { addressPrefixes: ['10.2.0.0/16'] },
    subnets: [{ name: 'in', addressPrefix: '10.2.0.0/24' }],
  };
  cloud.create('azure-native:network:VirtualNetwork', network);
  const vault = keyVault(cloud);
  const inputs = {
    resourceGroupName: 'rg1',
    location: 'westeurope',
    privateEndpointName: 'pe',
    subnet: { id: subnetId('in', 'vnet2') },
    privateLinkServiceConnections: [{ name: 'kv', privateLinkServiceId: vault.id, groupIds: ['vault'] }],
  };
  expect(cloud.create('azure-native:network:PrivateEndpoint', inputs).outputs['customDnsConfigs']).toMatchObject([{ ipAddresses: ['10.2.0.4'] }]);
});
