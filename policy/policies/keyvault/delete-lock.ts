// Nobody deletes the vault of a protected environment by mistake.
import { stackPolicy } from '../../policy';
import { isLocked } from '../shared/delete-lock';

export const keyVaultDeleteLock = stackPolicy({
  id: 'keyvault-delete-lock',
  title: 'Key vaults of protected environments have a delete lock',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['CIS Azure 5.0 6.2'],
  rationale: 'Soft delete brings a vault back without its role assignments, and everything that reads from it fails until then.',
  remediation: {
    text: 'Add a ManagementLockByScope of level CanNotDelete on the vault or on its resource group.',
    example: "new authorization.ManagementLockByScope('vault-lock', { scope: vault.id, level: 'CanNotDelete' });",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault, stack) => {
    if (vault.environment.isProtected && !isLocked(vault.resource, stack)) vault.fail('', 'no lock of the stack keeps it from being deleted');
  },
});
