// HX-RBA-02: a role assignment says what kind of principal it is for, and has a name of its own.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const kinds = ['User', 'Group', 'ServicePrincipal', 'ForeignGroup', 'Device'];

export const accessAssignmentStable = resourcePolicy({
  id: 'access-assignment-stable',
  title: 'Role assignments set principalType and a name of their own',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RBA-02'],
  rationale:
    'Without principalType Azure looks a new identity up before it is replicated and refuses it; without a fixed name a new assignment collides with the old one.',
  remediation: {
    text: "Set principalType (usually 'ServicePrincipal') and roleAssignmentName, a GUID made from scope, principal and role.",
    example: "new authorization.RoleAssignment('pull', { roleAssignmentName: guidOf(scope, principal, role), principalType: 'ServicePrincipal', … });",
  },
  references: ['https://learn.microsoft.com/azure/role-based-access-control/troubleshooting', 'https://aka.ms/docs-principaltype'],
  types: ['azure-native:authorization:RoleAssignment'],
  check: (assignment) => {
    // A name is mostly made from ids that a first preview does not know: being there is enough.
    if (!assignment.isGiven('roleAssignmentName')) assignment.fail('roleAssignmentName', 'has no name of its own: roleAssignmentName is not set');
    const type = assignment.read('principalType');
    if (!isOneOf(type, kinds)) assignment.fail('principalType', `does not say what it is for: principalType is ${assignment.shown('principalType')}`);
  },
});
