import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, updatedTo, type Table } from '../../../support/kind-cases';
import { endpointIn, keyVault } from './worlds';

const table: Table = {
  token: 'azure-native:network:VirtualNetwork',
  base: { virtualNetworkName: 'vnet1', resourceGroupName: 'rg1', location: 'westeurope', addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
};
const prefixes = (...list: string[]): { [path: string]: unknown } => ({ 'addressSpace.addressPrefixes': list });

accepts(table, [
  ['VN-01 a network with one range', {}],
  ['two ranges that do not overlap', prefixes('10.0.0.0/16', '10.1.0.0/16')],
  ['a public range', prefixes('20.0.0.0/16')],
  ['IPv4 with IPv6', prefixes('10.0.0.0/16', 'fd00:db8::/48')],
  ['the smallest range', prefixes('10.0.0.0/29')],
  ['a flow timeout at its bounds', { flowTimeoutInMinutes: 4 }],
  ['DNS servers', { dhcpOptions: { dnsServers: ['10.0.0.4', '168.63.129.16'] } }],
  [
    'inline subnets side by side',
    {
      subnets: [
        { name: 'a', addressPrefix: '10.0.0.0/24' },
        { name: 'b', addressPrefix: '10.0.1.0/24' },
      ],
    },
  ],
  ['a name with dots, hyphens and a final underscore', { virtualNetworkName: 'v.net-1_' }],
  ['encryption that allows unencrypted', { encryption: { enabled: true, enforcement: 'AllowUnencrypted' } }],
]);

refuses(table, [
  ['VN-02 a prefix length beyond 32', prefixes('10.0.0.0/33'), 'InvalidAddressPrefixFormat'],
  ['VN-04 host bits', prefixes('10.0.0.1/16'), /InvalidCIDRNotation: .*10\.0\.0\.0\/16/],
  ['VN-13 DDoS protection without a plan', { enableDdosProtection: true }, 'DdosProtectionPlanRequired'],
  ['VN-14 a flow timeout of 31 minutes', { flowTimeoutInMinutes: 31 }],
  ['a flow timeout of 3 minutes', { flowTimeoutInMinutes: 3 }],
  ['no address space', { addressSpace: undefined }],
  ['an empty address space', prefixes()],
  ['overlapping ranges', prefixes('10.0.0.0/16', '10.0.1.0/24'), 'AddressSpacePrefixesOverlap'],
  ['a range given twice', prefixes('10.0.0.0/16', '10.0.0.0/16')],
  ['a bare address', prefixes('10.0.0.0')],
  ['no address at all', prefixes('ten')],
  ['an octet above 255', prefixes('10.0.256.0/24')],
  ['a multicast range', prefixes('224.0.0.0/8'), 'AddressPrefixNotAllowed'],
  ['a link-local range', prefixes('169.254.0.0/16')],
  ['a loopback range', prefixes('127.0.0.0/16')],
  ['a range that is too small', prefixes('10.0.0.0/30')],
  ['everything', prefixes('0.0.0.0/0')],
  ['IPv6 alone', prefixes('fd00:db8::/48'), 'IPv4AddressPrefixRequired'],
  ['a DNS server that is no address', { dhcpOptions: { dnsServers: ['dns.example.com'] } }, 'InvalidIPAddress'],
  ['a BGP community out of range', { bgpCommunities: { virtualNetworkCommunity: '12076:50000' } }],
  ['encryption that drops unencrypted', { encryption: { enabled: true, enforcement: 'DropUnencrypted' } }],
  ['a name that ends with a hyphen', { virtualNetworkName: 'vnet-' }, 'InvalidResourceName'],
  ['a name of 65 characters', { virtualNetworkName: 'v'.repeat(65) }],
  ['a name that starts with a hyphen', { virtualNetworkName: '-vnet' }],
  [
    'inline subnets that overlap',
    {
      subnets: [
        { name: 'a', addressPrefix: '10.0.0.0/24' },
        { name: 'b', addressPrefix: '10.0.0.128/25' },
      ],
    },
    'NetcfgSubnetRangesOverlap',
  ],
  [
    'inline subnets of one name',
    {
      subnets: [
        { name: 'a', addressPrefix: '10.0.0.0/24' },
        { name: 'A', addressPrefix: '10.0.1.0/24' },
      ],
    },
  ],
  ['an inline subnet outside the network', { subnets: [{ name: 'a', addressPrefix: '10.1.0.0/24' }] }, 'NetcfgInvalidSubnet'],
  ['an inline subnet without a name', { subnets: [{ addressPrefix: '10.0.0.0/24' }] }],
  [
    'a DDoS plan that does not exist',
    { enableDdosProtection: true, ddosProtectionPlan: { id: idOf('Microsoft.Network/ddosProtectionPlans', 'p1') } },
    'InvalidResourceReference',
  ],
]);

plans(table, [
  ['another location as a replacement', { location: 'northeurope' }, 'replace'],
  ['the same location spelled otherwise as nothing', { location: 'West Europe' }, 'none'],
  ['another name as a replacement', { virtualNetworkName: 'vnet2' }, 'replace'],
  ['another range as an update', { 'addressSpace.addressPrefixes': ['10.0.0.0/16', '10.1.0.0/16'] }, 'update'],
]);

const withSubnet = () => {
  const cloud = cloudWithGroup();
  const network = cloud.create(table.token, table.base);
  const subnet = cloud.create('azure-native:network:Subnet', {
    subnetName: 'snet1',
    virtualNetworkName: 'vnet1',
    resourceGroupName: 'rg1',
    addressPrefix: '10.0.1.0/24',
  });
  return { cloud, network, subnet };
};

test('VN-01 a new network has no subnets and is provisioned', () => {
  const stored = cloudWithGroup().create(table.token, table.base);
  expect(stored.outputs).toMatchObject({ subnets: [], provisioningState: 'Succeeded', location: 'westeurope' });
  expect(stored.id).toBe(idOf('Microsoft.Network/virtualNetworks', 'vnet1'));
});

test('VN-16 a network is not removed while a private endpoint lives in one of its subnets', () => {
  const { cloud, network } = withSubnet();
  const endpoint = endpointIn(cloud, 'snet1', keyVault(cloud));
  expect(cloud.refusal(() => cloud.remove(network))).toMatchObject({
    status: 400,
    code: 'InUseSubnetCannotBeDeleted',
    message: expect.stringMatching(/Subnet snet1 is in use by .*privateEndpoints\/.* and cannot be deleted/),
  });
  cloud.remove(endpoint);
  cloud.remove(network);
  expect(cloud.read(network)).toBeUndefined();
});

test('VN-19 creating and deleting a network are long-running operations', async () => {
  const { virtualNetwork } = await import('../../../../localcloud/azure/network/virtual-network');
  expect(virtualNetwork.isAsync).toBe(true);
});

test('deleting a network deletes its subnets', () => {
  const { cloud, network, subnet } = withSubnet();
  cloud.remove(network);
  expect(cloud.read(subnet)).toBeUndefined();
});

test('a read network lists its standalone subnets', () => {
  const { cloud, network, subnet } = withSubnet();
  expect(cloud.read(network)?.outputs['subnets']).toMatchObject([{ id: subnet.id, name: 'snet1', addressPrefix: '10.0.1.0/24' }]);
});

test('writing a network with subnets removes the standalone ones that it leaves out, unless something lives there', () => {
  const { cloud, network, subnet } = withSubnet();
  const inline = patched(table.base, { subnets: [{ name: 'a', addressPrefix: '10.0.1.0/25' }] });
  const endpoint = endpointIn(cloud, 'snet1', keyVault(cloud));
  expect(cloud.refusal(() => cloud.update(network, inline)).code).toBe('InUseSubnetCannotBeDeleted');
  cloud.remove(endpoint);
  cloud.update(network, { ...table.base, tags: { a: 'b' } });
  expect(cloud.read(subnet)?.id).toBe(subnet.id);
  const whole = cloud.update(network, inline);
  expect(cloud.read(subnet)).toBeUndefined();
  const twin = { subnetName: 'A', virtualNetworkName: 'vnet1', resourceGroupName: 'rg1', addressPrefix: '10.0.1.0/25' };
  expect(cloud.refusal(() => cloud.create('azure-native:network:Subnet', twin)).code).toBe('ResourceAlreadyExists');
  cloud.update(whole, { ...table.base, subnets: [] });
  expect(cloud.read(network)?.outputs['subnets']).toEqual([]);
});

test('a range that holds a subnet is not taken away', () => {
  const { cloud, network } = withSubnet();
  const moved = patched(table.base, prefixes('10.9.0.0/16'));
  expect(cloud.refusal(() => cloud.update(network, moved))).toMatchObject({ status: 400, code: 'NetcfgInvalidSubnet' });
  expect(updatedTo(cloud, network, patched(table.base, prefixes('10.0.0.0/16', '10.9.0.0/16'))).inputs).toMatchObject({
    addressSpace: { addressPrefixes: ['10.0.0.0/16', '10.9.0.0/16'] },
  });
});

refusesUpdates({ ...table, base: patched(table.base, { subnets: [{ name: 'a', addressPrefix: '10.0.0.0/24' }] }) }, [
  ['a range that no longer holds an inline subnet', prefixes('10.9.0.0/16'), 'NetcfgInvalidSubnet'],
]);
