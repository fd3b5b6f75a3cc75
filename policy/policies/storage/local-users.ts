// CKV_AZURE_244: nobody logs in to SFTP with a user of the account.
import { isOff, isOn } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageLocalUsers = resourcePolicy({
  id: 'storage-local-users',
  title: 'Storage accounts have no local users',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_244'],
  differs: { CKV_AZURE_244: 'checkov also fails accounts that say isHnsEnabled = false, where SFTP is not possible' },
  rationale: 'Local users have passwords and keys of their own, outside of Entra: no multi-factor login, no central removal.',
  remediation: {
    text: 'Set isLocalUserEnabled to false; an account with a hierarchical namespace has them on by default.',
    example: "new storage.StorageAccount('lake', { isHnsEnabled: true, isLocalUserEnabled: false, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/secure-file-transfer-protocol-support'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    const value = account.read('isLocalUserEnabled');
    if (value === undefined ? isOn(account.read('isHnsEnabled')) : !isOff(value))
      account.fail('isLocalUserEnabled', `users of the account's own may log in: isLocalUserEnabled is ${account.shown('isLocalUserEnabled')}`);
  },
});
