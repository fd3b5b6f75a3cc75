// HX-STG-07: a firewall rule names a network, not the world.
import { resourcePolicy } from '../../policy';
import { failWorldOpenRules } from '../shared/ip-rules';

export const storageIpRulesNarrow = resourcePolicy({
  id: 'storage-ip-rules-narrow',
  title: 'Storage firewall rules are no wider than a network',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-STG-07'],
  rationale: 'A firewall that denies by default and then lists 0.0.0.0/0, or both halves of it, is open and looks closed.',
  remediation: {
    text: 'List the public addresses that callers really have; a range wider than /8 belongs to nobody.',
    example: "new storage.StorageAccount('lake', { networkRuleSet: { defaultAction: 'Deny', ipRules: [{ iPAddressOrRange: '203.0.113.0/24' }] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-network-security'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => failWorldOpenRules(account, { list: 'networkRuleSet.ipRules', range: 'iPAddressOrRange' }),
});
