// HX-STG-02: data is encrypted twice.
import { resourcePolicy } from '../../policy';
import { requireOn } from '../shared/switches';

export const storageInfrastructureEncryption = resourcePolicy({
  id: 'storage-infrastructure-encryption',
  title: 'Storage accounts encrypt twice',
  severity: 'low',
  level: 'advisory',
  checkov: [],
  anchors: ['HX-STG-02', 'trivy AZU-0061', 'CIS Azure 3.0 4.2'],
  rationale: 'A second layer of encryption holds when one algorithm or key fails. It can only be chosen when the account is made.',
  remediation: {
    text: 'Set encryption.requireInfrastructureEncryption to true before the account is first created: later it replaces the account.',
    example: "new storage.StorageAccount('lake', { encryption: { requireInfrastructureEncryption: true }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/infrastructure-encryption-enable'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => requireOn(account, 'encryption.requireInfrastructureEncryption', 'data is encrypted once only'),
});
