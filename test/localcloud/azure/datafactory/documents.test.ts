import { accepts, cloudWithGroup, idOf, patched, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import type { Properties, StoredResource } from '../../../../localcloud/kind';
import type { TestCloud } from '../../../support/test-cloud';

const inFactory = { factoryName: 'adf-fidelity-001', resourceGroupName: 'rg1' };
const of = (name: string) => `azure-native:datafactory:${name}`;
const wait = (name: string, ...after: string[]): Properties => ({
  name,
  type: 'Wait',
  waitTimeInSeconds: 5,
  dependsOn: after.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] })),
});
const factoryWorld = (): TestCloud => {
  const cloud = cloudWithGroup();
  cloud.create(of('Factory'), { ...inFactory, location: 'westeurope', identity: { type: 'SystemAssigned' } });
  return cloud;
};
const pipelineBase = { ...inFactory, pipelineName: 'pl_main', activities: [wait('wait1')] };
const vaultService = { ...inFactory, linkedServiceName: 'ls_kv', properties: { type: 'AzureKeyVault', baseUrl: 'https://kv-fidelity-001.vault.azure.net/' } };
const schedule = {
  ...inFactory,
  triggerName: 'tr_daily',
  properties: {
    type: 'ScheduleTrigger',
    pipelines: [{ pipelineReference: { type: 'PipelineReference', referenceName: 'pl_main' } }],
    recurrence: { frequency: 'Day', interval: 1, startTime: '2026-12-01T00:00:00Z', timeZone: 'UTC' },
  },
};
const pipelineWorld = (): TestCloud => {
  const cloud = factoryWorld();
  cloud.create(of('Pipeline'), pipelineBase);
  return cloud;
};

describe('LinkedService', () => {
  const databricks = {
    type: 'AzureDatabricks',
    domain: 'https://adb-1.2.azuredatabricks.net',
    authentication: 'MSI',
    workspaceResourceId: idOf('Microsoft.Databricks/workspaces', 'dbw'),
    newClusterVersion: '16.4.x-scala2.12',
    newClusterNodeType: 'Standard_D4s_v5',
    newClusterNumOfWorker: '1:2',
  };
  const table: Table = { token: of('LinkedService'), base: { ...inFactory, linkedServiceName: 'ls_dbx', properties: databricks }, world: factoryWorld };
  accepts(table, [
    ["Databricks through the factory's identity", {}],
    [
      'an existing cluster',
      {
        properties: {
          type: 'AzureDatabricks',
          domain: databricks.domain,
          authentication: 'MSI',
          workspaceResourceId: databricks.workspaceResourceId,
          existingClusterId: '0101-000000-abc',
        },
      },
    ],
    ['a vault', { properties: vaultService.properties }],
    ['a name with spaces', { linkedServiceName: 'My linked service' }],
  ]);
  refuses(table, [
    ['a name with a period', { linkedServiceName: 'ls.dbx' }],
    ['no type', { 'properties.type': undefined }],
    ['an unknown type', { 'properties.type': 'AzureNonsense' }],
    ['Databricks without a domain', { 'properties.domain': undefined }],
    ['a domain that is no URL', { 'properties.domain': 'adb-1.2.azuredatabricks.net' }],
    ['the identity without the workspace', { 'properties.workspaceResourceId': undefined }],
    ['neither identity nor token', { 'properties.authentication': undefined }],
    ['no compute', { 'properties.newClusterVersion': undefined, 'properties.newClusterNodeType': undefined, 'properties.newClusterNumOfWorker': undefined }],
    ['two computes', { 'properties.existingClusterId': '0101-000000-abc' }],
    ['a new cluster without a node type', { 'properties.newClusterNodeType': undefined }],
    ['a new cluster without workers', { 'properties.newClusterNumOfWorker': undefined }],
    ['workers as a number', { 'properties.newClusterNumOfWorker': 2 }],
    ['workers upside down', { 'properties.newClusterNumOfWorker': '4:2' }],
    [
      'a pool without a version',
      { 'properties.instancePoolId': 'pool', 'properties.newClusterVersion': undefined, 'properties.newClusterNodeType': undefined },
    ],
    [
      'a token from a vault that is not linked',
      {
        'properties.authentication': undefined,
        'properties.accessToken': { type: 'AzureKeyVaultSecret', secretName: 's', store: { type: 'LinkedServiceReference', referenceName: 'ls_kv' } },
      },
      /invalid reference 'ls_kv'/,
    ],
    ['a runtime that does not exist', { 'properties.connectVia': { type: 'IntegrationRuntimeReference', referenceName: 'none' } }, /invalid reference 'none'/],
    ['a vault without a URL', { properties: { type: 'AzureKeyVault' } }],
    ['a factory that does not exist', { factoryName: 'adf-none' }, 'ParentResourceNotFound'],
  ]);
  plans(table, [
    ['another name as a replacement', { linkedServiceName: 'ls_other' }, 'replace'],
    ['another domain as an update', { 'properties.domain': 'https://adb-2.2.azuredatabricks.net' }, 'update'],
  ]);

  test('ADL-06 a linked service that another refers to is not removed', () => {
    const cloud = factoryWorld();
    const vault = cloud.create(table.token, vaultService);
    const blob = cloud.create(table.token, {
      ...inFactory,
      linkedServiceName: 'ls_blob',
      properties: {
        type: 'AzureBlobStorage',
        connectionString: { type: 'AzureKeyVaultSecret', secretName: 's', store: { type: 'LinkedServiceReference', referenceName: 'ls_kv' } },
      },
    });
    expect(cloud.refusal(() => cloud.remove(vault))).toMatchObject({
      status: 400,
      message: 'The document cannot be deleted since it is referenced by ls_blob.',
    });
    cloud.remove(blob);
    cloud.remove(vault);
    expect(cloud.read(vault)).toBeUndefined();
  });
});

