// A key in hardware needs a vault that has some.
import { isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';
import { valueAt } from '../../value';

export const keyVaultHsmSku = stackPolicy({
  id: 'keyvault-hsm-sku',
  title: 'Keys in hardware lie in premium vaults',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure refuses such a key in the middle of the update, after the vault is made.',
  remediation: {
    text: 'Set the sku of the vault to premium, or the kty of the key to RSA or EC.',
    example: "new keyvault.Vault('vault', { properties: { sku: { family: 'A', name: 'premium' }, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/keys/about-keys'],
  types: ['azure-native:keyvault:Key'],
  check: (key, stack) => {
    if (!isOneOf(key.read('properties.kty'), ['RSA-HSM', 'EC-HSM'])) return;
    const vaults = stack.referred(key.resource, 'vaultName', 'azure-native:keyvault:Vault');
    if (vaults.some((vault) => isOneOf(valueAt(vault.inputs, 'properties.sku.name'), ['standard'])))
      key.fail('properties.kty', `needs a premium vault: kty is ${key.shown('properties.kty')}, the sku of its vault is standard`);
  },
});
