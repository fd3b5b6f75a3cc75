// HX-RBA-04: no custom role may grant roles.
import { matchesPattern } from '../../exemptions';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';

const grants = [
  'microsoft.authorization/roleassignments/write',
  'microsoft.authorization/roledefinitions/write',
  'microsoft.authorization/elevateaccess/action',
];

/** True where one of the patterns of the list covers the action. */
const covers = (block: Subject, list: string, action: string): boolean =>
  block.some(list, (item) => {
    const pattern = item.read('');
    return typeof pattern === 'string' && matchesPattern(action, pattern.toLowerCase());
  });

export const accessCustomRoleGrants = resourcePolicy({
  id: 'access-custom-role-grants',
  title: 'Custom roles cannot grant roles',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-RBA-04', 'trivy AZU-0052'],
  rationale: 'A role that may write role assignments is every role: its holder grants himself what is missing.',
  remediation: {
    text: 'Name the actions that are needed, or take Microsoft.Authorization/*/Write and elevateAccess out by notActions.',
    example: "permissions: [{ actions: ['*'], notActions: ['Microsoft.Authorization/*/Write', 'Microsoft.Authorization/elevateAccess/Action'] }]",
  },
  references: ['https://learn.microsoft.com/azure/role-based-access-control/custom-roles'],
  types: ['azure-native:authorization:RoleDefinition'],
  check: (role) => {
    role.each('permissions', (block) => {
      const granted = grants.filter((action) => covers(block, 'actions', action) && !covers(block, 'notActions', action));
      if (granted.length > 0) block.fail('actions', `may grant rights: allows ${granted.join(', ')}`);
    });
  },
});
