// The lake and the vault of the made-up platform.
import { access, common, commonTerraform, group, type Coin, type Twin } from './twin';

/** Days that deleted blobs are kept. */
const keptDays = (good: boolean): number => (good ? 14 : 1);

function accountOf(index: number, good: Coin, days: number): Twin {
  const [https, tls, closed, denied, keys] = [good(), good(), good(), good(), good()];
  const [account, name] = [`lake-${index}`, `stlake${index}`];
  const action = denied ? 'Deny' : 'Allow';
  return {
    token: 'azure-native:storage:StorageAccount',
    name: account,
    inputs: {
      ...common,
      accountName: name,
      kind: 'StorageV2',
      sku: { name: 'Standard_GRS' },
      isHnsEnabled: true,
      isLocalUserEnabled: false,
      enableHttpsTrafficOnly: https,
      minimumTlsVersion: tls ? 'TLS1_2' : 'TLS1_0',
      publicNetworkAccess: access(closed),
      allowBlobPublicAccess: !closed,
      allowSharedKeyAccess: !keys,
      networkRuleSet: { bypass: 'AzureServices', defaultAction: action },
    },
    terraform: [
      {
        type: 'azurerm_storage_account',
        name: account,
        body: {
          ...commonTerraform,
          name,
          account_kind: 'StorageV2',
          account_tier: 'Standard',
          account_replication_type: 'GRS',
          is_hns_enabled: true,
          local_user_enabled: false,
          enable_https_traffic_only: https,
          min_tls_version: tls ? 'TLS1_2' : 'TLS1_0',
          public_network_access_enabled: !closed,
          allow_nested_items_to_be_public: !closed,
          shared_access_key_enabled: !keys,
          network_rules: { default_action: action, bypass: ['AzureServices'] },
          blob_properties: { delete_retention_policy: { days } },
        },
      },
    ],
  };
}

const blobsOf = (index: number, days: number): Twin => ({
  token: 'azure-native:storage:BlobServiceProperties',
  name: `blobs-${index}`,
  inputs: {
    resourceGroupName: 'rg-example',
    accountName: `stlake${index}`,
    blobServicesName: 'default',
    deleteRetentionPolicy: { enabled: true, days },
  },
  madeFrom: { accountName: [`lake-${index}`] },
});

function containerOf(index: number, zone: string, isPrivate: boolean): Twin {
  return {
    token: 'azure-native:storage:BlobContainer',
    name: `${zone}-${index}`,
    inputs: { resourceGroupName: 'rg-example', accountName: `stlake${index}`, containerName: zone, publicAccess: isPrivate ? 'None' : 'Blob' },
    madeFrom: { accountName: [`lake-${index}`] },
    terraform: [
      {
        type: 'azurerm_storage_container',
        name: `${zone}-${index}`,
        body: { name: zone, storage_account_name: `\${azurerm_storage_account.lake-${index}.name}`, container_access_type: isPrivate ? 'private' : 'blob' },
      },
    ],
  };
}

const endpointOf = (name: string, target: string, targetType: string, id: string, part: string): Twin => ({
  token: 'azure-native:network:PrivateEndpoint',
  name,
  inputs: {
    ...common,
    privateEndpointName: name,
    subnet: { id: `${group}/providers/Microsoft.Network/virtualNetworks/vnet-hub/subnets/endpoints` },
    privateLinkServiceConnections: [{ name: part, privateLinkServiceId: id, groupIds: [part] }],
  },
  madeFrom: { privateLinkServiceConnections: [target] },
  terraform: [
    {
      type: 'azurerm_private_endpoint',
      name,
      body: {
        ...commonTerraform,
        name,
        subnet_id: `${group}/providers/Microsoft.Network/virtualNetworks/vnet-hub/subnets/endpoints`,
        private_service_connection: {
          name: part,
          private_connection_resource_id: `\${${targetType}.${target}.id}`,
          subresource_names: [part],
          is_manual_connection: false,
        },
      },
    },
  ],
});

