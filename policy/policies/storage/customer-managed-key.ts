// CKV2_AZURE_1: data is encrypted with a key of our own.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { requireOneOf } from '../shared/switches';

export const storageCustomerManagedKey = resourcePolicy({
  id: 'storage-customer-managed-key',
  title: 'Storage accounts encrypt with a customer-managed key',
  severity: 'medium',
  level: 'advisory',
  checkov: ['CKV2_AZURE_1'],
  anchors: ['trivy AZU-0060'],
  rationale: 'With a key of our own, access to all data can be ended by revoking one key, and its use shows in the logs of the vault.',
  remediation: {
    text: 'Set encryption.keySource to Microsoft.Keyvault and name the key; the account needs an identity with access to it.',
    example:
      "new storage.StorageAccount('lake', {\n  encryption: { keySource: 'Microsoft.Keyvault', keyVaultProperties: { keyName: 'lake', keyVaultUri: vault.properties.vaultUri } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    requireOneOf(account, 'encryption.keySource', ['Microsoft.Keyvault'], "data is encrypted with Microsoft's key");
    if (isOneOf(account.read('encryption.keySource'), ['Microsoft.Keyvault']) && account.read('encryption.keyVaultProperties') === undefined)
      account.fail('encryption.keyVaultProperties', 'names no key to encrypt with: keyVaultProperties is not set');
  },
});
