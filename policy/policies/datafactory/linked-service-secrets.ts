// HX-ADF-01: a linked service holds no credential itself.
import { resourcePolicy } from '../../policy';
import { plainCredentials } from './plain-credentials';

export const datafactoryLinkedServiceSecrets = resourcePolicy({
  id: 'datafactory-linked-service-secrets',
  title: 'Linked services hold no credentials themselves',
  severity: 'critical',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ADF-01', 'Azure Policy LinkedService_InlineSecrets_Audit'],
  rationale: 'A key in a linked service stands in the program, in the state and in every export of the factory, and turning it over means a deployment.',
  remediation: {
    text: 'Authenticate as the managed identity of the factory, or refer to a secret of a Key Vault by an AzureKeyVaultSecret.',
    example:
      "properties: { type: 'SftpServer', host, password: { type: 'AzureKeyVaultSecret', secretName: 'sftp', store: { type: 'LinkedServiceReference', referenceName: 'KeyVault' } } }",
  },
  references: ['https://learn.microsoft.com/azure/data-factory/store-credentials-in-key-vault'],
  types: ['azure-native:datafactory:LinkedService', 'azure-native:datafactory:CredentialOperation'],
  check: (service) => {
    service.read('properties');
    for (const { path, message } of plainCredentials(service.resource.inputs['properties'])) service.fail(path, message);
  },
});
