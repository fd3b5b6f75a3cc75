// CKV_AZURE_220: a firewall policy stops intrusions that it sees.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const networkFirewallIdps = resourcePolicy({
  id: 'network-firewall-idps',
  title: 'Firewall policies deny detected intrusions',
  severity: 'medium',
  // Intrusion detection is a feature of the Premium tier alone.
  level: 'advisory',
  checkov: ['CKV_AZURE_220'],
  differs: { CKV_AZURE_220: 'checkov tells upper from lower case; Azure does not' },
  anchors: ['PSRule Azure.FirewallPolicy.IDPS'],
  rationale: 'A detection that only alerts tells of an intrusion while it succeeds.',
  remediation: {
    text: 'Set intrusionDetection.mode to Deny; the policy and its firewalls need the tier Premium.',
    example: "new network.FirewallPolicy('hub', { sku: { tier: 'Premium' }, intrusionDetection: { mode: 'Deny' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/firewall/premium-features'],
  types: ['azure-native:network:FirewallPolicy'],
  check: (policy) => {
    if (!isOneOf(policy.read('intrusionDetection.mode'), ['Deny']))
      policy.fail('intrusionDetection.mode', `lets detected intrusions through: intrusionDetection.mode is ${policy.shown('intrusionDetection.mode')}`);
  },
});
