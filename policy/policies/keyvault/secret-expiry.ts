// CKV_AZURE_41: a secret has an end.
import { resourcePolicy } from '../../policy';
import { isEnd } from './expiry';

export const keyVaultSecretExpiry = resourcePolicy({
  id: 'keyvault-secret-expiry',
  title: 'Secrets expire',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_41'],
  differs: { CKV_AZURE_41: "checkov's Terraform check also passes 0, which Azure takes as no end; its ARM check fails it" },
  anchors: ['trivy AZU-0017', 'CIS Azure 5.0 8.3.3'],
  rationale: 'A secret without an end is never renewed, and a copy that leaked stays good for ever.',
  remediation: {
    text: 'Set properties.attributes.expires to a time in seconds since 1970.',
    example: "new keyvault.Secret('token', { properties: { attributes: { expires: Date.UTC(2027, 11, 31) / 1000 }, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/best-practices'],
  types: ['azure-native:keyvault:Secret'],
  check: (secret) => {
    if (!isEnd(secret.read('properties.attributes.expires')))
      secret.fail('properties.attributes.expires', `never expires: expires is ${secret.shown('properties.attributes.expires')}`);
  },
});
