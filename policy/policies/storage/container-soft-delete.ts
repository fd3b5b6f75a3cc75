// HX-STG-04: a deleted container can be restored.
import { stackPolicy } from '../../policy';
import { accountType, blobServiceType, judgeBlobService } from './blob-service';
import { requireRetention } from './retention';

export const storageContainerSoftDelete = stackPolicy({
  id: 'storage-container-soft-delete',
  title: 'Deleted containers are kept for a week or longer',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-STG-04', 'CIS Azure 5.0 9.2.2', 'PSRule Azure.Storage.ContainerSoftDelete'],
  rationale:
    'What a job, a script or a person deletes by mistake can be brought back for as long as it is kept; a deleted table of the lake is thousands of blobs.',
  remediation: {
    text: 'Add a BlobServiceProperties with containerDeleteRetentionPolicy enabled for 7 days or more.',
    example:
      "new storage.BlobServiceProperties('blobs', { accountName: account.name, blobServicesName: 'default', containerDeleteRetentionPolicy: { enabled: true, days: 14 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/soft-delete-container-overview'],
  types: [accountType, blobServiceType],
  check: (subject, stack) =>
    judgeBlobService(subject, stack, 'deleted containers are gone at once', (service) =>
      requireRetention(service, 'containerDeleteRetentionPolicy', 'a deleted container'),
    ),
});