describe('Pipeline', () => {
  const table: Table = { token: of('Pipeline'), base: pipelineBase, world: factoryWorld };
  const notebook = (changes: Properties = {}) => ({
    activities: [
      {
        name: 'nb',
        type: 'DatabricksNotebook',
        notebookPath: '/a/b',
        linkedServiceName: { type: 'LinkedServiceReference', referenceName: 'ls_kv' },
        ...changes,
      },
    ],
  });
  accepts(table, [
    ['ADP-01 one activity', {}],
    ['activities in a row', { activities: [wait('a'), wait('b', 'a'), wait('c', 'a', 'b')] }],
    ['a dependency named before what it names', { activities: [wait('b', 'a'), wait('a')] }],
    ['no activities', { activities: [] }],
    [
      'parameters and a variable that is set',
      {
        parameters: { p: { type: 'String', defaultValue: 'x' } },
        variables: { v: { type: 'String' } },
        activities: [{ name: 'set', type: 'SetVariable', variableName: 'v', value: '@pipeline().parameters.p' }],
      },
    ],
  ]);
  refuses(table, [
    ['ADP-02 a name with a period', { pipelineName: 'pl.main' }],
    ['ADP-03 a name of 261 characters', { pipelineName: 'p'.repeat(261) }],
    ['ADP-05 a dependency on an activity that is not there', { 'activities.1': wait('wait2', 'nosuch') }],
    ['ADP-06 an unknown dependency condition', { 'activities.1': { ...wait('wait2'), dependsOn: [{ activity: 'wait1', dependencyConditions: ['Done'] }] } }],
    ['ADP-10 concurrency 0', { concurrency: 0 }],
    ['concurrency 51', { concurrency: 51 }],
    ['two activities of one name', { 'activities.1': wait('WAIT1') }],
    ['an activity that depends on itself', { activities: [wait('a', 'a')] }],
    ['activities in a circle', { activities: [wait('a', 'c'), wait('b', 'a'), wait('c', 'b')] }, /circle/],
    ['a dependency without conditions', { 'activities.1': { ...wait('wait2'), dependsOn: [{ activity: 'wait1', dependencyConditions: [] }] } }],
    ['an activity without a name', { 'activities.0.name': undefined }],
    ['an activity name of 56 characters', { activities: [wait('a'.repeat(56))] }],
    ['an activity of an unknown type', { 'activities.0.type': 'Nap' }],
    ['a wait of no time', { 'activities.0.waitTimeInSeconds': 0 }],
    ['a notebook without a linked service', notebook({ linkedServiceName: undefined } as never)],
    ['a notebook at a relative path', notebook({ notebookPath: 'a/b' })],
    ['a linked service that does not exist', notebook(), /invalid reference 'ls_kv'/],
    [
      'a pipeline that does not exist',
      { activities: [{ name: 'call', type: 'ExecutePipeline', pipeline: { type: 'PipelineReference', referenceName: 'pl_other' } }] },
      /invalid reference 'pl_other'/,
    ],
    [
      'a pipeline that executes itself',
      { activities: [{ name: 'call', type: 'ExecutePipeline', pipeline: { type: 'PipelineReference', referenceName: 'pl_main' } }] },
    ],
    ['a variable that is not declared', { activities: [{ name: 'set', type: 'SetVariable', variableName: 'v', value: 'x' }] }],
    [
      'a loop in a loop',
      {
        activities: [
          {
            name: 'outer',
            type: 'ForEach',
            items: { type: 'Expression', value: '@x' },
            activities: [{ name: 'inner', type: 'ForEach', items: { type: 'Expression', value: '@x' }, activities: [wait('w')] }],
          },
        ],
      },
    ],
    [
      'a loop of 51 at a time',
      { activities: [{ name: 'outer', type: 'ForEach', batchCount: 51, items: { type: 'Expression', value: '@x' }, activities: [wait('w')] }] },
    ],
    [
      'a nested dependency on an activity outside',
      { activities: [wait('a'), { name: 'outer', type: 'ForEach', items: { type: 'Expression', value: '@x' }, activities: [wait('w', 'a')] }] },
    ],
    ['a retry interval of 10 seconds', { 'activities.0': { ...notebook().activities[0], policy: { retryIntervalInSeconds: 10 } } }],
    ['a timeout that is no time span', { 'activities.0': { ...notebook().activities[0], policy: { timeout: '2h' } } }],
    ['a parameter of an unknown type', { parameters: { p: { type: 'Text' } } }],
    ['a default of another type', { parameters: { p: { type: 'Int', defaultValue: 'many' } } }],
    ['a POST without a body', { activities: [{ name: 'web', type: 'WebActivity', method: 'POST', url: 'https://example.com' }] }],
  ]);
  plans(table, [
    ['another name as a replacement', { pipelineName: 'pl_other' }, 'replace'],
    ['other activities as an update', { 'activities.1': wait('wait2') }, 'update'],
  ]);
  test('a linked service that a pipeline uses is not removed', () => {
    const cloud = factoryWorld();
    const vault = cloud.create(of('LinkedService'), vaultService);
    cloud.create(table.token, patched(pipelineBase, notebook()));
    expect(cloud.refusal(() => cloud.remove(vault)).message).toContain('referenced by pl_main');
  });
});

