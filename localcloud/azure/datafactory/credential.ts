// Credentials of a factory: an identity that is assigned to it, or a service principal, by a name that linked services refer to.
import type { CheckContext, Kind } from '../../kind';
import { isIdOf } from '../shared/ids';
import { assignedIdentities } from '../shared/identity';
import { same, text } from '../shared/values';
import { admitReferences, documentName, factoryIdOf, factoryPath, refuseReferenced } from './documents';

const token = 'azure-native:datafactory:CredentialOperation';
const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities';

function check(ctx: CheckContext): void {
  const id = text(ctx.inputs, 'properties.resourceId');
  if (id !== undefined && !isIdOf(id, identityType))
    ctx.refuse('properties.resourceId', 'BadRequest', `'${id}' is not the resource id of a user-assigned managed identity.`);
}

export const credential: Kind = {
  token,
  type: 'Microsoft.DataFactory/factories/credentials',
  apiVersion: '2018-06-01',
  path: `${factoryPath}/credentials/{credentialName}`,
  name: documentName('credentialName'),
  location: 'none',
  check,
  admit: (ctx) => {
    if (ctx.operation === 'delete') return refuseReferenced(ctx, token);
    admitReferences(ctx, ctx.inputs['properties']);
    const [id, factory] = [text(ctx.inputs, 'properties.resourceId'), ctx.world.get(factoryIdOf(ctx.id))];
    if (id !== undefined && !assignedIdentities(factory?.inputs ?? {}).some((assigned) => same(assigned, id)))
      ctx.refuse(400, 'BadRequest', `The identity '${id}' of credential '${ctx.id}' is not assigned to its factory.`);
  },
  outputs: ({ guid }) => ({ etag: guid('etag') }),
};
