import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import { addAddress, addSubnet, cloudWithNetwork } from './worlds';

describe('PublicIPAddress', () => {
  const table: Table = {
    token: 'azure-native:network:PublicIPAddress',
    base: { publicIpAddressName: 'pip1', resourceGroupName: 'rg1', location: 'westeurope', sku: { name: 'Standard' }, publicIPAllocationMethod: 'Static' },
  };
  accepts(table, [
    ['a Standard static address', {}],
    ['three zones', { zones: ['1', '2', '3'] }],
    ['a DNS label', { dnsSettings: { domainNameLabel: 'fidelity1' } }],
    ['IPv6', { publicIPAddressVersion: 'IPv6' }, 'IPv6'],
    ['the global tier', { 'sku.tier': 'Global' }],
    ['an idle timeout of 30 minutes', { idleTimeoutInMinutes: 30 }],
  ]);
  refuses(table, [
    ['PIP-03 the Basic sku', { sku: { name: 'Basic' }, publicIPAllocationMethod: 'Dynamic' }],
    ['PIP-05 a DNS label with capitals and an underscore', { dnsSettings: { domainNameLabel: 'My_Label' } }, 'InvalidDomainNameLabel'],
    [
      'PIP-11 a DDoS plan while protection is disabled',
      { ddosSettings: { ddosProtectionPlan: { id: idOf('Microsoft.Network/ddosProtectionPlans', 'p1') }, protectionMode: 'Disabled' } },
      'DdosProtectionPlan',
    ],
    ['PIP-13 a dynamic IPv6 address', { sku: { name: 'Basic' }, publicIPAllocationMethod: 'Dynamic', publicIPAddressVersion: 'IPv6' }, 'IPv6'],
    ['a Standard dynamic address', { publicIPAllocationMethod: 'Dynamic' }, /must have AllocationMethod set to Static/],
    ['a Standard address without an allocation method', { publicIPAllocationMethod: undefined }],
    ['no sku, which means Basic', { sku: undefined }],
    ['an idle timeout of 3 minutes', { idleTimeoutInMinutes: 3 }],
    ['an idle timeout of 31 minutes', { idleTimeoutInMinutes: 31 }],
    ['zone 4', { zones: ['4'] }],
    ['a zone twice', { zones: ['1', '1'] }],
    ['zones where the region has none', { location: 'westus', zones: ['1'] }],
    ['a DNS label of two characters', { dnsSettings: { domainNameLabel: 'ab' } }],
    ['a DNS label that ends with a hyphen', { dnsSettings: { domainNameLabel: 'label-' } }],
    ['an unknown sku', { sku: { name: 'Premium' } }],
    ['a prefix that does not exist', { publicIPPrefix: { id: idOf('Microsoft.Network/publicIPPrefixes', 'pre') } }, 'InvalidResourceReference'],
  ]);
  plans(table, [
    ['PIP-07 another IP version as a replacement', { publicIPAddressVersion: 'IPv6' }, 'replace'],
    ['PIP-08 another sku tier as a replacement', { 'sku.tier': 'Global' }, 'replace'],
    ['another location as a replacement', { location: 'northeurope' }, 'replace'],
    ['another idle timeout as an update', { idleTimeoutInMinutes: 10 }, 'update'],
    ['the version that is the default as no replacement', { publicIPAddressVersion: 'IPv4' }, 'update'],
  ]);
  refusesUpdates(table, [['zones added later', { zones: ['1'] }, 'ResourceAvailabilityZonesCannotBeModified']]);

  test('PIP-09 a DNS label gives a name in the region, and a static address is there at once', () => {
    const { outputs } = cloudWithGroup().create(table.token, patched(table.base, { dnsSettings: { domainNameLabel: 'fidelity1' } }));
    expect(outputs).toMatchObject({ dnsSettings: { domainNameLabel: 'fidelity1', fqdn: 'fidelity1.westeurope.cloudapp.azure.com' } });
    expect(outputs['ipAddress']).toMatch(/^20(\.\d{1,3}){3}$/);
  });

  test('a DNS label is unique in its region', () => {
    const cloud = cloudWithGroup();
    const labelled = { dnsSettings: { domainNameLabel: 'fidelity1' } };
    addAddress(cloud, 'pip1', labelled);
    expect(cloud.refusal(() => addAddress(cloud, 'pip2', labelled))).toMatchObject({ status: 400, code: 'DnsRecordInUse' });
    expect(addAddress(cloud, 'pip3', { ...labelled, location: 'northeurope' }).outputs).toMatchObject({
      dnsSettings: { fqdn: 'fidelity1.northeurope.cloudapp.azure.com' },
    });
  });

  test('an update keeps the address', () => {
    const cloud = cloudWithGroup();
    const stored = addAddress(cloud);
    expect(cloud.update(stored, patched(table.base, { idleTimeoutInMinutes: 10 })).outputs['ipAddress']).toBe(stored.outputs['ipAddress']);
  });
});

