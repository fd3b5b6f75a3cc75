// CKV_AZURE_206: a copy of the data is kept in a second region.
import { resourcePolicy } from '../../policy';
import { requireOneOf } from '../shared/switches';

const geoReplicated = ['Standard_GRS', 'Standard_RAGRS', 'Standard_GZRS', 'Standard_RAGZRS', 'StandardV2_GRS', 'StandardV2_GZRS'];

export const storageGeoReplication = resourcePolicy({
  id: 'storage-geo-replication',
  title: 'Storage accounts replicate to a second region',
  severity: 'low',
  level: 'advisory',
  checkov: ['CKV_AZURE_206'],
  differs: { CKV_AZURE_206: 'checkov does not know the provisioned skus StandardV2_GRS and StandardV2_GZRS, and asks it of test environments too' },
  anchors: ['trivy AZU-0058', 'CIS Azure 5.0 9.3.11', 'PSRule AZR-000195'],
  rationale: 'When a region is lost, only accounts with a copy elsewhere still have the data. Asked of protected environments alone: it doubles the price.',
  remediation: {
    text: 'Choose a sku such as Standard_GRS or Standard_GZRS, unless the data may not leave its region.',
    example: "new storage.StorageAccount('lake', { sku: { name: 'Standard_GRS' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-redundancy'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    if (!account.environment.isProtected) return;
    requireOneOf(account, 'sku.name', geoReplicated, 'keeps no copy in a second region');
  },
});
