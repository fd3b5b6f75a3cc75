// Data Lake Storage Gen1 is retired.
import { resourcePolicy } from '../../policy';

export const storageDataLakeGen1 = resourcePolicy({
  id: 'storage-data-lake-gen1',
  title: 'There is no Data Lake Storage Gen1',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  rationale: 'The service is gone: an update that makes such an account fails half way.',
  remediation: {
    text: 'Use a StorageAccount of kind StorageV2 with isHnsEnabled.',
    example: "new storage.StorageAccount('lake', { kind: 'StorageV2', isHnsEnabled: true, … });",
  },
  references: ['https://learn.microsoft.com/lifecycle/products/azure-data-lake-storage-gen1'],
  types: ['azure-native:datalakestore:Account'],
  check: (account) => account.fail('', 'Azure retired Data Lake Storage Gen1 on 2024-02-29: use a storage account with isHnsEnabled'),
});
