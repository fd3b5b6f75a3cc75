// CKV2_AZURE_15: a factory is encrypted with a key of our own.
import { stackPolicy } from '../../policy';

export const datafactoryCustomerKey = stackPolicy({
  id: 'datafactory-customer-key',
  title: 'Data factories are encrypted with a customer-managed key',
  severity: 'medium',
  // Costs a key, a role and the duty to turn it over; Azure encrypts without it too.
  level: 'advisory',
  checkov: ['CKV2_AZURE_15'],
  differs: { CKV2_AZURE_15: 'checkov passes a factory as soon as it has a linked service to a Key Vault, which encrypts nothing; here the key itself counts' },
  anchors: ['Azure Policy DataFactory_CustomerManagedKey_Audit'],
  rationale: 'With a key of its own the company can end access to pipelines and stored credentials by itself.',
  remediation: {
    text: 'Set encryption with the name of the key and the URI of its vault; the factory needs an identity that may use the key.',
    example: "new datafactory.Factory('etl', { encryption: { vaultBaseUrl: vault.properties.vaultUri, keyName: 'adf' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/data-factory/enable-customer-managed-key'],
  types: ['azure-native:datafactory:Factory'],
  check: (factory, stack) => {
    const missing = ['encryption.keyName', 'encryption.vaultBaseUrl'].find((path) => !stack.isSet(factory.resource, path));
    if (missing !== undefined) factory.fail(missing, `is encrypted with a key of Microsoft's: ${missing} is not set`);
  },
});