describe('Trigger', () => {
  const table: Table = { token: of('Trigger'), base: schedule, world: pipelineWorld };
  const window = {
    ...inFactory,
    triggerName: 'tr_tw',
    properties: {
      type: 'TumblingWindowTrigger',
      pipeline: { pipelineReference: { type: 'PipelineReference', referenceName: 'pl_main' } },
      frequency: 'Hour',
      interval: 1,
      startTime: '2026-12-01T00:00:00Z',
      maxConcurrency: 10,
    },
  };
  const windows: Table = { ...table, base: window };
  const recurrence = (changes: object) => ({ 'properties.recurrence': { ...schedule.properties.recurrence, ...changes } });
  accepts(table, [
    ['a daily schedule', {}],
    ['hours of a day', recurrence({ schedule: { hours: [2, 14], minutes: [30] } })],
    ['days of a week', recurrence({ frequency: 'Week', schedule: { weekDays: ['Monday'] } })],
    ['a trigger without pipelines', { 'properties.pipelines': [] }],
    ['a Windows time zone', recurrence({ timeZone: 'W. Europe Standard Time', startTime: '2026-12-01T00:00:00' })],
  ]);
  accepts(windows, [
    ['a tumbling window', {}],
    ['a window of 15 minutes', { 'properties.frequency': 'Minute', 'properties.interval': 15 }],
  ]);
  refuses({ ...table, world: factoryWorld }, [
    ['ADT-04 a pipeline that does not exist', { 'properties.pipelines.0.pipelineReference.referenceName': 'pl_missing' }, /invalid reference 'pl_missing'/],
  ]);
  refuses(table, [
    ['an unknown frequency', recurrence({ frequency: 'Second' })],
    ['interval 0', recurrence({ interval: 0 })],
    ['an interval of 1001', recurrence({ interval: 1001 })],
    ['an end before the start', recurrence({ endTime: '2026-11-01T00:00:00Z' })],
    ['a start that is no time', recurrence({ startTime: 'tomorrow' })],
    ['hour 24', recurrence({ schedule: { hours: [24] } })],
    ['minute 60', recurrence({ schedule: { minutes: [60] } })],
    ['week days of a daily schedule', recurrence({ schedule: { weekDays: ['Monday'] } })],
    ['month days of a weekly schedule', recurrence({ frequency: 'Week', schedule: { monthDays: [1] } })],
    ['an unknown time zone', recurrence({ timeZone: 'Europe/Berlin' })],
    ['no recurrence', { 'properties.recurrence': undefined }],
    ['an unknown type', { 'properties.type': 'CronTrigger' }],
    ['a name with a slash', { triggerName: 'tr/daily' }],
    [
      'a storage event without a path',
      { properties: { type: 'BlobEventsTrigger', events: ['Microsoft.Storage.BlobCreated'], scope: idOf('Microsoft.Storage/storageAccounts', 'st') } },
    ],
    [
      'a storage event of an account that does not exist',
      {
        properties: {
          type: 'BlobEventsTrigger',
          blobPathBeginsWith: '/a/',
          events: ['Microsoft.Storage.BlobCreated'],
          scope: idOf('Microsoft.Storage/storageAccounts', 'stnone'),
        },
      },
    ],
  ]);
  refuses(windows, [
    ['ADT-08 a window of 4 minutes', { 'properties.frequency': 'Minute', 'properties.interval': 4 }],
    ['concurrency 0', { 'properties.maxConcurrency': 0 }],
    ['concurrency 51', { 'properties.maxConcurrency': 51 }],
    ['a daily window', { 'properties.frequency': 'Day' }],
    ['a retry after 10 seconds', { 'properties.retryPolicy': { count: 1, intervalInSeconds: 10 } }],
    ['no start', { 'properties.startTime': undefined }],
    [
      'a dependency on itself without a negative offset',
      { 'properties.dependsOn': [{ type: 'SelfDependencyTumblingWindowTriggerReference', offset: '01:00:00' }] },
    ],
  ]);
  refusesUpdates(windows, [
    ['ADT-09 another interval of a tumbling window', { 'properties.interval': 2 }],
    ['another frequency of a tumbling window', { 'properties.frequency': 'Minute', 'properties.interval': 30 }],
    ['another start of a tumbling window', { 'properties.startTime': '2026-12-02T00:00:00Z' }],
    ['another type', { properties: schedule.properties }],
  ]);

  const started = (cloud: TestCloud): StoredResource => {
    const stored = cloud.create(table.token, schedule);
    const row = cloud.store.get(stored.id.toLowerCase());
    if (!row) throw new Error('not stored');
    cloud.store.write(() =>
      cloud.store.put({ ...row, outputs: { ...row.outputs, properties: { ...(row.outputs['properties'] as Properties), runtimeState: 'Started' } } }),
    );
    return stored;
  };
  test('ADT-03 a started trigger is neither updated nor removed', () => {
    const cloud = pipelineWorld();
    const stored = started(cloud);
    expect(cloud.refusal(() => cloud.remove(stored))).toMatchObject({ status: 400, code: 'TriggerEnabledCannotUpdate' });
    expect(cloud.refusal(() => cloud.update(stored, patched(schedule, recurrence({ interval: 2 }))))).toMatchObject({
      status: 400,
      code: 'TriggerEnabledCannotUpdate',
    });
  });
  test('a trigger is created stopped, and can be updated and removed then', () => {
    const cloud = pipelineWorld();
    const stored = cloud.create(table.token, schedule);
    expect(stored.outputs).toMatchObject({ properties: { runtimeState: 'Stopped' } });
    expect(cloud.update(stored, patched(schedule, recurrence({ interval: 2 }))).outputs).toMatchObject({
      properties: { runtimeState: 'Stopped', recurrence: { interval: 2 } },
    });
    cloud.remove(stored);
    expect(cloud.read(stored)).toBeUndefined();
  });
  test('ADT-12 a pipeline that a trigger starts is not removed', () => {
    const cloud = pipelineWorld();
    cloud.create(table.token, schedule);
    const pipeline = cloud.cloud.read(of('Pipeline'), `${idOf('Microsoft.DataFactory/factories', 'adf-fidelity-001')}/pipelines/pl_main`);
    expect(cloud.refusal(() => pipeline && cloud.remove(pipeline))).toMatchObject({
      status: 400,
      message: 'The document cannot be deleted since it is referenced by tr_daily.',
    });
  });
});

