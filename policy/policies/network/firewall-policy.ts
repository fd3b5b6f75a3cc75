// CKV_AZURE_219: a firewall has a policy.
import { stackPolicy } from '../../policy';

export const networkFirewallPolicy = stackPolicy({
  id: 'network-firewall-policy',
  title: 'Firewalls have a firewall policy',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_219'],
  rationale:
    'Rules on the firewall itself are the classic way: they can be shared with no other firewall, and know neither intrusion detection nor TLS inspection.',
  remediation: {
    text: 'Create a FirewallPolicy and set firewallPolicy to it.',
    example: "new network.AzureFirewall('hub', { firewallPolicy: { id: policy.id }, … });",
  },
  references: ['https://learn.microsoft.com/azure/firewall-manager/policy-overview'],
  types: ['azure-native:network:AzureFirewall'],
  check: (firewall, stack) => {
    if (!stack.isSet(firewall.resource, 'firewallPolicy.id')) firewall.fail('firewallPolicy', 'has no firewall policy');
  },
});
