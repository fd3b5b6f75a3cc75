import type { Properties } from '../../../../localcloud/kind';
import { accepts, groupId, refuses, subscription, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:authorization:RoleDefinition';
const guid = '44444444-4444-4444-8444-444444444444';
const role = (over: Properties = {}): Properties => ({
  roleDefinitionId: guid,
  scope: subscription,
  roleName: 'Pipeline operator',
  assignableScopes: [subscription],
  permissions: [{ actions: ['Microsoft.DataFactory/factories/pipelines/createrun/action'], notActions: [] }],
  ...over,
});
const assignment: Made = [
  'azure-native:authorization:RoleAssignment',
  {
    roleAssignmentName: '55555555-5555-4555-8555-555555555555',
    scope: groupId,
    principalId: '33333333-3333-3333-3333-333333333333',
    principalType: 'ServicePrincipal',
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
  },
];

accepts(token, [
  { name: 'creates a custom role', inputs: role(), outputs: { roleType: 'CustomRole', type: 'Microsoft.Authorization/roleDefinitions' } },
  { name: 'accepts wildcards', inputs: role({ permissions: [{ actions: ['*/read', 'Microsoft.Storage/*'], dataActions: ['*'] }] }) },
]);

refuses(token, [
  { name: 'refuses an id that is no GUID', inputs: role({ roleDefinitionId: 'operator' }), code: 'InvalidRoleDefinitionId' },
  { name: 'refuses to change a built-in role', inputs: role({ roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7' }), status: 403 },
  {
    name: 'refuses a name that another role has',
    given: [[token, role({ roleDefinitionId: '66666666-6666-4666-8666-666666666666' })]],
    inputs: role(),
    status: 409,
    code: 'RoleDefinitionWithSameNameExists',
  },
  { name: 'refuses an action that is none', inputs: role({ permissions: [{ actions: ['run pipelines'] }] }), code: 'InvalidActionOrNotAction' },
  {
    name: 'refuses a resource as assignable scope',
    inputs: role({ assignableScopes: [`${groupId}/providers/Microsoft.Storage/storageAccounts/a`] }),
    code: 'InvalidAssignableScope',
  },
  { name: 'refuses a role without a name', inputs: { scope: subscription, roleDefinitionId: guid }, path: 'roleName' },
]);

test('a custom role can be assigned, and not deleted while it is', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, role());
  const held = cloud.create(...assignment);
  expect(cloud.refusal(() => cloud.remove(stored)).code).toBe('RoleDefinitionHasAssignments');
  cloud.remove(held);
  cloud.remove(stored);
  expect(cloud.read(stored)).toBeUndefined();
});

refuses(token, [{ name: 'refuses a name of 513 characters', inputs: role({ roleName: 'r'.repeat(513) }), path: 'roleName' }]);
