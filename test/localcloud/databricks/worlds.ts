// A workspace and what lies beside it, from which the tests of Databricks kinds start.
import type { Properties } from '../../../localcloud/kind';
import { cloudWithGroup, idOf, subscription } from '../../support/kind-cases';
import type { TestCloud } from '../../support/test-cloud';

export const of = (kind: string) => `databricks:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
export const inGroup = { resourceGroupName: 'rg1', location: 'westeurope' };
export const application = '33333333-3333-3333-3333-333333333333';

/** A workspace with a connector, a vault and a lake beside it, seen through its own provider. */
export function workspaceWorld(): TestCloud {
  const cloud = cloudWithGroup();
  const workspace = cloud.create('azure-native:databricks:Workspace', {
    ...inGroup,
    workspaceName: 'dbw',
    sku: { name: 'premium' },
    computeMode: 'Hybrid',
    managedResourceGroupId: `/subscriptions/${subscription}/resourceGroups/dbw-mrg`,
  });
  cloud.create('azure-native:databricks:AccessConnector', { ...inGroup, connectorName: 'dbac1', identity: { type: 'SystemAssigned' } });
  cloud.create('azure-native:keyvault:Vault', {
    ...inGroup,
    vaultName: 'kv-fidelity-001',
    properties: { tenantId: '22222222-2222-2222-2222-222222222222', sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true },
  });
  cloud.create('azure-native:storage:StorageAccount', {
    ...inGroup,
    accountName: 'stfidelity001',
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS' },
    isHnsEnabled: true,
  });
  cloud.create('azure-native:storage:BlobContainer', { resourceGroupName: 'rg1', accountName: 'stfidelity001', containerName: 'gold' });
  return cloud.as({ host: String(workspace.outputs['workspaceUrl']) });
}
export const made =
  (...steps: readonly (readonly [kind: string, inputs: Properties])[]) =>
  (): TestCloud => {
    const cloud = workspaceWorld();
    for (const [kind, inputs] of steps) cloud.create(of(kind), inputs);
    return cloud;
  };
export const spec = {
  sparkVersion: '16.4.x-scala2.12',
  nodeTypeId: 'Standard_D4s_v5',
  autoscale: { minWorkers: 1, maxWorkers: 2 },
  dataSecurityMode: 'USER_ISOLATION',
};
export const principal = ['ServicePrincipal', { applicationId: application, displayName: 'etl' }] as const;
export const policy = {
  name: 'etl',
  definition: JSON.stringify({
    node_type_id: { type: 'fixed', value: 'Standard_D4s_v5' },
    'autoscale.max_workers': { type: 'range', maxValue: 4 },
    ssh_public_keys: { type: 'forbidden' },
  }),
};
export const lake = 'abfss://gold@stfidelity001.dfs.core.windows.net/';
export const credential = [
  'StorageCredential',
  { name: 'lake', azureManagedIdentity: { accessConnectorId: idOf('Microsoft.Databricks/accessConnectors', 'dbac1') } },
] as const;
export const location = ['ExternalLocation', { name: 'gold', url: lake, credentialName: 'lake' }] as const;
export const catalog = ['Catalog', { name: 'insurance', storageRoot: `${lake}catalog` }] as const;
