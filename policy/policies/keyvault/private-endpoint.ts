// CKV2_AZURE_32: a vault is reached through a private endpoint.
import { stackPolicy } from '../../policy';
import { hasPrivateEndpoint } from '../shared/private-endpoint';

export const keyVaultPrivateEndpoint = stackPolicy({
  id: 'keyvault-private-endpoint',
  title: 'Key vaults have a private endpoint',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_32'],
  differs: { CKV2_AZURE_32: 'checkov follows references alone, so an endpoint that names the vault by its id in text does not count there' },
  anchors: ['CIS Azure 5.0 8.3.8'],
  rationale: 'Without a private endpoint the vault is reached over its public address, or not at all.',
  remediation: {
    text: 'Create a PrivateEndpoint with the vault as its privateLinkServiceId and the groupId vault.',
    example:
      "new network.PrivateEndpoint('vault', { subnet, privateLinkServiceConnections: [{ name: 'vault', privateLinkServiceId: vault.id, groupIds: ['vault'] }], … });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/private-link-service'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault, stack) => {
    if (!hasPrivateEndpoint(vault.resource, stack)) vault.fail('', 'no private endpoint of the stack leads to it');
  },
});
