import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, subscription, type Table } from '../../support/kind-cases';
import type { Properties, StoredResource } from '../../../localcloud/kind';
import type { TestCloud } from '../../support/test-cloud';

const of = (kind: string) => `databricks:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
const inGroup = { resourceGroupName: 'rg1', location: 'westeurope' };
const application = '33333333-3333-3333-3333-333333333333';

/** A workspace with a connector, a vault and a lake beside it, seen through its own provider. */
function workspaceWorld(): TestCloud {
  const cloud = cloudWithGroup();
  const workspace = cloud.create('azure-native:databricks:Workspace', { ...inGroup, workspaceName: 'dbw', sku: { name: 'premium' }, computeMode: 'Hybrid', managedResourceGroupId: `/subscriptions/${subscription}/resourceGroups/dbw-mrg` });
  cloud.create('azure-native:databricks:AccessConnector', { ...inGroup, connectorName: 'dbac1', identity: { type: 'SystemAssigned' } });
  cloud.create('azure-native:keyvault:Vault', { ...inGroup, vaultName: 'kv-fidelity-001', properties: { tenantId: '22222222-2222-2222-2222-222222222222', sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true } });
  cloud.create('azure-native:storage:StorageAccount', { ...inGroup, accountName: 'stfidelity001', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, isHnsEnabled: true });
  cloud.create('azure-native:storage:BlobContainer', { resourceGroupName: 'rg1', accountName: 'stfidelity001', containerName: 'gold' });
  return cloud.as({ host: String(workspace.outputs['workspaceUrl']) });
}
const made = (...steps: readonly (readonly [kind: string, inputs: Properties])[]) => (): TestCloud => {
  const cloud = workspaceWorld();
  for (const [kind, inputs] of steps) cloud.create(of(kind), inputs);
  return cloud;
};
const spec = { sparkVersion: '16.4.x-scala2.12', nodeTypeId: 'Standard_D4s_v5', autoscale: { minWorkers: 1, maxWorkers: 2 }, dataSecurityMode: 'USER_ISOLATION' };
const principal = ['ServicePrincipal', { applicationId: application, displayName: 'etl' }] as const;
const policy = { name: 'etl', definition: JSON.stringify({ node_type_id: { type: 'fixed', value: 'Standard_D4s_v5' }, 'autoscale.max_workers': { type: 'range', maxValue: 4 }, ssh_public_keys: { type: 'forbidden' } }) };
const lake = 'abfss://gold@stfidelity001.dfs.core.windows.net/';
const credential = ['StorageCredential', { name: 'lake', azureManagedIdentity: { accessConnectorId: idOf('Microsoft.Databricks/accessConnectors', 'dbac1') } }] as const;
const location = ['ExternalLocation', { name: 'gold', url: lake, credentialName: 'lake' }] as const;
const catalog = ['Catalog', { name: 'insurance', storageRoot: `${lake}catalog` }] as const;

test('an object of a workspace that does not exist is refused', () => {
  const cloud = cloudWithGroup().as({ host: 'adb-1.2.azuredatabricks.net' });
  expect(cloud.refusal(() => cloud.create(of('Cluster'), spec)).status).toBeGreaterThanOrEqual(400);
});

describe('ClusterPolicy', () => {
  const table: Table = { token: of('ClusterPolicy'), base: policy, world: workspaceWorld };
  accepts(table, [['a definition', {}], ['a family with overrides', { definition: undefined, policyFamilyId: 'personal-vm', policyFamilyDefinitionOverrides: '{}' }]]);
  refuses(table, [
    ['a definition that is no JSON', { definition: '{' }],
    ['a rule of an unknown type', { definition: JSON.stringify({ a: { type: 'exactly', value: 1 } }) }],
    ['a fixed rule without a value', { definition: JSON.stringify({ a: { type: 'fixed' } }) }],
    ['a range upside down', { definition: JSON.stringify({ a: { type: 'range', minValue: 5, maxValue: 1 } }) }],
    ['a definition with a family', { policyFamilyId: 'personal-vm' }],
    ['neither definition nor family', { definition: undefined }],
    ['a name of 101 characters', { name: 'p'.repeat(101) }],
    ['no clusters per user', { maxClustersPerUser: 0 }],
  ]);
  test('a policy name is unique', () => {
    const cloud = made(['ClusterPolicy', policy])();
    expect(cloud.refusal(() => cloud.create(of('ClusterPolicy'), policy)).code).toBe('RESOURCE_ALREADY_EXISTS');
  });
});

describe('Cluster', () => {
  const table: Table = { token: of('Cluster'), base: { clusterName: 'etl', ...spec }, world: workspaceWorld };
  accepts(table, [
    ['an autoscaling cluster', {}],
    ['a fixed size', { autoscale: undefined, numWorkers: 2 }],
    ['no automatic end', { autoterminationMinutes: 0 }],
    ['a single node', { autoscale: undefined, isSingleNode: true, kind: 'CLASSIC_PREVIEW' }],
  ]);
  refuses(table, [
    ['no runtime', { sparkVersion: undefined }],
    ['a runtime that does not exist', { sparkVersion: 'latest' }],
    ['no node type', { nodeTypeId: undefined }],
    ['a node type of another cloud', { nodeTypeId: 'i3.xlarge' }],
    ['workers upside down', { autoscale: { minWorkers: 3, maxWorkers: 2 } }],
    ['both sizes', { numWorkers: 2 }],
    ['no workers without being a single node', { autoscale: undefined, numWorkers: 0 }, /SingleNode/],
    ['an end after 5 minutes', { autoterminationMinutes: 5 }],
    ['an end after 10001 minutes', { autoterminationMinutes: 10001 }],
    ['an unknown access mode', { dataSecurityMode: 'SHARED' }],
    ['attributes of another cloud', { awsAttributes: { zoneId: 'auto' } }],
    ['an unknown availability', { azureAttributes: { availability: 'SPOT' } }],
    ['a policy that does not exist', { policyId: 'ABC' }],
    ['a secret of a scope that does not exist', { sparkEnvVars: { KEY: '{{secrets/none/key}}' } }],
    ['11 SSH keys', { sshPublicKeys: Array.from({ length: 11 }, (_, n) => `ssh-rsa ${n}`) }],
  ]);
  plans(table, [['another size as an update', { autoscale: { minWorkers: 1, maxWorkers: 4 } }, 'update'], ['another name as an update', { clusterName: 'other' }, 'update']]);
  test('a cluster breaks its policy', () => {
    const cloud = workspaceWorld();
    const { id: policyId } = cloud.create(of('ClusterPolicy'), policy);
    expect(cloud.create(table.token, { ...table.base, policyId }).outputs).toMatchObject({ clusterId: expect.stringMatching(/^\d{4}-\d{6}-[0-9a-f]{8}$/) });
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, policyId, nodeTypeId: 'Standard_D8s_v5' })).message).toContain('Validation failed for node_type_id');
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, policyId, autoscale: { minWorkers: 1, maxWorkers: 9 } })).message).toContain('autoscale.max_workers');
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, policyId, sshPublicKeys: ['ssh-rsa x'] })).message).toContain('must not be present');
  });
});

describe('SqlEndpoint', () => {
  const table: Table = { token: of('SqlEndpoint'), base: { name: 'dbt', clusterSize: '2X-Small', warehouseType: 'PRO' }, world: workspaceWorld };
  accepts(table, [['a small warehouse', {}], ['no automatic stop', { autoStopMins: 0 }]]);
  refuses(table, [
    ['an unknown size', { clusterSize: 'Tiny' }],
    ['an unknown type', { warehouseType: 'FAST' }],
    ['a stop after 5 minutes', { autoStopMins: 5 }],
    ['more clusters at least than at most', { minNumClusters: 3, maxNumClusters: 2 }],
    ['a serverless classic one', { enableServerlessCompute: true, warehouseType: 'CLASSIC' }],
    ['an unknown channel', { channel: { name: 'NEXT' } }],
    ['an unknown spot policy', { spotInstancePolicy: 'CHEAP' }],
  ]);
  test('a warehouse has an address, and its name is unique', () => {
    const cloud = workspaceWorld();
    const { id, outputs } = cloud.create(table.token, table.base);
    expect(outputs).toMatchObject({ odbcParams: { path: `/sql/1.0/warehouses/${id}` }, autoStopMins: 120, maxNumClusters: 1 });
    expect(cloud.refusal(() => cloud.create(table.token, table.base)).code).toBe('RESOURCE_ALREADY_EXISTS');
  });
});

describe('SecretScope, Secret, SecretAcl', () => {
  const vault = { backendType: 'AZURE_KEYVAULT', keyvaultMetadata: { resourceId: idOf('Microsoft.KeyVault/vaults', 'kv-fidelity-001'), dnsName: 'https://kv-fidelity-001.vault.azure.net/' } };
  const table: Table = { token: of('SecretScope'), base: { name: 'kv', ...vault }, world: workspaceWorld };
  accepts(table, [['a scope over a vault', {}], ['a scope of its own', { backendType: undefined, keyvaultMetadata: undefined }]]);
  refuses(table, [
    ['a vault scope without its vault', { keyvaultMetadata: undefined }],
    ['a vault that does not exist', { 'keyvaultMetadata.resourceId': idOf('Microsoft.KeyVault/vaults', 'kv-none') }],
    ['the address of another vault', { 'keyvaultMetadata.dnsName': 'https://kv-other.vault.azure.net/' }],
    ['an unknown backend', { backendType: 'VAULT' }],
    ['a name with a slash', { name: 'a/b' }],
    ['a name of 129 characters', { name: 's'.repeat(129) }],
    ['another first manager than users', { initialManagePrincipal: 'admins' }],
  ]);
  plans(table, [['another vault as a replacement', { 'keyvaultMetadata.dnsName': 'https://kv-other.vault.azure.net/' }, 'replace'], ['another name as a replacement', { name: 'kv2' }, 'replace']]);
  const own = made(['SecretScope', { name: 'own' }], ['SecretScope', { name: 'kv', ...vault }], principal);
  const secret: Table = { token: of('Secret'), base: { scope: 'own', key: 'password', stringValue: 's3cret' }, world: own };
  accepts(secret, [['a secret in its own scope', {}]]);
  refuses(secret, [
    ['a scope that does not exist', { scope: 'none' }],
    ['a scope over a vault', { scope: 'kv' }],
    ['a key with a space', { key: 'a b' }],
    ['an empty value', { stringValue: '' }],
  ]);
  const acl: Table = { token: of('SecretAcl'), base: { scope: 'kv', principal: application, permission: 'READ' }, world: own };
  accepts(acl, [['a reader', {}], ['a group', { principal: 'users' }]]);
  refuses(acl, [
    ['an unknown permission', { permission: 'LIST' }],
    ['a scope that does not exist', { scope: 'none' }],
    ['a service principal that does not exist', { principal: '44444444-4444-4444-4444-444444444444' }],
  ]);
  test('a scope exists once', () => {
    const cloud = own();
    expect(cloud.refusal(() => cloud.create(table.token, { name: 'own' })).message).toContain('already exists');
  });
});

describe('WorkspaceConf and IpAccessList', () => {
  const on = ['WorkspaceConf', { customConfig: { enableIpAccessLists: 'true', maxTokenLifetimeDays: '90' } }] as const;
  const table: Table = { token: of('IpAccessList'), base: { label: 'allowed', listType: 'ALLOW', ipAddresses: ['20.1.2.3', '20.2.0.0/16'] }, world: made(on) };
  accepts({ token: of('WorkspaceConf'), base: { ...on[1] }, world: workspaceWorld }, [['switches', {}]]);
  refuses({ token: of('WorkspaceConf'), base: { ...on[1] }, world: workspaceWorld }, [
    ['a setting that does not exist', { customConfig: { nonsense: 'true' } }],
    ['a switch that is neither true nor false', { customConfig: { enableIpAccessLists: 'yes' } }],
  ]);
  accepts(table, [['public addresses and ranges', {}]]);
  refuses(table, [
    ['an unknown type', { listType: 'DENY' }],
    ['no address', { ipAddresses: [] }],
    ['an IPv6 address', { ipAddresses: ['2603::1'] }],
    ['a private range', { ipAddresses: ['10.0.0.0/8'] }],
    ['host bits', { ipAddresses: ['20.2.0.1/16'] }],
    ['1001 addresses', { ipAddresses: Array.from({ length: 1001 }, (_, n) => `20.1.${Math.floor(n / 250)}.${n % 250}`) }],
  ]);
  refuses({ ...table, world: workspaceWorld }, [['a list before lists are switched on', {}, 'FEATURE_DISABLED']]);
});

describe('Directory and Notebook', () => {
  const content = Buffer.from('print(1)').toString('base64');
  const notebook: Table = { token: of('Notebook'), base: { path: '/Shared/etl/ingest', language: 'PYTHON', contentBase64: content }, world: workspaceWorld };
  accepts(notebook, [['a Python notebook', {}]]);
  refuses(notebook, [
    ['a relative path', { path: 'etl/ingest' }],
    ['a path that climbs', { path: '/Shared/../x' }],
    ['an unknown language', { language: 'RUST' }],
    ['no content', { contentBase64: undefined }],
    ['content that is no base64', { contentBase64: 'print(1)' }],
    ['content without a language', { language: undefined }],
  ]);
  plans(notebook, [['another path as a replacement', { path: '/Shared/etl/other' }, 'replace'], ['other content as an update', { contentBase64: Buffer.from('print(2)').toString('base64') }, 'update']]);
  refuses({ token: of('Directory'), base: { path: '/Shared/etl' }, world: workspaceWorld }, [['a path that ends with a slash', { path: '/Shared/etl/' }]]);
  test('a folder that holds a notebook goes only when asked to go with it', () => {
    const cloud = workspaceWorld();
    const folder = cloud.create(of('Directory'), { path: '/Shared/etl' });
    cloud.create(notebook.token, notebook.base);
    expect(cloud.refusal(() => cloud.remove(folder)).code).toBe('DIRECTORY_NOT_EMPTY');
    expect(cloud.refusal(() => cloud.create(notebook.token, { ...notebook.base, path: '/Shared/etl' })).code).toBe('RESOURCE_ALREADY_EXISTS');
  });
});

describe('Job', () => {
  const task = (taskKey: string, ...after: string[]): Properties => ({ taskKey, jobClusterKey: 'etl', notebookTask: { notebookPath: '/Shared/etl/x' }, dependsOns: after.map((key) => ({ taskKey: key })) });
  const table: Table = { token: of('Job'), base: { name: 'etl', jobClusters: [{ jobClusterKey: 'etl', newCluster: spec }], tasks: [task('a'), task('b', 'a')] }, world: made(principal) };
  accepts(table, [
    ['two tasks on one job cluster', {}],
    ['a schedule', { schedule: { quartzCronExpression: '0 0 2 * * ?', timezoneId: 'Europe/Berlin' } }],
    ['a service principal to run as', { runAs: { servicePrincipalName: application } }],
  ]);
  refuses(table, [
    ['two tasks of one key', { 'tasks.1': task('a') }],
    ['a dependency on a task that is not there', { 'tasks.1': task('b', 'c') }],
    ['tasks in a circle', { tasks: [task('a', 'b'), task('b', 'a')] }, /circle/],
    ['a job cluster that is not declared', { 'tasks.0.jobClusterKey': 'other' }],
    ['a cluster that does not exist', { 'tasks.0': { taskKey: 'a', existingClusterId: '0101-000000-abc', notebookTask: { notebookPath: '/x' } } }],
    ['a task without work', { 'tasks.0': { taskKey: 'a', jobClusterKey: 'etl' } }],
    ['a task with two kinds of work', { 'tasks.0.sparkPythonTask': { pythonFile: '/x.py' } }],
    ['a relative notebook path', { 'tasks.0.notebookTask.notebookPath': 'x' }],
    ['a notebook in git without a repository', { 'tasks.0.notebookTask': { notebookPath: 'x', source: 'GIT' } }],
    ['a task key with a space', { 'tasks.0.taskKey': 'a b' }],
    ['an invalid cron expression', { schedule: { quartzCronExpression: '0 2 * * *', timezoneId: 'UTC' } }],
    ['a cron expression with both days', { schedule: { quartzCronExpression: '0 0 2 * * *', timezoneId: 'UTC' } }],
    ['a time zone that does not exist', { schedule: { quartzCronExpression: '0 0 2 * * ?', timezoneId: 'Mars/Olympus' } }],
    ['a schedule for a continuous job', { schedule: { quartzCronExpression: '0 0 2 * * ?', timezoneId: 'UTC' }, continuous: { pauseStatus: 'PAUSED' } }],
    ['an invalid e-mail address', { emailNotifications: { onFailures: ['team'] } }],
    ['a service principal that does not exist', { runAs: { servicePrincipalName: '44444444-4444-4444-4444-444444444444' } }],
    ['two identities to run as', { runAs: { servicePrincipalName: application, userName: 'a@example.com' } }],
    ['a parameter twice', { parameters: [{ name: 'p', default: '' }, { name: 'p', default: '' }] }],
    ['a job cluster with an automatic end', { 'jobClusters.0.newCluster.autoterminationMinutes': 30 }],
    ['a job cluster with workers upside down', { 'jobClusters.0.newCluster.autoscale': { minWorkers: 4, maxWorkers: 2 } }],
    ['1001 concurrent runs', { maxConcurrentRuns: 1001 }],
  ]);
  test('a job has a numeric id and a URL', () => {
    const { id, outputs } = made()().create(table.token, table.base);
    expect(id).toMatch(/^\d+$/);
    expect(outputs['url']).toMatch(/#job\/\d+$/);
  });
});

describe('Permissions', () => {
  const clusterOf = (cloud: TestCloud): StoredResource => cloud.create(of('Cluster'), { clusterName: 'etl', ...spec });
  const table: Table = { token: of('Permissions'), base: { directoryPath: '/Shared', accessControls: [{ groupName: 'users', permissionLevel: 'CAN_READ' }] }, world: made(principal) };
  accepts(table, [['readers of a folder', {}], ['a service principal', { 'accessControls.1': { servicePrincipalName: application, permissionLevel: 'CAN_RUN' } }]]);
  refuses(table, [
    ['no object', { directoryPath: undefined }],
    ['two objects', { clusterId: 'x' }],
    ['a level that the object does not have', { 'accessControls.0.permissionLevel': 'CAN_RESTART' }],
    ['two principals in one entry', { 'accessControls.0.userName': 'a@example.com' }],
    ['no principal', { 'accessControls.0.groupName': undefined }],
    ['no entries', { accessControls: [] }],
    ['the admins', { 'accessControls.0.groupName': 'admins' }],
    ['a cluster that does not exist', { directoryPath: undefined, clusterId: '0101-000000-abc', accessControls: [{ groupName: 'users', permissionLevel: 'CAN_RESTART' }] }],
    ['a service principal that does not exist', { 'accessControls.0': { servicePrincipalName: '44444444-4444-4444-4444-444444444444', permissionLevel: 'CAN_READ' } }],
  ]);
  plans(table, [['another object as a replacement', { directoryPath: '/Users' }, 'replace'], ['another level as an update', { 'accessControls.0.permissionLevel': 'CAN_RUN' }, 'update']]);
  test('permissions of a cluster are named by its id', () => {
    const cloud = workspaceWorld();
    const { id } = clusterOf(cloud);
    expect(cloud.create(table.token, { clusterId: id, accessControls: [{ groupName: 'users', permissionLevel: 'CAN_RESTART' }] })).toMatchObject({ id: `/clusters/${id}`, outputs: { objectType: 'cluster' } });
  });
});

describe('Unity Catalog', () => {
  const storage: Table = { token: of('StorageCredential'), base: { ...credential[1] }, world: workspaceWorld };
  accepts(storage, [['the identity of an access connector', {}]]);
  refuses(storage, [
    ['no identity', { azureManagedIdentity: undefined }],
    ['a connector that does not exist', { azureManagedIdentity: { accessConnectorId: idOf('Microsoft.Databricks/accessConnectors', 'none') } }],
    ['an identity of another cloud', { azureManagedIdentity: undefined, awsIamRole: { roleArn: 'arn:aws:iam::1:role/x' } }],
    ['a name with a space', { name: 'the lake' }],
    ['an identity that the connector does not have', { 'azureManagedIdentity.managedIdentityId': idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'id1') }],
  ]);
  const external: Table = { token: of('ExternalLocation'), base: { ...location[1] }, world: made(credential) };
  accepts(external, [['a container', {}]]);
  refuses(external, [
    ['a credential that does not exist', { credentialName: 'none' }],
    ['a container that does not exist', { url: 'abfss://none@stfidelity001.dfs.core.windows.net/' }],
    ['a URL of another cloud', { url: 's3://bucket/' }],
  ]);
  refuses({ ...external, world: made(credential, location) }, [['a path inside another location', { name: 'inner', url: `${lake}inner` }, 'LOCATION_OVERLAP']]);
  const catalogs: Table = { token: of('Catalog'), base: { ...catalog[1] }, world: made(credential, location) };
  accepts(catalogs, [['a catalog in an external location', {}], ['a catalog in the metastore\'s own storage', { storageRoot: undefined }]]);
  refuses(catalogs, [
    ['storage outside every location', { storageRoot: 'abfss://silver@stfidelity001.dfs.core.windows.net/' }],
    ['a reserved name', { name: 'system' }],
    ['a name with a period', { name: 'a.b' }],
    ['an unknown isolation', { isolationMode: 'CLOSED' }],
  ]);
  plans(catalogs, [['other storage as a replacement', { storageRoot: `${lake}other` }, 'replace'], ['a comment as an update', { comment: 'x' }, 'update']]);
  const all = made(principal, credential, location, catalog, ['Schema', { catalogName: 'insurance', name: 'blue' }]);
  refuses({ token: of('Schema'), base: { catalogName: 'insurance', name: 'green' }, world: all }, [
    ['a catalog that does not exist', { catalogName: 'none' }, 'CATALOG_DOES_NOT_EXIST'],
    ['a schema that exists', { name: 'blue' }, 'SCHEMA_ALREADY_EXISTS'],
    ['a reserved name', { name: 'information_schema' }],
  ]);
  const grants: Table = { token: of('Grants'), base: { schema: 'insurance.blue', grants: [{ principal: application, privileges: ['USE_SCHEMA', 'SELECT'] }, { principal: 'account users', privileges: ['USE SCHEMA'] }] }, world: all };
  accepts(grants, [['privileges on a schema', {}]]);
  refuses(grants, [
    ['a privilege that a schema does not have', { 'grants.0.privileges': ['READ_FILES'] }, /READ_FILES is not allowed on schema/],
    ['a schema that does not exist', { schema: 'insurance.none' }],
    ['two objects', { catalog: 'insurance' }],
    ['a principal twice', { 'grants.1': { principal: application, privileges: ['SELECT'] } }],
    ['no privileges', { 'grants.0.privileges': [] }],
    ['a service principal that does not exist', { 'grants.0.principal': '44444444-4444-4444-4444-444444444444' }],
  ]);
  test('what others need is not removed', () => {
    const cloud = all();
    const stored = (kind: string, id: string): StoredResource => cloud.cloud.read(of(kind), id) ?? { id, token: of(kind), inputs: {}, outputs: {} };
    expect(cloud.refusal(() => cloud.remove(stored('Catalog', 'insurance'))).message).toContain('not empty');
    expect(cloud.refusal(() => cloud.remove(stored('ExternalLocation', 'gold'))).code).toBe('INVALID_STATE');
    expect(cloud.refusal(() => cloud.remove(stored('StorageCredential', 'lake'))).code).toBe('INVALID_STATE');
    cloud.remove(stored('Schema', 'insurance.blue'));
    for (const [kind, id] of [['Catalog', 'insurance'], ['ExternalLocation', 'gold'], ['StorageCredential', 'lake']] as const) {
      cloud.remove(stored(kind, id));
      expect(cloud.cloud.read(of(kind), id)).toBeUndefined();
    }
  });
});

describe('ServicePrincipal', () => {
  const table: Table = { token: of('ServicePrincipal'), base: { ...principal[1] }, world: workspaceWorld };
  accepts(table, [['an application', {}]]);
  refuses(table, [
    ['an application id that is no UUID', { applicationId: 'etl' }],
    ['neither id nor name', { applicationId: undefined, displayName: undefined }],
    ['consuming beside access', { workspaceConsume: true, workspaceAccess: true }],
  ]);
  refuses({ ...table, world: made(principal) }, [['an application that is there already', {}]]);
  plans(table, [['another application as a replacement', { applicationId: '44444444-4444-4444-4444-444444444444' }, 'replace']]);
  refusesUpdates(table, [['consuming beside access', { workspaceConsume: true, workspaceAccess: true }]]);
});

test('two workspaces do not see each other\'s objects, and a deleted workspace takes its own along', () => {
  const cloud = workspaceWorld();
  cloud.create(of('SecretScope'), { name: 'own' });
  const azure = cloudWithGroup();
  const inputs = { ...inGroup, workspaceName: 'dbw2', sku: { name: 'premium' }, computeMode: 'Hybrid', managedResourceGroupId: `/subscriptions/${subscription}/resourceGroups/dbw2-mrg` };
  const second = cloud.create('azure-native:databricks:Workspace', patched(inputs, {}));
  const other = cloud.as({ host: String(second.outputs['workspaceUrl']) });
  const scope = other.create(of('SecretScope'), { name: 'own' });
  other.remove(second);
  expect(other.read(scope)).toBeUndefined();
  expect(cloud.cloud.read(of('SecretScope'), 'own')?.id).toBe('own');
  expect(azure.cloud.read(of('SecretScope'), 'own')).toBeUndefined();
});
