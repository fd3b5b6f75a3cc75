import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import { cloudWithNetwork } from '../network/worlds';

const network = (name: string) => idOf('Microsoft.Network/virtualNetworks', name);

describe('PrivateZone', () => {
  const table: Table = {
    token: 'azure-native:privatedns:PrivateZone',
    base: { privateZoneName: 'corp.example.com', resourceGroupName: 'rg1', location: 'Global' },
  };
  accepts(table, [
    ['a zone', {}],
    ['a privatelink zone', { privateZoneName: 'privatelink.blob.core.windows.net' }],
    ['no location', { location: undefined }],
  ]);
  refuses(table, [
    ['a region', { location: 'westeurope' }, 'LocationNotAvailableForResourceType'],
    ['one label', { privateZoneName: 'corp' }],
    ['a terminating dot', { privateZoneName: 'corp.example.com.' }],
    ['an empty label', { privateZoneName: 'corp..com' }],
    ['a label of 64 characters', { privateZoneName: `${'a'.repeat(64)}.com` }],
    ['a space', { privateZoneName: 'my corp.com' }],
    ['a reserved name', { privateZoneName: 'core.windows.net' }],
  ]);
  plans(table, [['another name as a replacement', { privateZoneName: 'other.example.com' }, 'replace']]);
  test('a zone that is linked is not removed', () => {
    const cloud = cloudWithNetwork();
    const zone = cloud.create(table.token, table.base);
    const link = cloud.create('azure-native:privatedns:VirtualNetworkLink', {
      virtualNetworkLinkName: 'link1',
      privateZoneName: 'corp.example.com',
      resourceGroupName: 'rg1',
      location: 'Global',
      virtualNetwork: { id: network('vnet1') },
    });
    expect(cloud.read(zone)?.outputs['numberOfVirtualNetworkLinks']).toBe(1);
    expect(cloud.refusal(() => cloud.remove(zone))).toMatchObject({ status: 409, code: 'CannotDeleteResource' });
    cloud.remove(link);
    cloud.remove(zone);
    expect(cloud.read(zone)).toBeUndefined();
  });
  test('a zone counts its links', () => {
    expect(cloudWithGroup().create(table.token, table.base).outputs).toMatchObject({ maxNumberOfVirtualNetworkLinks: 1000, numberOfRecordSets: 1 });
  });
});

