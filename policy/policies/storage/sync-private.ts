// CKV_AZURE_64, CKV_AZURE_250: file sync answers inside our networks only.
import { resourcePolicy } from '../../policy';
import { requireOneOf } from '../shared/switches';

export const storageSyncPrivate = resourcePolicy({
  id: 'storage-sync-private',
  title: 'Storage sync services accept traffic from virtual networks only',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_64', 'CKV_AZURE_250'],
  differs: {
    CKV_AZURE_64: 'checkov tells upper from lower case; Azure does not',
    CKV_AZURE_250: 'checkov passes a value that is neither AllowAllTraffic nor AllowVirtualNetworksOnly; it fails here, as in CKV_AZURE_64',
  },
  rationale: 'A sync service that answers everybody lets whoever holds a registered server certificate pull files from anywhere.',
  remediation: {
    text: 'Set incomingTrafficPolicy to AllowVirtualNetworksOnly and reach the service through a private endpoint.',
    example: "new storagesync.StorageSyncService('sync', { incomingTrafficPolicy: 'AllowVirtualNetworksOnly', … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/file-sync/file-sync-networking-endpoints'],
  types: ['azure-native:storagesync:StorageSyncService'],
  check: (service) => requireOneOf(service, 'incomingTrafficPolicy', ['AllowVirtualNetworksOnly'], 'accepts traffic from every network'),
});
