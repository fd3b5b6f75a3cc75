// CKV_AZURE_39: no custom role may do everything on a subscription.
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { isList } from '../../value';
import { isWide, reachOf } from './scopes';

const allowsAll = (role: Subject): boolean => role.some('permissions', (block) => block.some('actions', (action) => action.read('') === '*'));

export const accessCustomRoleOwner = resourcePolicy({
  id: 'access-custom-role-owner',
  title: 'No custom role is an owner of a subscription',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_39'],
  differs: {
    CKV_AZURE_39:
      'checkov for Terraform reads only the first permissions block, and in both its forms flags roles that can be assigned in a resource group alone; access-custom-role-grants judges those',
  },
  anchors: ['trivy AZU-0030'],
  rationale: 'A second Owner under another name escapes every review that counts owners.',
  remediation: {
    text: "List the actions that are needed instead of '*', or name resource groups as assignableScopes.",
    example:
      "new authorization.RoleDefinition('reader', { permissions: [{ actions: ['Microsoft.Storage/storageAccounts/read'] }], assignableScopes: [group.id], … });",
  },
  references: ['https://learn.microsoft.com/azure/role-based-access-control/custom-roles'],
  types: ['azure-native:authorization:RoleDefinition'],
  check: (role) => {
    if (!allowsAll(role)) return;
    const scopes = role.read('assignableScopes');
    // Without assignable scopes a role can be assigned where it is defined.
    const list = isList(scopes) && scopes.length > 0 ? 'assignableScopes' : 'scope';
    if (role.read(list) === undefined) role.fail('assignableScopes', "allows every action ('*') anywhere");
    role.each(list, (scope) => {
      const id = scope.read('');
      if (typeof id !== 'string' || isWide(reachOf(id))) scope.fail('', `allows every action ('*') on ${scope.shown('')}`);
    });
  },
});
