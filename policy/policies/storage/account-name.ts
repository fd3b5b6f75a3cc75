// CKV_AZURE_43: the name of an account is one that Azure takes.
import { textOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const storageAccountName = resourcePolicy({
  id: 'storage-account-name',
  title: 'Storage account names are legal',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_43'],
  differs: { CKV_AZURE_43: 'checkov fails an account without a name; the provider names it' },
  anchors: ['PSRule Azure.Storage.Name'],
  rationale: 'Azure refuses any other name in the middle of the update; names are global and can never be changed.',
  remediation: {
    text: 'Choose 3 to 24 lower case letters and digits.',
    example: "new storage.StorageAccount('lake', { accountName: 'stetllakeprodeus', … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    const name = account.read('accountName');
    // Left out, the provider makes one.
    if (name !== undefined && !/^[a-z0-9]{3,24}$/.test(textOf(name) ?? ''))
      account.fail('accountName', `is no name that Azure takes (3 to 24 lower case letters and digits): ${account.shown('accountName')}`);
  },
});
