import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, subscription, type Table } from '../../support/kind-cases';
import type { Properties, StoredResource } from '../../../localcloud/kind';
import type { TestCloud } from '../../support/test-cloud';
import { of, application, workspaceWorld, made, spec, principal, policy, inGroup } from './worlds';

test('an object of a workspace that does not exist is refused', () => {
  const cloud = cloudWithGroup().as({ host: 'adb-1.2.azuredatabricks.net' });
  expect(cloud.refusal(() => cloud.create(of('Cluster'), spec)).status).toBeGreaterThanOrEqual(400);
});

describe('ClusterPolicy', () => {
  const table: Table = { token: of('ClusterPolicy'), base: policy, world: workspaceWorld };
  accepts(table, [
    ['a definition', {}],
    ['a family with overrides', { definition: undefined, policyFamilyId: 'personal-vm', policyFamilyDefinitionOverrides: '{}' }],
  ]);
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
  plans(table, [
    ['another size as an update', { autoscale: { minWorkers: 1, maxWorkers: 4 } }, 'update'],
    ['another name as an update', { clusterName: 'other' }, 'update'],
  ]);
  test('a cluster breaks its policy', () => {
    const cloud = workspaceWorld();
    const { id: policyId } = cloud.create(of('ClusterPolicy'), policy);
    expect(cloud.create(table.token, { ...table.base, policyId }).outputs).toMatchObject({ clusterId: expect.stringMatching(/^\d{4}-\d{6}-[0-9a-f]{8}$/) });
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, policyId, nodeTypeId: 'Standard_D8s_v5' })).message).toContain(
      'Validation failed for node_type_id',
    );
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, policyId, autoscale: { minWorkers: 1, maxWorkers: 9 } })).message).toContain(
      'autoscale.max_workers',
    );
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, policyId, sshPublicKeys: ['ssh-rsa x'] })).message).toContain('must not be present');
  });
});

describe('SqlEndpoint', () => {
  const table: Table = { token: of('SqlEndpoint'), base: { name: 'dbt', clusterSize: '2X-Small', warehouseType: 'PRO' }, world: workspaceWorld };
  accepts(table, [
    ['a small warehouse', {}],
    ['no automatic stop', { autoStopMins: 0 }],
  ]);
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
  const vault = {
    backendType: 'AZURE_KEYVAULT',
    keyvaultMetadata: { resourceId: idOf('Microsoft.KeyVault/vaults', 'kv-fidelity-001'), dnsName: 'https://kv-fidelity-001.vault.azure.net/' },
  };
  const table: Table = { token: of('SecretScope'), base: { name: 'kv', ...vault }, world: workspaceWorld };
  accepts(table, [
    ['a scope over a vault', {}],
    ['a scope of its own', { backendType: undefined, keyvaultMetadata: undefined }],
  ]);
  refuses(table, [
    ['a vault scope without its vault', { keyvaultMetadata: undefined }],
    ['a vault that does not exist', { 'keyvaultMetadata.resourceId': idOf('Microsoft.KeyVault/vaults', 'kv-none') }],
    ['the address of another vault', { 'keyvaultMetadata.dnsName': 'https://kv-other.vault.azure.net/' }],
    ['an unknown backend', { backendType: 'VAULT' }],
    ['a name with a slash', { name: 'a/b' }],
    ['a name of 129 characters', { name: 's'.repeat(129) }],
    ['another first manager than users', { initialManagePrincipal: 'admins' }],
  ]);
  plans(table, [
    ['another vault as a replacement', { 'keyvaultMetadata.dnsName': 'https://kv-other.vault.azure.net/' }, 'replace'],
    ['another name as a replacement', { name: 'kv2' }, 'replace'],
  ]);
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
  accepts(acl, [
    ['a reader', {}],
    ['a group', { principal: 'users' }],
  ]);
  refuses(acl, [
    ['an unknown permission', { permission: 'LIST' }],
    ['a scope that does not exist', { scope: 'none' }],
    ['a service principal that does not exist', { principal: '44444444-4444-4444-4444-444444444444' }],
  ]);
  test('a scope takes its secrets and its readers with it, and leaves those of other scopes', () => {
    const cloud = made(['SecretScope', { name: 'own' }], ['SecretScope', { name: 'other' }])();
    const at = (scope: string) => [
      cloud.create(of('Secret'), { scope, key: 'password', stringValue: 's3cret' }),
      cloud.create(of('SecretAcl'), { scope, principal: 'users', permission: 'READ' }),
    ];
    const [gone, kept] = [at('own'), at('other')];
    const scope = cloud.cloud.read(of('SecretScope'), 'own');
    if (scope) cloud.remove(scope);
    expect(gone.map((one) => cloud.read(one))).toEqual([undefined, undefined]);
    expect(kept.map((one) => cloud.read(one)?.id)).toEqual(kept.map((one) => one.id));
  });
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
  plans(notebook, [
    ['another path as a replacement', { path: '/Shared/etl/other' }, 'replace'],
    ['other content as an update', { contentBase64: Buffer.from('print(2)').toString('base64') }, 'update'],
  ]);
  refuses({ token: of('Directory'), base: { path: '/Shared/etl' }, world: workspaceWorld }, [['a path that ends with a slash', { path: '/Shared/etl/' }]]);
  test('a folder that holds a notebook goes only when asked to go with it', () => {
    const cloud = workspaceWorld();
    const folder = cloud.create(of('Directory'), { path: '/Shared/etl' });
    cloud.create(notebook.token, notebook.base);
    expect(cloud.refusal(() => cloud.remove(folder)).code).toBe('DIRECTORY_NOT_EMPTY');
    expect(cloud.refusal(() => cloud.create(notebook.token, { ...notebook.base, path: '/Shared/etl' })).code).toBe('RESOURCE_ALREADY_EXISTS');
    cloud.remove(cloud.update(folder, { path: '/Shared/etl', deleteRecursive: true }));
    expect(cloud.cloud.read(notebook.token, '/Shared/etl/ingest')).toBeUndefined();
  });
});

