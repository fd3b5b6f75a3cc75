// Networks, vaults and endpoints that several tests of network kinds start from.
import type { Properties, StoredResource } from '../../../../localcloud/kind';
import { cloudWithGroup, idOf, patched } from '../../../support/kind-cases';
import type { TestCloud } from '../../../support/test-cloud';

export const tenant = '22222222-2222-2222-2222-222222222222';
const inGroup = { resourceGroupName: 'rg1', location: 'westeurope' };

/** vnet1 10.0.0.0/16 in westeurope. */
export function cloudWithNetwork(): TestCloud {
  const cloud = cloudWithGroup();
  cloud.create('azure-native:network:VirtualNetwork', { ...inGroup, virtualNetworkName: 'vnet1', addressSpace: { addressPrefixes: ['10.0.0.0/16'] } });
  return cloud;
}

/** vnet1 with snet1 10.0.1.0/24 and snet2 10.0.2.0/24. */
export function cloudWithSubnets(): TestCloud {
  const cloud = cloudWithNetwork();
  addSubnet(cloud, 'snet1', '10.0.1.0/24');
  addSubnet(cloud, 'snet2', '10.0.2.0/24');
  return cloud;
}

export const addSubnet = (cloud: TestCloud, name: string, prefix: string, more: Properties = {}): StoredResource =>
  cloud.create('azure-native:network:Subnet', { subnetName: name, virtualNetworkName: 'vnet1', resourceGroupName: 'rg1', addressPrefix: prefix, ...more });

export const subnetId = (name: string, network = 'vnet1'): string => `${idOf('Microsoft.Network/virtualNetworks', network)}/subnets/${name}`;

export const addGroup = (cloud: TestCloud, name = 'nsg1', more: Properties = {}): StoredResource =>
  cloud.create('azure-native:network:NetworkSecurityGroup', { ...inGroup, networkSecurityGroupName: name, ...more });

export const keyVault = (cloud: TestCloud): StoredResource =>
  cloud.create('azure-native:keyvault:Vault', {
    ...inGroup,
    vaultName: 'kv-fidelity-001',
    properties: { tenantId: tenant, sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true },
  });

export const storageAccount = (cloud: TestCloud): StoredResource =>
  cloud.create('azure-native:storage:StorageAccount', { ...inGroup, accountName: 'stfidelity001', kind: 'StorageV2', sku: { name: 'Standard_LRS' } });

export const endpointInputs = (subnet: string, target: string, changes: { readonly [path: string]: unknown } = {}): Properties =>
  patched(
    {
      ...inGroup,
      privateEndpointName: 'pe-kv',
      subnet: { id: subnetId(subnet) },
      privateLinkServiceConnections: [{ name: 'kv', privateLinkServiceId: target, groupIds: ['vault'] }],
    },
    changes,
  );

export const endpointIn = (cloud: TestCloud, subnet: string, target: StoredResource): StoredResource =>
  cloud.create('azure-native:network:PrivateEndpoint', endpointInputs(subnet, target.id));

export const addAddress = (cloud: TestCloud, name = 'pip1', more: Properties = {}): StoredResource =>
  cloud.create('azure-native:network:PublicIPAddress', {
    ...inGroup,
    publicIpAddressName: name,
    sku: { name: 'Standard' },
    publicIPAllocationMethod: 'Static',
    ...more,
  });
