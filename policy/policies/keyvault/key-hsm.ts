// CKV_AZURE_112: a key lies in hardware.
import { resourcePolicy } from '../../policy';
import { requireOneOf } from '../shared/switches';

export const keyVaultKeyHsm = resourcePolicy({
  id: 'keyvault-key-hsm',
  title: 'Keys lie in a hardware security module',
  severity: 'low',
  level: 'advisory',
  checkov: ['CKV_AZURE_112'],
  differs: { CKV_AZURE_112: 'checkov tells rsa-hsm from RSA-HSM; Azure does not' },
  rationale: 'A key in a module cannot be copied out of it. It needs a premium vault, so it is advice.',
  remediation: {
    text: 'Set kty to RSA-HSM or EC-HSM in a vault of sku premium.',
    example: "new keyvault.Key('cmk', { properties: { kty: 'RSA-HSM', keySize: 3072 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/keys/about-keys'],
  types: ['azure-native:keyvault:Key'],
  check: (key) => requireOneOf(key, 'properties.kty', ['RSA-HSM', 'EC-HSM'], 'is kept in software'),
});
