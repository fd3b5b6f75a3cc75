// Unity Catalog reaches storage by a managed identity, not by a secret.
import { resourcePolicy } from '../../policy';

export const databricksStorageCredential = resourcePolicy({
  id: 'databricks-storage-credential',
  title: 'Unity Catalog reaches storage by a managed identity',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'The client secret of a service principal must be kept, rotated and typed somewhere, and can be used from outside; an access connector has none.',
  remediation: {
    text: 'Use azureManagedIdentity with the id of an access connector in place of azureServicePrincipal.',
    example: "new databricks.StorageCredential('lake', { azureManagedIdentity: { accessConnectorId: connector.id } });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/connect/unity-catalog/cloud-storage/storage-credentials'],
  types: ['databricks:index/storageCredential:StorageCredential'],
  check: (credential) => {
    if (credential.read('azureServicePrincipal') !== undefined)
      credential.fail('azureServicePrincipal', 'reaches storage by the client secret of a service principal');
  },
});
