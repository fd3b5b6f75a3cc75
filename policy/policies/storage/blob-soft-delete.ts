// CKV2_AZURE_38: a deleted blob can be restored.
import { stackPolicy } from '../../policy';
import { accountType, blobServiceType, judgeBlobService } from './blob-service';
import { requireRetention } from './retention';

export const storageBlobSoftDelete = stackPolicy({
  id: 'storage-blob-soft-delete',
  title: 'Deleted blobs are kept for a week or longer',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_38'],
  differs: { CKV2_AZURE_38: 'checkov passes any retention and fails every FileStorage account, which has no blobs' },
  anchors: ['trivy AZU-0056', 'CIS Azure 5.0 9.2.1', 'PSRule AZR-000197'],
  rationale:
    'What a job, a script or a person deletes by mistake can be brought back for as long as it is kept; a deleted table of the lake is thousands of blobs.',
  remediation: {
    text: 'Add a BlobServiceProperties with deleteRetentionPolicy enabled for 7 days or more.',
    example:
      "new storage.BlobServiceProperties('blobs', { accountName: account.name, blobServicesName: 'default', deleteRetentionPolicy: { enabled: true, days: 14 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview'],
  types: [accountType, blobServiceType],
  check: (subject, stack) =>
    judgeBlobService(subject, stack, 'deleted blobs are gone at once', (service) => requireRetention(service, 'deleteRetentionPolicy', 'a deleted blob')),
});
