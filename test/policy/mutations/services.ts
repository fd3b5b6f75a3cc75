// What makes the vault, the registry and the workspace of Databricks safe, broken piece by piece.
import { all, inPlatform, renamed, set, unset, without, type Row } from '../support/mutations';

const vault: readonly Row[] = [
  inPlatform('the vault is on access policies', set('vault', 'properties.enableRbacAuthorization', false), 'keyvault-rbac'),
  inPlatform('a deleted vault is gone', set('vault', 'properties.enableSoftDelete', false), 'keyvault-soft-delete', 'keyvault-recoverable'),
  inPlatform('a deleted vault is kept for a week', set('vault', 'properties.softDeleteRetentionInDays', 7), 'keyvault-soft-delete-days'),
  inPlatform('a deleted vault can be purged', unset('vault', 'properties.enablePurgeProtection'), 'keyvault-purge-protection', 'keyvault-recoverable'),
  inPlatform('the public endpoint of the vault is on', set('vault', 'properties.publicNetworkAccess', 'Enabled'), 'keyvault-public-network-access'),
  inPlatform('the firewall of the vault lets everybody in', set('vault', 'properties.networkAcls.defaultAction', 'Allow'), 'keyvault-firewall-default-deny'),
  inPlatform(
    'a rule of the vault lets half of the world in',
    set('vault', 'properties.networkAcls.ipRules', [{ value: '128.0.0.0/1' }]),
    'keyvault-ip-rules-narrow',
  ),
  inPlatform(
    'a rule of the vault names a private range',
    set('vault', 'properties.networkAcls.ipRules', [{ value: '10.1.2.0/24' }]),
    'keyvault-ip-rules-public',
  ),
  inPlatform(
    'an access policy may purge',
    set('vault', 'properties.accessPolicies', [{ objectId: 'somebody', permissions: { secrets: ['purge'] } }]),
    'keyvault-access-policy-least',
  ),
  inPlatform('the name of the vault is not legal', renamed('vault', 'vaultName', 'kv--1'), 'keyvault-vault-name', 'governance-legal-names'),
  inPlatform('the vault has no endpoint', without('endpoint-vault', 'zone-group-vault'), 'keyvault-private-endpoint', 'keyvault-private-dns'),
  inPlatform('the name of the vault leads nowhere', without('zone-group-vault'), 'keyvault-private-dns', 'network-private-endpoint-dns'),
  inPlatform('the vault keeps no audit log', without('diagnostics-key-vault'), 'keyvault-audit-logs', 'logs-diagnostic-setting'),
  inPlatform('the vault sends metrics alone', set('diagnostics-key-vault', 'logs', []), 'keyvault-audit-logs', 'logs-diagnostic-setting'),
  inPlatform('the vault has no lock', without('lock-key-vault'), 'keyvault-delete-lock'),
];

const registry: readonly Row[] = [
  inPlatform('the registry has an admin user', set('registry', 'adminUserEnabled', true), 'registry-admin-user'),
  inPlatform('anybody may pull', set('registry', 'anonymousPullEnabled', true), 'registry-anonymous-pull'),
  inPlatform('the public endpoint of the registry is on', set('registry', 'publicNetworkAccess', 'Enabled'), 'registry-public-access'),
  inPlatform(
    'the registry is open to every network',
    all(set('registry', 'publicNetworkAccess', 'Enabled'), set('registry', 'networkRuleSet.defaultAction', 'Allow')),
    'registry-public-access',
    'registry-firewall',
  ),
  inPlatform(
    'a rule of the registry names a private range',
    set('registry', 'networkRuleSet.ipRules', [{ action: 'Allow', iPAddressOrRange: '10.1.2.0/24' }]),
    'registry-private-ip-rules',
  ),
  inPlatform('images may be exported', unset('registry', 'policies.exportPolicy'), 'registry-export-policy'),
  inPlatform('untagged manifests are kept for ever', unset('registry', 'policies.retentionPolicy'), 'registry-retention', 'registry-soft-delete'),
  inPlatform('the registry is lost with its zone', set('registry', 'zoneRedundancy', 'Disabled'), 'registry-zone-redundancy'),
  inPlatform('layers come from shared addresses', set('registry', 'dataEndpointEnabled', false), 'registry-data-endpoint'),
  inPlatform('the registry has no endpoint', without('endpoint-registry', 'zone-group-registry'), 'registry-private-endpoint'),
  inPlatform('the registry keeps no audit log', without('diagnostics-registry'), 'registry-audit-logs', 'logs-diagnostic-setting'),
  inPlatform('the registry has no lock', without('lock-registry'), 'governance-lock-stateful'),
  inPlatform('the registry is Standard', set('registry', 'sku.name', 'Standard'), 'registry-sku-features', 'registry-sku-siblings'),
  inPlatform('the registry is Basic', set('registry', 'sku.name', 'Basic'), 'registry-sku-features', 'registry-sku-siblings', 'registry-scanning-sku'),
];

const databricks: readonly Row[] = [
  inPlatform('the workspace is standard', set('databricks', 'sku.name', 'standard'), 'databricks-sku'),
  inPlatform('the front end of the workspace is public', set('databricks', 'publicNetworkAccess', 'Enabled'), 'databricks-public-access'),
  inPlatform('the control plane comes in over the public network', set('databricks', 'requiredNsgRules', 'AllRules'), 'databricks-nsg-rules'),
  inPlatform('clusters have public addresses', set('databricks', 'parameters.enableNoPublicIp.value', false), 'databricks-no-public-ip'),
  inPlatform('the root storage is encrypted once', unset('databricks', 'parameters.requireInfrastructureEncryption'), 'databricks-double-encryption'),
  inPlatform('clusters run in a network of Databricks', unset('databricks', 'parameters.customVirtualNetworkId'), 'databricks-vnet-injection'),
  inPlatform('the workspace has no endpoint', without('endpoint-databricks-ui-api', 'zone-group-databricks-ui-api'), 'databricks-private-endpoint'),
  inPlatform('the workspace keeps no audit log', without('diagnostics-databricks'), 'databricks-audit-logs', 'logs-diagnostic-setting'),
  inPlatform('the workspace has no lock', without('lock-databricks'), 'governance-lock-stateful'),
  inPlatform('a subnet of the clusters has no NSG', unset('snet-databricks-private', 'networkSecurityGroup'), 'databricks-subnet-nsg', 'network-subnet-nsg'),
  inPlatform('a subnet of the clusters has no way out', unset('snet-databricks-public', 'natGateway'), 'databricks-subnet-egress'),
];

export const serviceMutations: readonly Row[] = [...vault, ...registry, ...databricks];
