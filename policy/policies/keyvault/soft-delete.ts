// CKV_AZURE_111: a deleted vault can be brought back.
import { resourcePolicy } from '../../policy';
import { requireOn, withValue } from '../shared/switches';

export const keyVaultSoftDelete = resourcePolicy({
  id: 'keyvault-soft-delete',
  title: 'Key vaults have soft delete',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_111'],
  anchors: ['PSRule Azure.KeyVault.SoftDelete'],
  rationale: 'A vault that is deleted by mistake takes every key and secret with it.',
  remediation: {
    text: 'Set enableSoftDelete to true, or leave it out: it is on by itself.',
    example: "new keyvault.Vault('vault', { properties: { enableSoftDelete: true, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault) => {
    if (vault.read('properties.enableSoftDelete') !== undefined) requireOn(vault, 'properties.enableSoftDelete', 'is gone when it is deleted');
  },
  remediate: (inputs) => withValue(inputs, 'properties.enableSoftDelete', true),
});
