// HX-KV-05: the value of a secret stands in no state file and no program in plain text.
import { resourcePolicy } from '../../policy';

export const keyVaultSecretValue = resourcePolicy({
  id: 'keyvault-secret-value',
  title: 'Values of secrets are Pulumi secrets',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-KV-05'],
  rationale: 'A value that is not marked is written readable into the state, the preview and the logs.',
  remediation: {
    text: 'Take the value from config.requireSecret, or wrap it in pulumi.secret; better, let the vault be filled from outside.',
    example: "new keyvault.Secret('token', { properties: { value: config.requireSecret('token') }, … });",
  },
  references: ['https://www.pulumi.com/docs/concepts/secrets/'],
  types: ['azure-native:keyvault:Secret'],
  check: (secret) => {
    if (secret.isSecret('properties.value')) return;
    const value = secret.read('properties.value');
    // What the Pulumi CLI writes in place of a secret that it cannot decrypt.
    if (value === undefined || value === '[secret]') return;
    secret.fail('properties.value', 'is in plain text, in the program or in the state: the value is not marked secret');
  },
});
