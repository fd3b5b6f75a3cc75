// A firewall that lists private ranges is refused by Azure: they come in by private endpoints or subnet rules.
import { resourcePolicy } from '../../policy';
import { failPrivateRules } from '../shared/ip-rules';

export const storageIpRulesPublic = resourcePolicy({
  id: 'storage-ip-rules-public',
  title: 'Storage firewall rules list public addresses only',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure refuses RFC 1918 ranges in the middle of the update, and no caller of the public endpoint ever has such an address.',
  remediation: {
    text: 'Reach the account from private ranges through a private endpoint or a virtual network rule, and list public addresses here.',
    example:
      "new storage.StorageAccount('lake', { networkRuleSet: { defaultAction: 'Deny', virtualNetworkRules: [{ virtualNetworkResourceId: subnet.id }] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-network-security'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => failPrivateRules(account, { list: 'networkRuleSet.ipRules', range: 'iPAddressOrRange' }),
});
