// CKV_AZURE_110: a deleted vault stays until its days are over.
import { isOff } from '../../compare';
import { resourcePolicy } from '../../policy';
import { requireOn } from '../shared/switches';

export const keyVaultPurgeProtection = resourcePolicy({
  id: 'keyvault-purge-protection',
  title: 'Key vaults of protected environments are protected from purging',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_110'],
  differs: { CKV_AZURE_110: 'checkov asks test environments for it too, where it would keep a destroyed vault from being made again' },
  anchors: ['trivy AZU-0016', 'CIS Azure 5.0 8.3.5', 'PSRule Azure.KeyVault.PurgeProtect'],
  rationale: 'Without it, whoever may delete the vault may also purge it, and then no backup of encrypted data can be read again.',
  remediation: {
    text: 'Set enablePurgeProtection to true. It can never be turned off, so leave it out where the vault must be made again under its name.',
    example: "new keyvault.Vault('vault', { properties: { enablePurgeProtection: true, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => {
    const value = vault.read('properties.enablePurgeProtection');
    if (isOff(value))
      vault.fail(
        'properties.enablePurgeProtection',
        'is not protected from purging: enablePurgeProtection is false, which Azure refuses (say true or nothing)',
      );
    else if (vault.environment.isProtected) requireOn(vault, 'properties.enablePurgeProtection', 'can be purged after it is deleted');
  },
});
