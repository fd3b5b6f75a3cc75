// CKV2_AZURE_33: a storage account that is closed to the public is reached through a private endpoint.
import { stackPolicy } from '../../policy';
import { hasPrivateEndpoint } from '../shared/private-endpoint';

export const storagePrivateEndpoint = stackPolicy({
  id: 'storage-private-endpoint',
  title: 'Storage accounts have a private endpoint',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_33'],
  differs: { CKV2_AZURE_33: 'checkov follows references alone, so an endpoint that names the account by its id in text does not count there' },
  rationale: 'Without a private endpoint the account is reached over its public address, or not at all.',
  remediation: {
    text: 'Create a PrivateEndpoint with the account as its privateLinkServiceId, for each of the services that are used.',
    example:
      "new network.PrivateEndpoint('lake-dfs', { subnet, privateLinkServiceConnections: [{ name: 'dfs', privateLinkServiceId: account.id, groupIds: ['dfs'] }] });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-private-endpoints'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account, stack) => {
    if (!hasPrivateEndpoint(account.resource, stack)) account.fail('', 'no private endpoint of the stack leads to it');
  },
});