describe("a factory's managed network", () => {
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { factoryName: { type: 'string' } },
    resources: [
      {
        type: 'Microsoft.DataFactory/factories/managedVirtualNetworks',
        apiVersion: '2018-06-01',
        name: "[concat(parameters('factoryName'), '/default')]",
        properties: {},
      },
    ],
  };
  const deployment = {
    resourceGroupName: 'rg1',
    deploymentName: 'net',
    properties: { mode: 'Incremental', template, parameters: { factoryName: { value: 'adf-fidelity-001' } } },
  };
  const runtime = {
    ...inFactory,
    integrationRuntimeName: 'managed',
    properties: { type: 'Managed', managedVirtualNetwork: { type: 'ManagedVirtualNetworkReference', referenceName: 'default' } },
  };

  test('a template deployment makes the network, and a runtime in it can be referred to', () => {
    const cloud = factoryWorld();
    expect(cloud.refusal(() => cloud.create(of('IntegrationRuntime'), runtime)).message).toContain("invalid reference 'default'");
    cloud.create('azure-native:resources:Deployment', deployment);
    const stored = cloud.create(of('IntegrationRuntime'), runtime);
    const service = {
      ...vaultService,
      properties: { ...vaultService.properties, connectVia: { type: 'IntegrationRuntimeReference', referenceName: 'managed' } },
    };
    cloud.create(of('LinkedService'), service);
    expect(cloud.refusal(() => cloud.remove(stored)).message).toContain('referenced by ls_kv');
  });
  refuses({ token: 'azure-native:resources:Deployment', base: deployment, world: factoryWorld }, [
    ['a template parameter without a value', { 'properties.parameters': {} }, 'InvalidTemplate'],
    ['a value for a parameter that the template does not have', { 'properties.parameters.other': { value: 1 } }, 'InvalidTemplate'],
    ['a template without resources', { 'properties.template.resources': undefined }],
    ['no template', { 'properties.template': undefined }],
    ['a parent that does not exist', { 'properties.parameters.factoryName.value': 'adf-none' }, 'ParentResourceNotFound'],
    ['an unknown mode', { 'properties.mode': 'Partial' }],
  ]);
  test('a managed private endpoint needs the network and an existing target, and waits for approval', () => {
    const cloud = factoryWorld();
    const workspace = cloud.create('azure-native:databricks:Workspace', {
      workspaceName: 'dbw',
      resourceGroupName: 'rg1',
      location: 'westeurope',
      sku: { name: 'premium' },
      computeMode: 'Hybrid',
      managedResourceGroupId: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/mrg',
    });
    const inputs = {
      ...inFactory,
      managedVirtualNetworkName: 'default',
      managedPrivateEndpointName: 'dbx',
      properties: { groupId: 'databricks_ui_api', privateLinkResourceId: workspace.id },
    };
    expect(cloud.refusal(() => cloud.create(of('ManagedPrivateEndpoint'), inputs)).code).toBe('ParentResourceNotFound');
    cloud.create('azure-native:resources:Deployment', deployment);
    expect(cloud.create(of('ManagedPrivateEndpoint'), inputs).outputs).toMatchObject({ properties: { connectionState: { status: 'Pending' } } });
    expect(
      cloud.refusal(() => cloud.create(of('ManagedPrivateEndpoint'), patched(inputs, { managedPrivateEndpointName: 'b', 'properties.groupId': 'blob' })))
        .status,
    ).toBe(400);
  });
});
