// Storage accounts: a global name, and the rules, changes and outputs of the files beside this one.
import type { Kind } from '../../kind';
import { admitIdentity, checkIdentity } from '../shared/identity';
import { admitChanges } from './account-changes';
import { admitEncryption, checkEncryption } from './account-encryption';
import { admitNetwork, checkNetwork } from './account-network';
import { accountOutputs } from './account-outputs';
import { checkAccount } from './account-rules';
import { accountPath, storageApi } from './refusals';

export const storageAccount: Kind = {
  token: 'azure-native:storage:StorageAccount',
  type: 'Microsoft.Storage/storageAccounts',
  apiVersion: storageApi,
  path: accountPath,
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
  // As azure-native's own list; what Azure fixes beyond it is refused at the update (account-changes.ts).
  replaceOn: ['isHnsEnabled', 'location', 'immutableStorageWithVersioning'],
  // A bypass may be a combination, and the key source counts in any case.
  ownEnums: ['networkRuleSet.bypass', 'encryption.keySource'],
  check: (ctx) => {
    checkAccount(ctx);
    checkNetwork(ctx);
    checkEncryption(ctx);
    checkIdentity(ctx);
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    admitChanges(ctx);
    admitIdentity(ctx);
    admitNetwork(ctx);
    admitEncryption(ctx);
  },
  outputs: accountOutputs,
  isAsync: true,
};
