// CKV2_AZURE_41: the account says how long a shared access signature may live.
import { isOff, textOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageSasExpiry = resourcePolicy({
  id: 'storage-sas-expiry',
  title: 'Storage accounts with shared keys limit how long a SAS lives',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_41'],
  differs: { CKV2_AZURE_41: 'checkov fails an account with a SAS policy that does not say allowSharedKeyAccess; on is the default' },
  rationale: 'A signature that never expires is a key that somebody has copied. The policy logs or blocks those that live too long.',
  remediation: {
    text: 'Set sasPolicy.sasExpirationPeriod to "1.00:00:00", or turn shared keys off.',
    example: "new storage.StorageAccount('lake', { sasPolicy: { sasExpirationPeriod: '1.00:00:00', expirationAction: 'Log' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/sas-expiration-policy'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    if (isOff(account.read('allowSharedKeyAccess'))) return;
    if (textOf(account.read('sasPolicy.sasExpirationPeriod')) === undefined)
      account.fail('sasPolicy.sasExpirationPeriod', `a SAS may live for ever: sasExpirationPeriod is ${account.shown('sasPolicy.sasExpirationPeriod')}`);
  },
});
