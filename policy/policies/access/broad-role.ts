// HX-RBA-01: roles that hand out rights go to nobody, Contributor reaches single resources alone.
import { stackPolicy } from '../../policy';
import { broadRoleOf } from './roles';
import { scopeReach } from './scopes';

export const accessBroadRole = stackPolicy({
  id: 'access-broad-role',
  title: 'No principal is Owner or may grant roles, and Contributor holds for single resources only',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RBA-01', 'CIS Azure 5.0 5.3.3'],
  rationale: 'Whoever may grant roles has every right one call later; a pipeline that is taken over then takes the platform over.',
  remediation: {
    text: 'Assign the narrowest built-in role for the need (Storage Blob Data Contributor, Key Vault Secrets User, AcrPull …), or Contributor on one resource.',
    example: "new authorization.RoleAssignment('pull', { scope: registry.id, roleDefinitionId: acrPull, principalId, principalType: 'ServicePrincipal' });",
  },
  references: ['https://learn.microsoft.com/azure/role-based-access-control/best-practices'],
  types: ['azure-native:authorization:RoleAssignment'],
  check: (assignment, stack) => {
    const role = broadRoleOf(assignment, stack);
    if (role === undefined) return;
    if (role !== 'Contributor') {
      // With a condition this one role can be narrowed to certain roles and principals; that is what it is for.
      if (role === 'Role Based Access Control Administrator' && assignment.isGiven('condition')) return;
      assignment.fail('roleDefinitionId', `assigns ${role}, which may grant any right`);
      return;
    }
    const reach = scopeReach(assignment, stack);
    if (reach !== 'resource') assignment.fail('scope', `assigns Contributor on a whole ${reach === 'root' ? 'tenant' : reach}`);
  },
});
