// User-assigned identities: a principal and a client in the tenant's directory. Role assignments elsewhere outlive them.
import type { Kind } from '../../kind';

export const userAssignedIdentity: Kind = {
  token: 'azure-native:managedidentity:UserAssignedIdentity',
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  apiVersion: '2023-01-31',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}',
  name: {
    property: 'resourceName',
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$/,
    code: 'InvalidResourceName',
    message: 'The identity name is invalid: 3 to 128 alphanumeric characters, hyphens and underscores, starting with a letter or digit.',
  },
  location: 'from-resource-group',
  replaceOn: ['location'],
  outputs: (ctx) => ({ principalId: ctx.guid('principal'), clientId: ctx.guid('client'), tenantId: ctx.world.tenantId }),
};