describe('NatGateway', () => {
  const pip = (name: string) => ({ id: idOf('Microsoft.Network/publicIPAddresses', name) });
  const table: Table = {
    token: 'azure-native:network:NatGateway',
    base: {
      natGatewayName: 'ng1',
      resourceGroupName: 'rg1',
      location: 'westeurope',
      sku: { name: 'Standard' },
      publicIpAddresses: [pip('pip1')],
      idleTimeoutInMinutes: 10,
    },
    world: () => {
      const cloud = cloudWithNetwork();
      addAddress(cloud);
      addAddress(cloud, 'far', { location: 'northeurope' });
      addAddress(cloud, 'six', { publicIPAddressVersion: 'IPv6' });
      addAddress(cloud, 'zone2', { zones: ['2'] });
      return cloud;
    },
  };
  accepts(table, [
    ['NG-01 a gateway with a static Standard address', {}],
    ['no address yet', { publicIpAddresses: undefined }],
    ['one zone with the address of that zone', { zones: ['2'], publicIpAddresses: [pip('zone2')] }],
    ['the longest idle timeout', { idleTimeoutInMinutes: 120 }],
  ]);
  refuses(table, [
    ['NG-02 an idle timeout of 3 minutes', { idleTimeoutInMinutes: 3 }],
    ['NG-03 an idle timeout of 121 minutes', { idleTimeoutInMinutes: 121 }],
    ['NG-05 two zones', { zones: ['1', '2'] }],
    ['NG-09 an address that does not exist', { publicIpAddresses: [pip('pip1x')] }, 'InvalidResourceReference'],
    ['an address of another region', { publicIpAddresses: [pip('far')] }, 'InvalidResourceReference'],
    ['an IPv6 address', { publicIpAddresses: [pip('six')] }],
    ['the address of another zone', { zones: ['1'], publicIpAddresses: [pip('zone2')] }],
    ['an address given twice', { publicIpAddresses: [pip('pip1'), pip('PIP1')] }],
    ['an unknown sku', { sku: { name: 'Basic' } }],
    ['a prefix that does not exist', { publicIpPrefixes: [{ id: idOf('Microsoft.Network/publicIPPrefixes', 'pre') }] }, 'InvalidResourceReference'],
  ]);
  refusesUpdates(table, [
    ['another location', { location: 'northeurope' }, 'InvalidResourceLocation'],
    ['a zone added later', { zones: ['1'] }, 'ResourceAvailabilityZonesCannotBeModified'],
  ]);

  test('NG-04 the idle timeout is four minutes', () => {
    const { outputs } = (table.world?.() ?? cloudWithGroup()).create(table.token, patched(table.base, { idleTimeoutInMinutes: undefined }));
    expect(outputs['idleTimeoutInMinutes']).toBe(4);
  });

  test('an address serves one gateway, and is not removed while it does', () => {
    const cloud = cloudWithNetwork();
    const address = addAddress(cloud);
    const gateway = cloud.create(table.token, table.base);
    expect(cloud.refusal(() => cloud.create(table.token, patched(table.base, { natGatewayName: 'ng2' }))).code).toBe('PublicIPAddressInUse');
    expect(cloud.refusal(() => cloud.remove(address))).toMatchObject({ status: 400, code: 'PublicIPAddressCannotBeDeleted' });
    cloud.remove(gateway);
    cloud.remove(address);
    expect(cloud.read(address)).toBeUndefined();
  });

  test('a gateway that a subnet uses is not removed', () => {
    const cloud = cloudWithNetwork();
    addAddress(cloud);
    const gateway = cloud.create(table.token, table.base);
    const subnet = addSubnet(cloud, 'snet1', '10.0.1.0/24', { natGateway: { id: gateway.id } });
    expect(cloud.refusal(() => cloud.remove(gateway))).toMatchObject({ status: 400, code: 'InUseNatGatewayCannotBeDeleted' });
    expect(cloud.read(gateway)?.outputs['subnets']).toEqual([{ id: subnet.id }]);
  });
});
