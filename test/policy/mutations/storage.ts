// What makes the data lake safe, broken piece by piece.
import { all, inPlatform, renamed, set, unset, without, type Row } from '../support/mutations';

const reads = [{ category: 'StorageRead', enabled: true }];
const deny = { action: 'Allow' };
const ipRule = (range: string) => set('storage', 'networkRuleSet.ipRules', [{ ...deny, iPAddressOrRange: range }]);

const account: readonly Row[] = [
  inPlatform('HTTP is accepted', set('storage', 'enableHttpsTrafficOnly', false), 'storage-https-only'),
  inPlatform('TLS 1.0 is accepted', set('storage', 'minimumTlsVersion', 'TLS1_0'), 'storage-minimum-tls'),
  inPlatform('blobs may be public', set('storage', 'allowBlobPublicAccess', true), 'storage-blob-anonymous-access'),
  inPlatform('whether blobs may be public is not said', unset('storage', 'allowBlobPublicAccess'), 'storage-blob-anonymous-access'),
  inPlatform('shared keys open the account', set('storage', 'allowSharedKeyAccess', true), 'storage-shared-key'),
  inPlatform(
    'shared keys sign for ever',
    all(set('storage', 'allowSharedKeyAccess', true), unset('storage', 'sasPolicy')),
    'storage-shared-key',
    'storage-sas-expiry',
  ),
  inPlatform('keys may be old', unset('storage', 'keyPolicy'), 'storage-key-rotation-reminder'),
  inPlatform('the account replicates to other tenants', set('storage', 'allowCrossTenantReplication', true), 'storage-cross-tenant-replication'),
  inPlatform('the portal uses keys', set('storage', 'defaultToOAuthAuthentication', false), 'storage-entra-default'),
  inPlatform('local users may log in', set('storage', 'isLocalUserEnabled', true), 'storage-local-users'),
  inPlatform('the public endpoint is on', set('storage', 'publicNetworkAccess', 'Enabled'), 'storage-public-network-access'),
  inPlatform(
    'the public endpoint is on and its firewall lets everybody in',
    all(set('storage', 'publicNetworkAccess', 'Enabled'), set('storage', 'networkRuleSet.defaultAction', 'Allow')),
    'storage-public-network-access',
    'storage-firewall-default-deny',
  ),
  inPlatform('the firewall shuts Azure out', set('storage', 'networkRuleSet.bypass', 'None'), 'storage-trusted-services'),
  inPlatform('a rule lets half of the world in', ipRule('128.0.0.0/1'), 'storage-ip-rules-narrow'),
  inPlatform('a rule names a private range', ipRule('10.1.2.0/24'), 'storage-ip-rules-public'),
  inPlatform('a rule has a form that Azure refuses', ipRule('20.1.2.3/32'), 'storage-ip-rules-form'),
  inPlatform('the data is in one region alone', set('storage', 'sku.name', 'Standard_LRS'), 'storage-geo-replication'),
  inPlatform('the data is encrypted once', set('storage', 'encryption.requireInfrastructureEncryption', false), 'storage-infrastructure-encryption'),
  inPlatform('the kind is retired', set('storage', 'kind', 'BlobStorage'), 'storage-account-kind', 'governance-retired-skus'),
  inPlatform('the sku is of another kind', set('storage', 'sku.name', 'StandardV2_GRS'), 'storage-account-features'),
  inPlatform('the name is not legal', renamed('storage', 'accountName', 'Lake_1'), 'storage-account-name', 'governance-legal-names'),
  inPlatform('the endpoints are in a zone of a preview', set('storage', 'dnsEndpointType', 'AzureDnsZone'), 'storage-dns-zone-endpoints'),
];

const siblings: readonly Row[] = [
  inPlatform('a container is public', set('bronze', 'publicAccess', 'Blob'), 'storage-container-private'),
  inPlatform('a container has no legal name', set('bronze', 'containerName', 'Bronze_1'), 'storage-item-names', 'governance-legal-names'),
  inPlatform(
    'a public container receives the activity log',
    all(set('bronze', 'publicAccess', 'Blob'), set('bronze', 'containerName', 'insights-activity-logs')),
    'storage-container-private',
    'storage-activity-log-container',
  ),
  inPlatform('deleted blobs are gone', set('blob-service', 'deleteRetentionPolicy.enabled', false), 'storage-blob-soft-delete'),
  inPlatform('deleted blobs are kept for a day', set('blob-service', 'deleteRetentionPolicy.days', 1), 'storage-blob-soft-delete'),
  inPlatform('deleted containers are gone', unset('blob-service', 'containerDeleteRetentionPolicy'), 'storage-container-soft-delete'),
  inPlatform('the blob service is left out', without('blob-service'), 'storage-blob-soft-delete', 'storage-container-soft-delete'),
  inPlatform(
    'every web page may read',
    set('blob-service', 'cors', {
      corsRules: [{ allowedOrigins: ['*'], allowedMethods: ['GET'], allowedHeaders: [], exposedHeaders: [], maxAgeInSeconds: 0 }],
    }),
    'storage-cors-origins',
  ),
  inPlatform('versions are asked of a hierarchical namespace', set('blob-service', 'isVersioningEnabled', true), 'storage-namespace-features'),
  inPlatform('a flat namespace keeps no versions', set('storage', 'isHnsEnabled', false), 'storage-versioning'),
  inPlatform('reads of blobs are not logged', without('diagnostics-storage-blob'), 'storage-blob-logging', 'logs-diagnostic-setting'),
  // Without a queue and a table of ours, what is judged is the setting that is there.
  inPlatform('requests to queues are logged in part', set('diagnostics-storage-queue', 'logs', reads), 'storage-queue-logging'),
  inPlatform('reads of tables are not logged', set('diagnostics-storage-table', 'logs', []), 'storage-table-logging'),
  inPlatform('the endpoint for dfs is left out', without('endpoint-dfs', 'zone-group-dfs'), 'storage-private-endpoint-services'),
  inPlatform('both endpoints are left out', without('endpoint-blob', 'zone-group-blob', 'endpoint-dfs', 'zone-group-dfs'), 'storage-private-endpoint'),
  inPlatform('the lock is left out', without('lock-storage'), 'storage-delete-lock'),
  inPlatform('the lock lets deletion through', set('lock-storage', 'level', 'NotSpecified'), 'storage-delete-lock'),
];

export const storageMutations: readonly Row[] = [...account, ...siblings];
