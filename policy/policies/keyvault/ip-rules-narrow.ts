// A firewall rule names a network, not the world.
import { resourcePolicy } from '../../policy';
import { failWorldOpenRules } from '../shared/ip-rules';

export const keyVaultIpRulesNarrow = resourcePolicy({
  id: 'keyvault-ip-rules-narrow',
  title: 'Key vault firewall rules are no wider than a network',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  rationale: 'A firewall that denies by default and then lists 0.0.0.0/0, or both halves of it, is open and looks closed.',
  remediation: {
    text: 'List the public addresses that callers really have; a range wider than /8 belongs to nobody.',
    example: "new keyvault.Vault('vault', { properties: { networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '203.0.113.0/24' }] }, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/network-security'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => failWorldOpenRules(vault, { list: 'properties.networkAcls.ipRules', range: 'value' }),
});
