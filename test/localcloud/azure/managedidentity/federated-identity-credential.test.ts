import type { Properties } from '../../../../localcloud/kind';
import { accepts, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:managedidentity:FederatedIdentityCredential';
const identity: Made = ['azure-native:managedidentity:UserAssignedIdentity', { resourceName: 'id-fidelity', resourceGroupName: 'rg1', location: 'westeurope' }];
const credential = (over: Properties = {}): Properties => ({
  federatedIdentityCredentialResourceName: 'github-prod',
  resourceName: 'id-fidelity',
  resourceGroupName: 'rg1',
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:hiscox/etl:environment:prod',
  audiences: ['api://AzureADTokenExchange'],
  ...over,
});
const given = [identity];

accepts(token, [
  { name: 'trusts an issuer for a subject', given, inputs: credential(), outputs: { name: 'github-prod', subject: 'repo:hiscox/etl:environment:prod' } },
  { name: 'changes the subject in place', given, first: credential(), inputs: credential({ subject: 'repo:hiscox/etl:environment:dev' }) },
]);

refuses(token, [
  { name: 'refuses two audiences', given, inputs: credential({ audiences: ['a', 'b'] }), path: 'audiences' },
  { name: 'refuses an issuer that is no https URL', given, inputs: credential({ issuer: 'http://issuer' }), path: 'issuer' },
  {
    name: 'refuses the same issuer and subject twice',
    given: [identity, [token, credential()]],
    inputs: credential({ federatedIdentityCredentialResourceName: 'github-two' }),
    status: 409,
  },
  {
    name: 'refuses two characters in the name',
    given,
    inputs: credential({ federatedIdentityCredentialResourceName: 'gh' }),
    path: 'federatedIdentityCredentialResourceName',
  },
  { name: 'refuses an identity that is not there', inputs: credential(), status: 404, code: 'ParentResourceNotFound' },
]);

test('an identity has at most 20 credentials', () => {
  const cloud = worldOf(given);
  const numbered = (index: number): Properties => credential({ federatedIdentityCredentialResourceName: `github-${index}`, subject: `repo:${index}` });
  for (let index = 0; index < 20; index += 1) cloud.create(token, numbered(index));
  expect(cloud.refusal(() => cloud.create(token, numbered(20)))).toMatchObject({ status: 400, message: expect.stringMatching(/at most 20/) });
});

refuses(token, [{ name: 'refuses a subject of 601 characters', given, inputs: credential({ subject: 's'.repeat(601) }), path: 'subject' }]);
