// Federated credentials of a user-assigned identity: one audience, an issuer by https, at most 20, each issuer and subject once.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { at, list, text } from '../shared/values';

const token = 'azure-native:managedidentity:FederatedIdentityCredential';

function check(ctx: CheckContext): void {
  const audiences = at(ctx.inputs, 'audiences');
  if (Array.isArray(audiences) && audiences.length !== 1)
    ctx.refuse('audiences', 'BadRequest', `A federated identity credential must have exactly one audience; this one has ${audiences.length}.`);
  const issuer = text(ctx.inputs, 'issuer');
  if (issuer !== undefined && !/^https:\/\/[^\s]+$/.test(issuer)) ctx.refuse('issuer', 'BadRequest', `The issuer '${issuer}' is not an https URL.`);
  for (const property of ['issuer', 'subject']) {
    const value = text(ctx.inputs, property);
    if (value !== undefined && (value === '' || value.length > 600)) ctx.refuse(property, 'BadRequest', `The ${property} has 1 to 600 characters.`);
  }
  for (const audience of list(ctx.inputs, 'audiences'))
    if (typeof audience === 'string' && audience.length > 600) ctx.refuse('audiences', 'BadRequest', 'An audience has at most 600 characters.');
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  const others = ctx.world.list({ token, under: ctx.id.split('/').slice(0, -2).join('/') }).filter((other) => other.id.toLowerCase() !== ctx.id.toLowerCase());
  if (others.length >= 20) ctx.refuse(400, 'BadRequest', 'Too many Federated Identity Credentials are configured for this identity; at most 20 are allowed.');
  const isTaken = others.some(
    (other) => text(other.inputs, 'issuer') === text(ctx.inputs, 'issuer') && text(other.inputs, 'subject') === text(ctx.inputs, 'subject'),
  );
  if (isTaken) ctx.refuse(409, 'Conflict', 'Issuer and subject combination already exists for this Managed Identity.');
}

export const federatedIdentityCredential: Kind = {
  token,
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  apiVersion: '2023-01-31',
  path:
    '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}' +
    '/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}',
  name: {
    property: 'federatedIdentityCredentialResourceName',
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/,
    code: 'BadRequest',
    message: 'The credential name is invalid: 3 to 120 alphanumeric characters, hyphens and underscores, starting with a letter or digit.',
  },
  location: 'none',
  check,
  admit,
};
