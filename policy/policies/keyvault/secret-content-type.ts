// CKV_AZURE_114: a secret says what it is.
import { resourcePolicy } from '../../policy';

export const keyVaultSecretContentType = resourcePolicy({
  id: 'keyvault-secret-content-type',
  title: 'Secrets have a content type',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_114'],
  differs: { CKV_AZURE_114: "checkov's ARM check passes an empty text, its Terraform check fails it; it says nothing, so it fails" },
  anchors: ['trivy AZU-0015'],
  rationale: 'Whoever rotates a secret years later has to know what it is: a password, a connection string, a certificate.',
  remediation: {
    text: 'Set properties.contentType.',
    example: "new keyvault.Secret('token', { properties: { contentType: 'databricks personal access token', … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/secrets/about-secrets'],
  types: ['azure-native:keyvault:Secret'],
  check: (secret) => {
    const value = secret.read('properties.contentType');
    if (value === undefined || value === '')
      secret.fail('properties.contentType', `does not say what it holds: contentType is ${secret.shown('properties.contentType')}`);
  },
});
