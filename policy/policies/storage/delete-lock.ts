// HX-STG-06: nobody deletes the account of a protected environment by mistake.
import { stackPolicy } from '../../policy';
import { isLocked } from '../shared/delete-lock';

export const storageDeleteLock = stackPolicy({
  id: 'storage-delete-lock',
  title: 'Storage accounts of protected environments have a delete lock',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-STG-06', 'CIS Azure 5.0 9.3.9', 'CIS Azure 5.0 6.2'],
  rationale: 'A deleted account takes every container with it, and soft delete of blobs does not bring it back.',
  remediation: {
    text: 'Add a ManagementLockByScope of level CanNotDelete on the account or on its resource group.',
    example: "new authorization.ManagementLockByScope('lake-lock', { scope: account.id, level: 'CanNotDelete' });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account, stack) => {
    if (account.environment.isProtected && !isLocked(account.resource, stack)) account.fail('', 'no lock of the stack keeps it from being deleted');
  },
});
