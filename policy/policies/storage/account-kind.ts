// General-purpose v1 and legacy blob accounts are retired.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageAccountKind = resourcePolicy({
  id: 'storage-account-kind',
  title: 'Storage accounts are of a kind that still exists',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure makes no such accounts any more and has moved the existing ones to general-purpose v2; they lacked tiers, lifecycle rules and zones.',
  remediation: { text: 'Set kind to StorageV2.', example: "new storage.StorageAccount('lake', { kind: 'StorageV2', … });" },
  references: [
    'https://learn.microsoft.com/azure/storage/common/general-purpose-version-1-account-migration-overview',
    'https://learn.microsoft.com/azure/storage/common/legacy-blob-storage-account-migration-overview',
  ],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    if (isOneOf(account.read('kind'), ['Storage', 'BlobStorage']))
      account.fail('kind', `is of a kind that Azure retired on 2026-10-13: kind is ${account.shown('kind')}`);
  },
  remediate: (inputs) => ({ ...inputs, kind: 'StorageV2' }),
});
