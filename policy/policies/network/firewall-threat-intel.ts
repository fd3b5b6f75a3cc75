// CKV_AZURE_216: a firewall turns away addresses that are known to attack.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const firewallType = 'azure-native:network:AzureFirewall';

export const networkFirewallThreatIntel = resourcePolicy({
  id: 'network-firewall-threat-intel',
  title: 'Firewalls deny traffic of known attackers',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_216'],
  differs: { CKV_AZURE_216: 'a firewall with a policy takes the mode from that policy, which is judged here in its place; checkov fails such a firewall' },
  anchors: ['PSRule Azure.Firewall.Mode', 'PSRule Azure.FirewallPolicy.Mode'],
  rationale: 'With the mode Alert the firewall writes down that a known attacker came, and lets him in.',
  remediation: {
    text: 'Set threatIntelMode to Deny, on the firewall policy where there is one.',
    example: "new network.FirewallPolicy('hub', { threatIntelMode: 'Deny', … });",
  },
  references: ['https://learn.microsoft.com/azure/firewall/threat-intel'],
  types: [firewallType, 'azure-native:network:FirewallPolicy'],
  check: (firewall) => {
    const mode = firewall.read('threatIntelMode');
    if (isOneOf(mode, ['Deny'])) return;
    if (mode === undefined && firewall.resource.type === firewallType && firewall.read('firewallPolicy') !== undefined) return;
    firewall.fail('threatIntelMode', `lets known attackers through: threatIntelMode is ${firewall.shown('threatIntelMode')}`);
  },
});
