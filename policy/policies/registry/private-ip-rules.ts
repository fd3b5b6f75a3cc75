// A registry's firewall sees public addresses alone: a rule for a private range matches nobody.
import { resourcePolicy } from '../../policy';
import { isPrivateRange } from '../shared/ip-ranges';

export const registryPrivateIpRules = resourcePolicy({
  id: 'registry-private-ip-rules',
  title: 'Container registry firewalls list no private ranges',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  rationale: 'Such a rule looks as if it let the office in, and lets nobody in: clients inside the network need a private endpoint.',
  remediation: {
    text: 'Take private ranges out of networkRuleSet.ipRules and lead a private endpoint into their network.',
    example: "new containerregistry.Registry('registry', { networkRuleSet: { defaultAction: 'Deny', ipRules: [{ iPAddressOrRange: '203.0.113.0/24' }] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    registry.each('networkRuleSet.ipRules', (rule) => {
      const range = rule.read('iPAddressOrRange');
      if (typeof range === 'string' && isPrivateRange(range))
        rule.fail('iPAddressOrRange', `can never match: ${rule.shown('iPAddressOrRange')} is a private range, and the firewall sees public addresses`);
    });
  },
});
