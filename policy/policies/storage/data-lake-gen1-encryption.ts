// CKV_AZURE_105: Data Lake Storage Gen1 encrypts what it stores.
import { resourcePolicy } from '../../policy';
import { requireOneOf } from '../shared/switches';

export const storageDataLakeGen1Encryption = resourcePolicy({
  id: 'storage-data-lake-gen1-encryption',
  title: 'Data Lake Storage Gen1 accounts are encrypted',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_105'],
  differs: { CKV_AZURE_105: 'checkov tells upper from lower case; Azure does not' },
  anchors: ['trivy AZU-0036'],
  rationale: 'Data without encryption at rest is readable from the disks it lies on.',
  remediation: {
    text: 'Set encryptionState to Enabled; better, move to a storage account with a hierarchical namespace: Gen1 is retired.',
    example: "new datalakestore.Account('lake', { encryptionState: 'Enabled', … });",
  },
  references: ['https://learn.microsoft.com/lifecycle/products/azure-data-lake-storage-gen1'],
  types: ['azure-native:datalakestore:Account'],
  check: (account) => {
    if (account.read('encryptionState') !== undefined) requireOneOf(account, 'encryptionState', ['Enabled'], 'stores data unencrypted');
  },
});
