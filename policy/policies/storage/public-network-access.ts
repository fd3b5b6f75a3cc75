// CKV_AZURE_59: the public endpoint is off.
import { resourcePolicy } from '../../policy';
import { requireOneOf } from '../shared/switches';

export const storagePublicNetworkAccess = resourcePolicy({
  id: 'storage-public-network-access',
  title: 'Storage accounts have no public endpoint',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_59'],
  differs: { CKV_AZURE_59: "checkov's Terraform check fails where the value is left out, its ARM check passes it; the default is Enabled, so it fails here" },
  anchors: ['CIS Azure 5.0 9.3.2.2'],
  rationale: 'Without a public endpoint a leaked key or a wrong role is of no use outside our network.',
  remediation: {
    text: 'Set publicNetworkAccess to Disabled and reach the account through private endpoints.',
    example: "new storage.StorageAccount('lake', { publicNetworkAccess: 'Disabled', … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-network-security'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => requireOneOf(account, 'publicNetworkAccess', ['Disabled', 'SecuredByPerimeter'], 'can be reached from public networks'),
});
