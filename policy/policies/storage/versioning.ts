// HX-STG-05: an overwritten blob can be restored, where the account can do that.
import { isOn } from '../../compare';
import { stackPolicy } from '../../policy';
import { valueAt } from '../../value';
import { requireOn } from '../shared/switches';
import { accountType } from './blob-service';

export const storageVersioning = stackPolicy({
  id: 'storage-versioning',
  title: 'Blob services keep versions',
  severity: 'low',
  level: 'advisory',
  checkov: [],
  anchors: ['HX-STG-05', 'CIS Azure 5.0 9.2.3'],
  rationale: 'Soft delete brings back what was deleted, versions bring back what was overwritten by a faulty run.',
  remediation: {
    text: 'Set isVersioningEnabled to true and let a lifecycle rule delete old versions.',
    example: "new storage.BlobServiceProperties('blobs', { accountName: account.name, isVersioningEnabled: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/versioning-overview'],
  types: ['azure-native:storage:BlobServiceProperties'],
  check: (service, stack) => {
    const accounts = stack.referred(service.resource, 'accountName', accountType);
    // A hierarchical namespace has no versions; of an account elsewhere nothing is known.
    if (accounts.length === 0 || accounts.some(({ inputs }) => isOn(valueAt(inputs, 'isHnsEnabled')))) return;
    requireOn(service, 'isVersioningEnabled', 'overwritten blobs are gone');
  },
});
