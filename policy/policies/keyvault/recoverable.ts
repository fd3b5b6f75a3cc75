// CKV_AZURE_42: a deleted vault can be brought back, and nobody can prevent that.
import { resourcePolicy } from '../../policy';
import { requireOn } from '../shared/switches';

export const keyVaultRecoverable = resourcePolicy({
  id: 'keyvault-recoverable',
  title: 'Key vaults of protected environments are recoverable',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_42'],
  differs: {
    CKV_AZURE_42:
      "checkov's ARM check wants enableSoftDelete to be written; it is always on. It also asks test environments for purge protection, which can never be turned off again",
  },
  anchors: ['trivy AZU-0016', 'CIS Azure 5.0 8.3.5'],
  rationale:
    'With the keys, everything that they encrypt is lost. Asked of protected environments alone: elsewhere a vault must be made again under the same name.',
  remediation: {
    text: 'Set enableSoftDelete and enablePurgeProtection to true.',
    example: "new keyvault.Vault('vault', { properties: { enableSoftDelete: true, enablePurgeProtection: true, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => {
    if (!vault.environment.isProtected) return;
    const softDelete = vault.read('properties.enableSoftDelete');
    if (softDelete !== undefined) requireOn(vault, 'properties.enableSoftDelete', 'is gone when it is deleted');
    requireOn(vault, 'properties.enablePurgeProtection', 'can be purged after it is deleted');
  },
});
