// HX-RBA-03: in a protected environment roles go to groups and identities, not to people.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const accessNoUsers = resourcePolicy({
  id: 'access-no-users',
  title: 'Production roles are not assigned to single users',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RBA-03'],
  rationale: 'A right that hangs on a person outlives the job, is missed by access reviews of groups, and opens production to one stolen password.',
  remediation: {
    text: 'Assign the role to a Microsoft Entra group or to a managed identity.',
    example: "new authorization.RoleAssignment('operators', { principalId: operatorsGroupId, principalType: 'Group', … });",
  },
  references: ['https://learn.microsoft.com/azure/role-based-access-control/best-practices'],
  types: ['azure-native:authorization:RoleAssignment'],
  check: (assignment) => {
    if (!assignment.environment.isProtected) return;
    if (isOneOf(assignment.read('principalType'), ['User']))
      assignment.fail('principalType', 'gives a single user a right in production: principalType is User');
  },
});
