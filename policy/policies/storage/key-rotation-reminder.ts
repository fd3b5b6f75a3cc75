// HX-STG-03: somebody is reminded when the account keys are old.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const longestDays = 90;

export const storageKeyRotationReminder = resourcePolicy({
  id: 'storage-key-rotation-reminder',
  title: 'Storage accounts remind of key rotation within 90 days',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-STG-03', 'CIS Azure 5.0 9.3.1.1'],
  rationale: 'Account keys never expire by themselves. The reminder also lets Azure Policy find accounts whose keys are too old.',
  remediation: {
    text: 'Set keyPolicy.keyExpirationPeriodInDays to 90 or less.',
    example: "new storage.StorageAccount('lake', { keyPolicy: { keyExpirationPeriodInDays: 90 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    const days = numberOf(account.read('keyPolicy.keyExpirationPeriodInDays'));
    if (days === undefined || days < 1 || days > longestDays)
      account.fail(
        'keyPolicy.keyExpirationPeriodInDays',
        `reminds nobody within ${longestDays} days: keyExpirationPeriodInDays is ${account.shown('keyPolicy.keyExpirationPeriodInDays')}`,
      );
  },
});
