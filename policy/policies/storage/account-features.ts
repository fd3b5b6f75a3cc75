// Kind, sku and features of an account go together.
import { isOn, textOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const needNamespace = ['isSftpEnabled', 'enableNfsV3'];

export const storageAccountFeatures = resourcePolicy({
  id: 'storage-account-features',
  title: 'Storage accounts have only features that their kind and sku have',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure refuses such an account in the middle of the update, when other resources have already been changed.',
  remediation: {
    text: 'Use a Premium sku for BlockBlobStorage, and set isHnsEnabled where SFTP or NFS is wanted.',
    example: "new storage.StorageAccount('landing', { kind: 'StorageV2', sku: { name: 'Standard_ZRS' }, isHnsEnabled: true, isSftpEnabled: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/storage/common/storage-account-overview'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) => {
    const kind = textOf(account.read('kind'))?.toLowerCase();
    const sku = textOf(account.read('sku.name'))?.toLowerCase();
    const problem = kind === undefined || sku === undefined ? undefined : skuProblem(kind, sku);
    if (problem !== undefined) account.fail('sku.name', `${problem}: sku is ${account.shown('sku.name')}, kind is ${account.shown('kind')}`);
    if (isOn(account.read('isHnsEnabled'))) {
      if (kind === 'storage' || kind === 'filestorage')
        account.fail('isHnsEnabled', `a hierarchical namespace does not exist for kind ${account.shown('kind')}`);
      return;
    }
    for (const feature of needNamespace)
      if (isOn(account.read(feature))) account.fail(feature, `needs a hierarchical namespace: isHnsEnabled is ${account.shown('isHnsEnabled')}`);
  },
});

/** Both in lower case. */
function skuProblem(kind: string, sku: string): string | undefined {
  if (kind === 'blockblobstorage' && !sku.startsWith('premium_')) return 'BlockBlobStorage needs a Premium sku';
  if (kind === 'filestorage' && sku.startsWith('standard_')) return 'FileStorage needs a Premium or provisioned (V2) sku';
  return kind !== 'filestorage' && /^(standard|premium)v2_/.test(sku) ? 'provisioned (V2) skus exist for FileStorage alone' : undefined;
}
