// Azure Storage takes bare IPv4 addresses and ranges from /0 to /30, and refuses everything else.
import { resourcePolicy } from '../../policy';
import { failRules } from '../shared/ip-rules';

const form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

export const storageIpRulesForm = resourcePolicy({
  id: 'storage-ip-rules-form',
  title: 'Storage firewall rules have a form that Azure takes',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  rationale: 'A /31 or /32, an IPv6 range or a host name is refused by Azure in the middle of the update.',
  remediation: {
    text: 'Write single addresses bare and pairs as two addresses.',
    example: "ipRules: ['198.51.100.6', '198.51.100.7'].map((iPAddressOrRange) => ({ iPAddressOrRange, action: 'Allow' }))",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-network-security'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => failRules(account, { list: 'networkRuleSet.ipRules', range: 'iPAddressOrRange' }, problemOf),
});

function problemOf(text: string): string | undefined {
  const [, a, b, c, d, prefix] = form.exec(text.trim()) ?? [];
  if (a === undefined || [a, b, c, d].some((octet) => Number(octet) > 255)) return 'a firewall rule is no IPv4 address or range';
  return Number(prefix) > 30 ? 'a firewall rule has a /31 or /32, which Azure Storage refuses: write bare addresses' : undefined;
}
