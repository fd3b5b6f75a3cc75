// A deleted file share can be restored.
import { resourcePolicy } from '../../policy';
import { requireRetention } from './retention';

export const storageShareSoftDelete = resourcePolicy({
  id: 'storage-share-soft-delete',
  title: 'Deleted file shares are kept for a week or longer',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['CIS Azure 5.0 9.1.1', 'PSRule Azure.Storage.FileShareSoftDelete'],
  rationale: 'A share that is deleted by mistake takes all its files and snapshots with it.',
  remediation: {
    text: 'Set shareDeleteRetentionPolicy to enabled with 7 days or more.',
    example: "new storage.FileServiceProperties('files', { shareDeleteRetentionPolicy: { enabled: true, days: 14 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/files/storage-files-prevent-file-share-deletion'],
  types: ['azure-native:storage:FileServiceProperties'],
  check: (service) => requireRetention(service, 'shareDeleteRetentionPolicy', 'a deleted file share'),
});
