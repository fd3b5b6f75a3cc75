// Access connectors: the identity through which Unity Catalog reaches storage.
import type { Kind } from '../../kind';
import { admitIdentity, assignedIdentities, checkIdentity, identityOutputs } from '../shared/identity';

export const accessConnector: Kind = {
  token: 'azure-native:databricks:AccessConnector',
  type: 'Microsoft.Databricks/accessConnectors',
  apiVersion: '2026-01-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Databricks/accessConnectors/{connectorName}',
  name: {
    property: 'connectorName',
    pattern: /^[A-Za-z0-9_-]{1,64}$/,
    code: 'InvalidAccessConnectorName',
    message: 'The access connector name is invalid: 1 to 64 alphanumerics, underscores and hyphens.',
  },
  location: 'from-resource-group',
  replaceOn: ['location'],
  check: (ctx) => {
    checkIdentity(ctx);
    if (assignedIdentities(ctx.inputs).length > 1) {
      ctx.refuse('identity.userAssignedIdentities', 'InvalidIdentity', 'An access connector can have at most one user-assigned identity.');
    }
  },
  admit: (ctx) => {
    if (ctx.operation !== 'delete') admitIdentity(ctx);
  },
  outputs: identityOutputs,
  view: (stored, world) => ({
    referedBy: world
      .list({ token: 'azure-native:databricks:Workspace' })
      .filter((workspace) => JSON.stringify(workspace.inputs).toLowerCase().includes(`"${stored.id.toLowerCase()}"`))
      .map((workspace) => workspace.id),
  }),
  isAsync: true,
};
