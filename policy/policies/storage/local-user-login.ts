// Where local users are, they log in with a key of their own.
import { isOff } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageLocalUserLogin = resourcePolicy({
  id: 'storage-local-user-login',
  title: 'Local users of storage accounts log in by SSH key',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Passwords of SFTP users can be guessed from the internet and are handed around.',
  remediation: {
    text: 'Set hasSshPassword and hasSharedKey to false and list sshAuthorizedKeys.',
    example: "new storage.LocalUser('partner', { hasSshPassword: false, hasSharedKey: false, sshAuthorizedKeys: [{ key }], … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/secure-file-transfer-protocol-support'],
  types: ['azure-native:storage:LocalUser'],
  check: (user) => {
    for (const way of ['hasSshPassword', 'hasSharedKey']) {
      const value = user.read(way);
      if (value !== undefined && !isOff(value)) user.fail(way, `logs in with a shared secret: ${way} is ${user.shown(way)}`);
    }
  },
});