describe('VirtualNetworkLink', () => {
  const table: Table = {
    token: 'azure-native:privatedns:VirtualNetworkLink',
    base: {
      virtualNetworkLinkName: 'link1',
      privateZoneName: 'corp.example.com',
      resourceGroupName: 'rg1',
      location: 'Global',
      registrationEnabled: true,
      virtualNetwork: { id: network('vnet1') },
    },
    world: () => {
      const cloud = cloudWithNetwork();
      cloud.create('azure-native:network:VirtualNetwork', {
        virtualNetworkName: 'vnet2',
        resourceGroupName: 'rg1',
        location: 'westeurope',
        addressSpace: { addressPrefixes: ['10.2.0.0/16'] },
      });
      for (const privateZoneName of ['corp.example.com', 'other.example.com', 'privatelink.vaultcore.azure.net'])
        cloud.create('azure-native:privatedns:PrivateZone', { privateZoneName, resourceGroupName: 'rg1', location: 'Global' });
      return cloud;
    },
  };
  accepts(table, [
    ['PDL-01 a link with registration', {}],
    ['a link without registration', { registrationEnabled: false }],
    [
      'a redirect on a privatelink zone',
      { privateZoneName: 'privatelink.vaultcore.azure.net', registrationEnabled: false, resolutionPolicy: 'NxDomainRedirect' },
    ],
  ]);
  refuses(table, [
    ['PDL-05 a zone that does not exist', { privateZoneName: 'nosuch.example.com' }, 'ParentResourceNotFound'],
    ['a network that does not exist', { virtualNetwork: { id: network('vnet9') } }],
    ['no network', { virtualNetwork: undefined }],
    ['something that is no network', { virtualNetwork: { id: idOf('Microsoft.KeyVault/vaults', 'kv') } }],
    ['a region', { location: 'westeurope' }],
    ['a redirect on another zone', { resolutionPolicy: 'NxDomainRedirect' }],
  ]);
  test('deleting a linked network unlinks it', () => {
    const cloud = table.world?.() ?? cloudWithNetwork();
    const link = cloud.create(table.token, table.base);
    const linked = cloud.cloud.read('azure-native:network:VirtualNetwork', network('vnet1'));
    if (linked) cloud.remove(linked);
    expect(cloud.read(link)).toBeUndefined();
    expect(cloud.cloud.read('azure-native:privatedns:PrivateZone', idOf('Microsoft.Network/privateDnsZones', 'corp.example.com'))).toBeDefined();
  });
  refusesUpdates(table, [['another network', { virtualNetwork: { id: network('vnet2') } }]]);
  test('a network registers in one zone only, and is linked to a zone once', () => {
    const cloud = table.world?.() ?? cloudWithNetwork();
    const link = cloud.create(table.token, table.base);
    expect(link.outputs).toMatchObject({ virtualNetworkLinkState: 'Completed', registrationEnabled: true });
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, privateZoneName: 'other.example.com' })).status).toBe(409);
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, virtualNetworkLinkName: 'link2', registrationEnabled: false })).status).toBe(409);
    expect(cloud.create(table.token, { ...table.base, privateZoneName: 'other.example.com', registrationEnabled: false }).outputs['registrationEnabled']).toBe(
      false,
    );
  });
});

describe('PrivateRecordSet', () => {
  const table: Table = {
    token: 'azure-native:privatedns:PrivateRecordSet',
    base: {
      relativeRecordSetName: 'db',
      privateZoneName: 'corp.example.com',
      resourceGroupName: 'rg1',
      recordType: 'A',
      ttl: 300,
      aRecords: [{ ipv4Address: '10.0.1.4' }],
    },
    world: () => {
      const cloud = cloudWithGroup();
      cloud.create('azure-native:privatedns:PrivateZone', { privateZoneName: 'corp.example.com', resourceGroupName: 'rg1', location: 'Global' });
      return cloud;
    },
  };
  const alias = { recordType: 'CNAME', aRecords: undefined, cnameRecord: { cname: 'db.example.com' } };
  accepts(table, [
    ['an address', {}],
    ['an alias', alias],
    ['every name below the zone', { relativeRecordSetName: '*' }],
  ]);
  refuses(table, [
    ['records of another type', { recordType: 'AAAA' }],
    ['no records', { aRecords: undefined }],
    ['no address', { aRecords: [{ ipv4Address: 'db' }] }],
    ['an unknown type', { recordType: 'NS' }],
    ['no time to live', { ttl: undefined }],
    ['an alias at the apex', { ...alias, relativeRecordSetName: '@' }],
    ['a zone that does not exist', { privateZoneName: 'nosuch.example.com' }, 'ParentResourceNotFound'],
  ]);
  plans(table, [
    ['another address as an update', { aRecords: [{ ipv4Address: '10.0.1.5' }] }, 'update'],
    ['another type as a replacement', alias, 'replace'],
  ]);
  test('a record set is counted by its zone, and shares its name with no alias', () => {
    const cloud = table.world?.() ?? cloudWithGroup();
    expect(cloud.create(table.token, table.base).outputs['fqdn']).toBe('db.corp.example.com.');
    expect(cloud.cloud.read('azure-native:privatedns:PrivateZone', idOf('Microsoft.Network/privateDnsZones', 'corp.example.com'))?.outputs).toMatchObject({
      numberOfRecordSets: 2,
    });
    expect(cloud.refusal(() => cloud.create(table.token, patched(table.base, alias))).message).toContain('CNAME');
  });
});
