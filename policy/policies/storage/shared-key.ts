// CKV2_AZURE_40: nobody comes in with the account key.
import { resourcePolicy } from '../../policy';
import { requireOff } from '../shared/switches';

export const storageSharedKey = resourcePolicy({
  id: 'storage-shared-key',
  title: 'Storage accounts refuse shared keys',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_40'],
  anchors: ['CIS Azure 5.0 9.3.1.3'],
  rationale: 'An account key opens all data, names nobody in the logs and never expires. Identities and roles do the same work, traceably.',
  remediation: {
    text: 'Set allowSharedKeyAccess to false and grant roles such as Storage Blob Data Contributor.',
    example: "new storage.StorageAccount('lake', { allowSharedKeyAccess: false, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => requireOff(account, 'allowSharedKeyAccess', 'accepts the account key, which opens everything to whoever holds it'),
});
