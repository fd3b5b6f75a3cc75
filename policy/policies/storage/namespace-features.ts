// A hierarchical namespace has no versions, change feed or point-in-time restore.
import { isOn } from '../../compare';
import { stackPolicy } from '../../policy';
import { valueAt } from '../../value';
import { accountType } from './blob-service';

const features = ['isVersioningEnabled', 'changeFeed.enabled', 'restorePolicy.enabled'];

export const storageNamespaceFeatures = stackPolicy({
  id: 'storage-namespace-features',
  title: 'Data lakes ask for no feature that a hierarchical namespace lacks',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure refuses these in the middle of the update; soft delete is the way back on a data lake.',
  remediation: {
    text: 'Leave isVersioningEnabled, changeFeed and restorePolicy out where isHnsEnabled is true.',
    example: "new storage.BlobServiceProperties('blobs', { deleteRetentionPolicy: { enabled: true, days: 14 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/storage-feature-support-in-storage-accounts'],
  types: ['azure-native:storage:BlobServiceProperties'],
  check: (service, stack) => {
    const wanted = features.filter((feature) => isOn(service.read(feature)));
    if (wanted.length === 0) return;
    const accounts = stack.referred(service.resource, 'accountName', accountType);
    if (!accounts.some(({ inputs }) => isOn(valueAt(inputs, 'isHnsEnabled')))) return;
    for (const feature of wanted) service.fail(feature, 'is refused for an account with a hierarchical namespace');
  },
});
