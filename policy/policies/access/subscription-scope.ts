// HX-RBA-01: nobody gets a role on a subscription, a management group or everything.
import { stackPolicy } from '../../policy';
import { isWide, scopeReach } from './scopes';

export const accessSubscriptionScope = stackPolicy({
  id: 'access-subscription-scope',
  title: 'Roles are assigned on resources and groups, not on subscriptions',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RBA-01', 'CIS Azure 5.0 5.3.3'],
  rationale: 'A right on the subscription reaches every other team in it, and everything that will ever be created there.',
  remediation: {
    text: 'Assign the role on the resource that is used; the resource group is the widest scope.',
    example:
      "new authorization.RoleAssignment('read-lake', { scope: account.id, roleDefinitionId: blobReader, principalId, principalType: 'ServicePrincipal' });",
  },
  references: ['https://learn.microsoft.com/azure/role-based-access-control/scope-overview'],
  types: ['azure-native:authorization:RoleAssignment'],
  check: (assignment, stack) => {
    const reach = scopeReach(assignment, stack);
    if (isWide(reach)) assignment.fail('scope', reach === 'root' ? 'gives a role on everything: scope is the root' : `gives a role on a whole ${reach}`);
  },
});
