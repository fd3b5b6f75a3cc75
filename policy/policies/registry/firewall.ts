// HX-ACR-02: a registry with a public endpoint names who may come in.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isWorldOpen } from '../shared/ip-ranges';

export const registryFirewall = resourcePolicy({
  id: 'registry-firewall',
  title: 'Container registries with a public endpoint let in named ranges only',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ACR-02', 'PSRule Azure.ACR.Firewall'],
  rationale: 'Without a firewall, the login of a registry is open to the whole internet.',
  remediation: {
    text: 'Set networkRuleSet.defaultAction to Deny and list public ranges in ipRules (Premium), or set publicNetworkAccess to Disabled.',
    example:
      "new containerregistry.Registry('registry', { networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', iPAddressOrRange: '203.0.113.0/24' }] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    if (isOneOf(registry.read('publicNetworkAccess'), ['Disabled'])) return;
    const path = 'networkRuleSet.defaultAction';
    if (!isOneOf(registry.read(path), ['Deny'])) registry.fail(path, `lets in every network: ${path} is ${registry.shown(path)}`);
    registry.each('networkRuleSet.ipRules', (rule) => {
      const range = rule.read('iPAddressOrRange');
      if (typeof range === 'string' && isWorldOpen(range))
        rule.fail('iPAddressOrRange', `lets in every network: the range is ${rule.shown('iPAddressOrRange')}`);
    });
  },
});
