// The policies on storage, in the order in which they are listed.
import { storageAccountFeatures } from './account-features';
import { storageAccountKind } from './account-kind';
import { storageAccountName } from './account-name';
import { storageActivityLogContainer } from './activity-log-container';
import { storageBlobAnonymousAccess } from './blob-anonymous-access';
import { storageBlobLogging } from './blob-logging';
import { storageBlobSoftDelete } from './blob-soft-delete';
import { storageContainerPrivate } from './container-private';
import { storageContainerSoftDelete } from './container-soft-delete';
import { storageCorsOrigins } from './cors-origins';
import { storageCrossTenantReplication } from './cross-tenant-replication';
import { storageCustomerManagedKey } from './customer-managed-key';
import { storageDataLakeGen1 } from './data-lake-gen1';
import { storageDataLakeGen1Encryption } from './data-lake-gen1-encryption';
import { storageDeleteLock } from './delete-lock';
import { storageDnsZoneEndpoints } from './dns-zone-endpoints';
import { storageEntraDefault } from './entra-default';
import { storageFirewallDefaultDeny } from './firewall-default-deny';
import { storageGeoReplication } from './geo-replication';
import { storageHttpsOnly } from './https-only';
import { storageInfrastructureEncryption } from './infrastructure-encryption';
import { storageIpRulesForm } from './ip-rules-form';
import { storageIpRulesNarrow } from './ip-rules-narrow';
import { storageIpRulesPublic } from './ip-rules-public';
import { storageItemNames } from './item-names';
import { storageKeyRotationReminder } from './key-rotation-reminder';
import { storageLocalUserLogin } from './local-user-login';
import { storageLocalUsers } from './local-users';
import { storageMinimumTls } from './minimum-tls';
import { storageNamespaceFeatures } from './namespace-features';
import { storagePrivateEndpoint } from './private-endpoint';
import { storagePrivateEndpointServices } from './private-endpoint-services';
import { storagePublicNetworkAccess } from './public-network-access';
import { storageQueueLogging } from './queue-logging';
import { storageSasExpiry } from './sas-expiry';
import { storageShareSoftDelete } from './share-soft-delete';
import { storageSharedKey } from './shared-key';
import { storageSmbEncryption } from './smb-encryption';
import { storageSmbVersion } from './smb-version';
import { storageSyncPrivate } from './sync-private';
import { storageTableLogging } from './table-logging';
import { storageTrustedServices } from './trusted-services';
import { storageVersioning } from './versioning';

export const storagePolicies = [
  storageAccountFeatures,
  storageAccountKind,
  storageAccountName,
  storageActivityLogContainer,
  storageBlobAnonymousAccess,
  storageBlobLogging,
  storageBlobSoftDelete,
  storageContainerPrivate,
  storageContainerSoftDelete,
  storageCorsOrigins,
  storageCrossTenantReplication,
  storageCustomerManagedKey,
  storageDataLakeGen1,
  storageDataLakeGen1Encryption,
  storageDeleteLock,
  storageDnsZoneEndpoints,
  storageEntraDefault,
  storageFirewallDefaultDeny,
  storageGeoReplication,
  storageHttpsOnly,
  storageInfrastructureEncryption,
  storageIpRulesForm,
  storageIpRulesNarrow,
  storageIpRulesPublic,
  storageItemNames,
  storageKeyRotationReminder,
  storageLocalUserLogin,
  storageLocalUsers,
  storageMinimumTls,
  storageNamespaceFeatures,
  storagePrivateEndpoint,
  storagePrivateEndpointServices,
  storagePublicNetworkAccess,
  storageQueueLogging,
  storageSasExpiry,
  storageShareSoftDelete,
  storageSharedKey,
  storageSmbEncryption,
  storageSmbVersion,
  storageSyncPrivate,
  storageTableLogging,
  storageTrustedServices,
  storageVersioning,
];