export function lakeOf(index: number, good: Coin): readonly Twin[] {
  const days = keptDays(good());
  const id = `${group}/providers/Microsoft.Storage/storageAccounts/stlake${index}`;
  return [
    accountOf(index, good, days),
    blobsOf(index, days),
    containerOf(index, 'raw', good()),
    containerOf(index, 'curated', good()),
    endpointOf(`endpoint-lake-${index}`, `lake-${index}`, 'azurerm_storage_account', id, 'dfs'),
  ];
}

function keyVaultOf(index: number, good: Coin): Twin {
  const [purge, closed, denied] = [good(), good(), good()];
  const [vault, name] = [`vault-${index}`, `kv-bench-${index}`];
  const action = denied ? 'Deny' : 'Allow';
  return {
    token: 'azure-native:keyvault:Vault',
    name: vault,
    inputs: {
      ...common,
      vaultName: name,
      properties: {
        tenantId: '00000000-0000-4000-8000-000000000001',
        sku: { family: 'A', name: 'standard' },
        enablePurgeProtection: purge,
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        enableRbacAuthorization: true,
        publicNetworkAccess: access(closed),
        networkAcls: { defaultAction: action, bypass: 'AzureServices' },
      },
    },
    terraform: [
      {
        type: 'azurerm_key_vault',
        name: vault,
        body: {
          ...commonTerraform,
          name,
          sku_name: 'standard',
          purge_protection_enabled: purge,
          enable_rbac_authorization: true,
          public_network_access_enabled: !closed,
          network_acls: { default_action: action, bypass: 'AzureServices' },
        },
      },
    ],
  };
}

const keyOf = (index: number, ends: boolean): Twin => ({
  token: 'azure-native:keyvault:Key',
  name: `key-${index}`,
  inputs: {
    resourceGroupName: 'rg-example',
    vaultName: `kv-bench-${index}`,
    keyName: 'lake',
    properties: { kty: 'RSA', keySize: 4096, ...(ends ? { attributes: { enabled: true, exportable: false, expires: 1_830_196_800 } } : {}) },
  },
  madeFrom: { vaultName: [`vault-${index}`] },
  terraform: [
    {
      type: 'azurerm_key_vault_key',
      name: `key-${index}`,
      body: {
        name: 'lake',
        key_vault_id: `\${azurerm_key_vault.vault-${index}.id}`,
        key_type: 'RSA',
        key_size: 4096,
        key_opts: ['wrapKey', 'unwrapKey'],
        ...(ends ? { expiration_date: '2027-12-30T20:00:00Z' } : {}),
      },
    },
  ],
});

const secretOf = (index: number, typed: boolean): Twin => ({
  token: 'azure-native:keyvault:Secret',
  name: `secret-${index}`,
  inputs: {
    resourceGroupName: 'rg-example',
    vaultName: `kv-bench-${index}`,
    secretName: 'sql',
    properties: { value: 'made-up', attributes: { expires: 1_830_196_800 }, ...(typed ? { contentType: 'text/plain' } : {}) },
  },
  madeFrom: { vaultName: [`vault-${index}`] },
  terraform: [
    {
      type: 'azurerm_key_vault_secret',
      name: `secret-${index}`,
      body: {
        name: 'sql',
        key_vault_id: `\${azurerm_key_vault.vault-${index}.id}`,
        value: 'made-up',
        expiration_date: '2027-12-30T20:00:00Z',
        ...(typed ? { content_type: 'text/plain' } : {}),
      },
    },
  ],
});

export function vaultOf(index: number, good: Coin): readonly Twin[] {
  const id = `${group}/providers/Microsoft.KeyVault/vaults/kv-bench-${index}`;
  return [
    keyVaultOf(index, good),
    keyOf(index, good()),
    secretOf(index, good()),
    endpointOf(`endpoint-vault-${index}`, `vault-${index}`, 'azurerm_key_vault', id, 'vault'),
  ];
}
