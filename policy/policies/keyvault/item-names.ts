// Names of keys and secrets are such that Azure takes them.
import { textOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const secretType = 'azure-native:keyvault:Secret';

export const keyVaultItemNames = resourcePolicy({
  id: 'keyvault-item-names',
  title: 'Keys and secrets have legal names',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['PSRule Azure.KeyVault.SecretName', 'PSRule Azure.KeyVault.KeyName'],
  rationale: 'Azure refuses any other name in the middle of the update, and holds the name of a deleted one until its days are over.',
  remediation: { text: 'Use 1 to 127 letters, digits and hyphens.', example: "new keyvault.Secret('token', { secretName: 'databricks-token', … });" },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules'],
  types: [secretType, 'azure-native:keyvault:Key'],
  check: (item) => {
    const input = item.resource.type === secretType ? 'secretName' : 'keyName';
    const name = item.read(input);
    if (name !== undefined && !/^[A-Za-z0-9-]{1,127}$/.test(textOf(name) ?? ''))
      item.fail(input, `is no name that Azure takes (1 to 127 letters, digits and hyphens): ${item.shown(input)}`);
  },
});
