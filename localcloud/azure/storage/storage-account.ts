// Storage accounts: a global name, the sku and kind that fit each other, endpoints and keys.
import type { Kind } from '../../kind';

export const storageAccount: Kind = {
  token: 'azure-native:storage:StorageAccount',
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: '2024-01-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}',
  name: {
    property: 'accountName',
    pattern: /^[a-z0-9]{3,24}$/,
    code: 'AccountNameInvalid',
    message: 'Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.',
  },
  globalName: {
    domain: 'core.windows.net',
    code: 'StorageAccountAlreadyTaken',
    message: (name) => `The storage account named ${name} is already taken.`,
  },
  location: 'from-resource-group',
  replaceOn: ['isHnsEnabled', 'isNfsV3Enabled'],
  defaults: () => ({ enableHttpsTrafficOnly: true }),
  outputs: ({ inputs, now, before }) => {
    const name = String(inputs['accountName']);
    const endpoint = (service: string): string => `https://${name}.${service}.core.windows.net/`;
    return {
      creationTime: before?.outputs['creationTime'] ?? now,
      primaryLocation: inputs['location'] ?? null,
      statusOfPrimary: 'available',
      primaryEndpoints: { blob: endpoint('blob'), dfs: endpoint('dfs'), file: endpoint('file'), queue: endpoint('queue'), table: endpoint('table') },
    };
  },
  isAsync: true,
};
