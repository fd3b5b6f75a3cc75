// HX-KV-01: roles say who may do what, not lists in the vault.
import { resourcePolicy } from '../../policy';
import { requireOn } from '../shared/switches';

export const keyVaultRbac = resourcePolicy({
  id: 'keyvault-rbac',
  title: 'Key vaults authorize by roles',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-KV-01', 'CIS Azure 5.0 8.3.6'],
  rationale:
    'Access policies lie beside all role assignments: reviews miss them, they give whole classes of secrets at once, and whoever may write the vault may grant himself everything.',
  remediation: {
    text: 'Set enableRbacAuthorization to true and assign roles such as Key Vault Secrets User; its default differs between API versions.',
    example: "new keyvault.Vault('vault', { properties: { enableRbacAuthorization: true, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/rbac-guide'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => requireOn(vault, 'properties.enableRbacAuthorization', 'its own access policies decide who reads secrets'),
});