describe('Job', () => {
  const task = (taskKey: string, ...after: string[]): Properties => ({
    taskKey,
    jobClusterKey: 'etl',
    notebookTask: { notebookPath: '/Shared/etl/x' },
    dependsOns: after.map((key) => ({ taskKey: key })),
  });
  const table: Table = {
    token: of('Job'),
    base: { name: 'etl', jobClusters: [{ jobClusterKey: 'etl', newCluster: spec }], tasks: [task('a'), task('b', 'a')] },
    world: made(principal),
  };
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
    [
      'a parameter twice',
      {
        parameters: [
          { name: 'p', default: '' },
          { name: 'p', default: '' },
        ],
      },
    ],
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
  const table: Table = {
    token: of('Permissions'),
    base: { directoryPath: '/Shared', accessControls: [{ groupName: 'users', permissionLevel: 'CAN_READ' }] },
    world: made(principal),
  };
  accepts(table, [
    ['readers of a folder', {}],
    ['a service principal', { 'accessControls.1': { servicePrincipalName: application, permissionLevel: 'CAN_RUN' } }],
  ]);
  refuses(table, [
    ['no object', { directoryPath: undefined }],
    ['two objects', { clusterId: 'x' }],
    ['a level that the object does not have', { 'accessControls.0.permissionLevel': 'CAN_RESTART' }],
    ['two principals in one entry', { 'accessControls.0.userName': 'a@example.com' }],
    ['no principal', { 'accessControls.0.groupName': undefined }],
    ['no entries', { accessControls: [] }],
    ['the admins', { 'accessControls.0.groupName': 'admins' }],
    [
      'a cluster that does not exist',
      { directoryPath: undefined, clusterId: '0101-000000-abc', accessControls: [{ groupName: 'users', permissionLevel: 'CAN_RESTART' }] },
    ],
    [
      'a service principal that does not exist',
      { 'accessControls.0': { servicePrincipalName: '44444444-4444-4444-4444-444444444444', permissionLevel: 'CAN_READ' } },
    ],
  ]);
  plans(table, [
    ['another object as a replacement', { directoryPath: '/Users' }, 'replace'],
    ['another level as an update', { 'accessControls.0.permissionLevel': 'CAN_RUN' }, 'update'],
  ]);
  test('permissions of a cluster are named by its id', () => {
    const cloud = workspaceWorld();
    const { id } = clusterOf(cloud);
    expect(cloud.create(table.token, { clusterId: id, accessControls: [{ groupName: 'users', permissionLevel: 'CAN_RESTART' }] })).toMatchObject({
      id: `/clusters/${id}`,
      outputs: { objectType: 'cluster' },
    });
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

test("two workspaces do not see each other's objects, and a deleted workspace takes its own along", () => {
  const cloud = workspaceWorld();
  cloud.create(of('SecretScope'), { name: 'own' });
  const azure = cloudWithGroup();
  const inputs = {
    ...inGroup,
    workspaceName: 'dbw2',
    sku: { name: 'premium' },
    computeMode: 'Hybrid',
    managedResourceGroupId: `/subscriptions/${subscription}/resourceGroups/dbw2-mrg`,
  };
  const second = cloud.create('azure-native:databricks:Workspace', patched(inputs, {}));
  const other = cloud.as({ host: String(second.outputs['workspaceUrl']) });
  const scope = other.create(of('SecretScope'), { name: 'own' });
  other.remove(second);
  expect(other.read(scope)).toBeUndefined();
  expect(cloud.cloud.read(of('SecretScope'), 'own')?.id).toBe('own');
  expect(azure.cloud.read(of('SecretScope'), 'own')).toBeUndefined();
});
