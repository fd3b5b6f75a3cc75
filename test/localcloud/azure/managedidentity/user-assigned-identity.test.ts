import type { Properties } from '../../../../localcloud/kind';
import { accepts, inGroup, plans, refuses, subscription, worldOf } from '../../../support/azure-cases';

const token = 'azure-native:managedidentity:UserAssignedIdentity';
const identity = (over: Properties = {}): Properties => ({ resourceName: 'id-fidelity', resourceGroupName: 'rg1', location: 'westeurope', ...over });
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

accepts(token, [
  {
    name: 'ID-01 creates an identity with a principal and a client',
    inputs: identity(),
    outputs: { principalId: uuid, clientId: uuid, tenantId: expect.any(String), type: 'Microsoft.ManagedIdentity/userAssignedIdentities' },
  },
  { name: 'accepts three characters', inputs: identity({ resourceName: 'id1' }) },
  { name: 'accepts 128 characters', inputs: identity({ resourceName: 'i'.repeat(128) }) },
  { name: 'takes the location of the group', inputs: { resourceName: 'id-fidelity', resourceGroupName: 'rg1' }, outputs: { location: 'westeurope' } },
]);

refuses(token, [
  { name: 'ID-04 refuses a space', inputs: identity({ resourceName: 'id 1' }), path: 'resourceName' },
  { name: 'ID-05 refuses 129 characters', inputs: identity({ resourceName: 'i'.repeat(129) }), path: 'resourceName' },
  { name: 'refuses two characters', inputs: identity({ resourceName: 'id' }), path: 'resourceName' },
  { name: 'refuses a leading hyphen', inputs: identity({ resourceName: '-id1' }), path: 'resourceName' },
  { name: 'refuses a period', inputs: identity({ resourceName: 'id.1' }), path: 'resourceName' },
]);

plans(token, 'replace', [{ name: 'replaces when the location changes', first: identity(), inputs: identity({ location: 'northeurope' }) }]);
plans(token, 'update', [{ name: 'updates tags in place', first: identity(), inputs: identity({ tags: { a: 'b' } }) }]);

test('keeps principal and client over an update; two identities differ', () => {
  const cloud = worldOf();
  const first = cloud.create(token, identity());
  const again = cloud.update(first, identity({ tags: { a: 'b' } }));
  const other = cloud.create(token, identity({ resourceName: 'id-other' }));
  expect(again.outputs['principalId']).toBe(first.outputs['principalId']);
  expect(other.outputs['principalId']).not.toBe(first.outputs['principalId']);
  expect(first.outputs['clientId']).not.toBe(first.outputs['principalId']);
});

test('ID-08 a deleted identity leaves its role assignments behind', () => {
  const cloud = worldOf();
  const stored = cloud.create(token, identity());
  const assignment = cloud.create('azure-native:authorization:RoleAssignment', {
    roleAssignmentName: '55555555-5555-4555-8555-555555555555',
    scope: subscription,
    principalId: stored.outputs['principalId'] ?? null,
    principalType: 'ServicePrincipal',
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
  });
  expect(stored.id).toBe(inGroup('Microsoft.ManagedIdentity', 'userAssignedIdentities/id-fidelity'));
  cloud.remove(stored);
  expect(cloud.read(assignment)?.outputs).toMatchObject({ principalId: stored.outputs['principalId'] });
});
