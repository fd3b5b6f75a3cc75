// CKV_AZURE_190, CKV2_AZURE_47: nobody reads blobs without a login.
import { resourcePolicy } from '../../policy';
import { requireOff } from '../shared/switches';

export const storageBlobAnonymousAccess = resourcePolicy({
  id: 'storage-blob-anonymous-access',
  title: 'Storage accounts allow no anonymous access to blobs',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_190', 'CKV2_AZURE_47'],
  differs: { CKV_AZURE_190: 'checkov takes false only as a boolean or in lower case; its other check of the same, CKV2_AZURE_47, in any case, as here' },
  anchors: ['CIS Azure 5.0 9.3.8', 'PSRule Azure.Storage.BlobPublicAccess'],
  rationale: 'One container set to public by hand would show customer data to the internet; with this off, no container can be.',
  remediation: { text: 'Set allowBlobPublicAccess to false.', example: "new storage.StorageAccount('lake', { allowBlobPublicAccess: false, … });" },
  references: ['https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => requireOff(account, 'allowBlobPublicAccess', 'containers may be opened to everybody'),
  remediate: (inputs) => ({ ...inputs, allowBlobPublicAccess: false }),
});
