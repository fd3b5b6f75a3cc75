import type { Properties } from '../../../../localcloud/kind';
import { signedIn } from '../../../../localcloud/azure/shared/signed-in';
import { accepts, groupId, inGroup, plans, refuses, subscription, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:authorization:RoleAssignment';
const role = (guid: string): string => `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
const reader = role('acdd72a7-3385-48ef-bd42-f606fba81ae7');
const contributor = role('b24988ac-6180-42a0-ab88-20f7382dd24c');
const assignment = (over: Properties = {}): Properties => ({
  roleAssignmentName: '55555555-5555-4555-8555-555555555555',
  scope: groupId,
  principalId: '33333333-3333-3333-3333-333333333333',
  principalType: 'ServicePrincipal',
  roleDefinitionId: reader,
  ...over,
});
const exists: Made = [token, assignment()];
const account: Made = [
  'azure-native:storage:StorageAccount',
  { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } },
];
const accountId = inGroup('Microsoft.Storage', 'storageAccounts/stfidelity001');
const condition = "((!(ActionMatches{'a'})))";

accepts(token, [
  {
    name: 'assigns a role on a group',
    inputs: assignment(),
    outputs: { type: 'Microsoft.Authorization/roleAssignments', scope: groupId, principalType: 'ServicePrincipal', createdOn: expect.any(String) },
  },
  { name: 'assigns a role on a resource', given: [account], inputs: assignment({ scope: accountId }) },
  { name: 'assigns a role to who is signed in, as a user', inputs: assignment({ principalId: signedIn.objectId, principalType: 'User' }) },
  { name: 'assigns a role on the subscription', inputs: assignment({ scope: subscription }) },
  {
    name: 'accepts a role by its tenant-wide id',
    inputs: assignment({ roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7' }),
  },
  { name: 'accepts a condition of version 2.0', inputs: assignment({ condition, conditionVersion: '2.0' }) },
  {
    name: 'accepts the same role at another scope',
    given: [account, exists],
    inputs: assignment({ roleAssignmentName: '66666666-6666-4666-8666-666666666666', scope: accountId }),
  },
  {
    name: 'accepts another role for the same principal',
    given: [exists],
    inputs: assignment({ roleAssignmentName: '66666666-6666-4666-8666-666666666666', roleDefinitionId: contributor }),
  },
  {
    name: 'takes the tenant-wide id of the same role for no change of it',
    first: assignment(),
    inputs: assignment({ roleDefinitionId: reader.slice(subscription.length) }),
  },
  { name: 'changes the description in place', first: assignment(), inputs: assignment({ description: 'reads' }), outputs: { description: 'reads' } },
]);

refuses(token, [
  {
    name: 'RA-02 refuses a name that is no GUID',
    inputs: assignment({ roleAssignmentName: 'reader-on-rg1' }),
    code: 'InvalidRoleAssignmentId',
    message: /The role assignment ID 'reader-on-rg1' is not valid\. The role assignment ID must be a GUID\./,
  },
  {
    name: 'RA-03 refuses the same role, principal and scope under another name',
    given: [exists],
    inputs: assignment({ roleAssignmentName: '66666666-6666-4666-8666-666666666666' }),
    status: 409,
    code: 'RoleAssignmentExists',
    message: /The role assignment already exists/,
  },
  {
    name: 'RA-04 refuses to take over the assignment of another principal',
    given: [exists],
    inputs: assignment({ principalId: '77777777-7777-4777-8777-777777777777' }),
    status: 400,
    code: 'RoleAssignmentUpdateNotPermitted',
    message: /Tenant ID, application ID, principal ID, and scope are not allowed to be updated/,
  },
  {
    name: 'RA-08 refuses a user that the tenant does not have',
    inputs: assignment({ principalId: '88888888-8888-4888-8888-888888888888', principalType: 'User' }),
    status: 400,
    code: 'PrincipalNotFound',
    message: /does not exist in the directory/,
  },
  {
    name: 'refuses an unknown principal without a type',
    inputs: { ...assignment({ principalId: '88888888-8888-4888-8888-888888888888' }), principalType: 'Group' },
    code: 'PrincipalNotFound',
  },
  {
    name: 'RA-13 refuses a role that does not exist',
    inputs: assignment({ roleDefinitionId: role('00000000-0000-4000-8000-000000000001') }),
    status: 404,
    code: 'RoleDefinitionDoesNotExist',
  },
  {
    name: 'refuses a Contributor whose GUID is mistyped',
    inputs: assignment({ roleDefinitionId: role('b24988ac-6180-42a0-ab88-20f7382d4c77') }),
    code: 'RoleDefinitionDoesNotExist',
  },
  { name: 'refuses a role by its name', inputs: assignment({ roleDefinitionId: 'Reader' }), code: 'InvalidRoleDefinitionId' },
  { name: 'RA-14 refuses a condition version without a condition', inputs: assignment({ conditionVersion: '2.0' }), path: 'conditionVersion' },
  {
    name: 'RA-15 refuses condition version 3.0',
    inputs: assignment({ conditionVersion: '3.0', condition }),
    path: 'conditionVersion',
    message: /only accepted version is 2\.0/,
  },
  { name: 'refuses a condition without a version', inputs: assignment({ condition }), path: 'condition' },
  {
    name: 'RA-19 refuses a group that is not there',
    inputs: assignment({ scope: `${subscription}/resourceGroups/nosuch` }),
    status: 404,
    code: 'ResourceGroupNotFound',
  },
  { name: 'refuses a resource that is not there', inputs: assignment({ scope: accountId }), status: 404, code: 'ResourceNotFound' },
  { name: 'refuses a principal that is no GUID', inputs: assignment({ principalId: 'alice@example.com' }), code: 'InvalidPrincipalId' },
  { name: 'refuses an unknown principal type', inputs: assignment({ principalType: 'Robot' }), path: 'principalType' },
  { name: 'refuses a scope that is no id', inputs: assignment({ scope: 'rg1' }), path: 'scope' },
  {
    name: 'refuses another role in place',
    first: assignment(),
    inputs: assignment({ roleDefinitionId: contributor }),
    status: 400,
    code: 'RoleAssignmentUpdateNotPermitted',
  },
  { name: 'refuses a missing principal', inputs: { scope: groupId, roleDefinitionId: reader }, path: 'principalId' },
]);

plans(token, 'replace', [
  { name: 'replaces when the principal changes', first: assignment(), inputs: assignment({ principalId: '77777777-7777-4777-8777-777777777777' }) },
  { name: 'replaces when the scope changes', first: assignment(), inputs: assignment({ scope: subscription }) },
  { name: 'replaces when the name changes', first: assignment(), inputs: assignment({ roleAssignmentName: '66666666-6666-4666-8666-666666666666' }) },
]);

test('a managed identity that is called a user is refused with UnmatchedPrincipalType', () => {
  const cloud = worldOf();
  const identity = cloud.create('azure-native:managedidentity:UserAssignedIdentity', {
    resourceName: 'id-fidelity',
    resourceGroupName: 'rg1',
    location: 'westeurope',
  });
  const inputs = assignment({ principalId: identity.outputs['principalId'] ?? null, principalType: 'User' });
  expect(cloud.refusal(() => cloud.create(token, inputs))).toMatchObject({ status: 400, code: 'UnmatchedPrincipalType' });
});

test('an assignment without a name gets a GUID', () => {
  const { roleAssignmentName: _name, ...unnamed } = assignment();
  expect(worldOf().create(token, unnamed).id).toMatch(/\/roleAssignments\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('a resource takes the assignments on it with it', () => {
  const cloud = worldOf();
  const owner = cloud.create(...account);
  const stored = cloud.create(token, assignment({ scope: accountId }));
  expect(stored.id).toBe(`${accountId}/providers/Microsoft.Authorization/roleAssignments/55555555-5555-4555-8555-555555555555`);
  cloud.remove(owner);
  expect(cloud.read(stored)).toBeUndefined();
});

refuses(token, [{ name: 'refuses a description of 1025 characters', inputs: assignment({ description: 'd'.repeat(1025) }), path: 'description' }]);

test('a custom role is assigned only at its assignable scopes and below them', () => {
  const cloud = worldOf([account, ['azure-native:resources:ResourceGroup', { resourceGroupName: 'rg10', location: 'westeurope' }]]);
  const custom = cloud.create('azure-native:authorization:RoleDefinition', {
    scope: groupId,
    roleName: 'Blob reader',
    assignableScopes: [groupId],
    permissions: [{ actions: ['Microsoft.Storage/*/read'] }],
  });
  const at = (scope: string): Properties => assignment({ scope, roleDefinitionId: role(custom.id.split('/').at(-1) ?? '') });
  // The name of the other group starts like that of the assignable one.
  for (const scope of [subscription, `${subscription}/resourceGroups/rg10`])
    expect(cloud.refusal(() => cloud.create(token, at(scope)))).toMatchObject({ status: 404, code: 'RoleDefinitionDoesNotExist' });
  expect(cloud.create(token, at(groupId.toLowerCase())).outputs['principalType']).toBe('ServicePrincipal');
  expect(cloud.create(token, at(accountId)).id).toContain(accountId);
});
