// A firewall that lists private ranges is refused by Azure: they come in by private endpoints or subnet rules.
import { resourcePolicy } from '../../policy';
import { failPrivateRules } from '../shared/ip-rules';

export const keyVaultIpRulesPublic = resourcePolicy({
  id: 'keyvault-ip-rules-public',
  title: 'Key vault firewall rules list public addresses only',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure refuses RFC 1918 ranges in the middle of the update, and no caller of the public endpoint ever has such an address.',
  remediation: {
    text: 'Reach the vault from private ranges through a private endpoint or a virtual network rule, and list public addresses here.',
    example: "new keyvault.Vault('vault', { properties: { networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: subnet.id }] }, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/network-security'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => failPrivateRules(vault, { list: 'properties.networkAcls.ipRules', range: 'value' }),
});
