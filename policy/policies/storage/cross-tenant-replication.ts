// HX-STG-01: data is replicated to no other tenant.
import { resourcePolicy } from '../../policy';
import { requireOff } from '../shared/switches';

export const storageCrossTenantReplication = resourcePolicy({
  id: 'storage-cross-tenant-replication',
  title: 'Storage accounts replicate to no other tenant',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-STG-01', 'CIS Azure 5.0 9.3.7'],
  rationale: 'Object replication into a foreign tenant carries data out without any network rule noticing.',
  remediation: {
    text: 'Set allowCrossTenantReplication to false; the default depends on when the account was made.',
    example: "new storage.StorageAccount('lake', { allowCrossTenantReplication: false, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/object-replication-prevent-cross-tenant-policies'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => requireOff(account, 'allowCrossTenantReplication', 'objects may be replicated into another tenant'),
  remediate: (inputs) => ({ ...inputs, allowCrossTenantReplication: false }),
});
