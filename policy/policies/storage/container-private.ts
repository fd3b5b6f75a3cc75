// CKV_AZURE_34: a container shows nothing to those without a login.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageContainerPrivate = resourcePolicy({
  id: 'storage-container-private',
  title: 'Blob containers are private',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_34'],
  differs: { CKV_AZURE_34: 'checkov tells upper from lower case, and takes a list for its only item; Azure does neither' },
  anchors: ['trivy AZU-0007', 'PSRule AZR-000199'],
  rationale: 'A public container is indexed by search engines within hours. Reports for others are handed out by role or by short-lived signature.',
  remediation: { text: 'Set publicAccess to None, or leave it out.', example: "new storage.BlobContainer('bronze', { publicAccess: 'None', … });" },
  references: ['https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent'],
  types: ['azure-native:storage:BlobContainer'],
  check: (container) => {
    const value = container.read('publicAccess');
    if (value !== undefined && !isOneOf(value, ['None']))
      container.fail('publicAccess', `can be read by everybody: publicAccess is ${container.shown('publicAccess')}`);
  },
  remediate: (inputs) => ({ ...inputs, publicAccess: 'None' }),
});
