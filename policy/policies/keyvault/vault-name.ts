// The name of a vault is one that Azure takes.
import { textOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const keyVaultVaultName = resourcePolicy({
  id: 'keyvault-vault-name',
  title: 'Key vault names are legal',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['PSRule AZR-000120'],
  rationale: 'Azure refuses any other name in the middle of the update, and holds the name of a deleted one until its days are over.',
  remediation: {
    text: 'Use 3 to 24 letters, digits and single hyphens, a letter first and no hyphen last.',
    example: "new keyvault.Vault('vault', { vaultName: 'kv-etl-prod-eus', … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => {
    const name = vault.read('vaultName');
    // Left out, the provider makes one.
    if (name !== undefined && !/^(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]$/i.test(textOf(name) ?? ''))
      vault.fail('vaultName', `is no name that Azure takes (3 to 24 letters, digits and single hyphens, a letter first): ${vault.shown('vaultName')}`);
  },
});
