import type { Properties } from '../../../../localcloud/kind';
import { accepts, inGroup, plans, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:applicationinsights:Component';
const workspaceId = inGroup('Microsoft.OperationalInsights', 'workspaces/log-fidelity-001');
const given: Made[] = [
  [
    'azure-native:operationalinsights:Workspace',
    { workspaceName: 'log-fidelity-001', resourceGroupName: 'rg1', location: 'westeurope', sku: { name: 'PerGB2018' } },
  ],
];
const { workspaceResourceId: _workspace, ...classic } = {
  resourceName: 'appi-fidelity',
  resourceGroupName: 'rg1',
  location: 'westeurope',
  kind: 'web',
  applicationType: 'web',
  workspaceResourceId: workspaceId,
};
const component = (over: Properties = {}): Properties => ({ ...classic, workspaceResourceId: workspaceId, ...over });
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

accepts(token, [
  {
    name: 'fills what the service fills',
    given,
    inputs: component(),
    outputs: {
      ingestionMode: 'LogAnalytics',
      retentionInDays: 90,
      flowType: 'Bluefield',
      requestSource: 'rest',
      publicNetworkAccessForIngestion: 'Enabled',
      applicationId: 'appi-fidelity',
    },
  },
  { name: 'accepts any kind', given, inputs: component({ kind: 'java' }) },
  {
    name: 'accepts sampling of 0 and of 100',
    given,
    first: component({ samplingPercentage: 0 }),
    inputs: component({ samplingPercentage: 100 }),
    outputs: { samplingPercentage: 100 },
  },
  { name: 'accepts 730 days', given, inputs: component({ retentionInDays: 730 }) },
  { name: 'accepts a workspace id in another case', given, inputs: component({ workspaceResourceId: workspaceId.toLowerCase() }) },
]);

refuses(token, [
  { name: 'APP-02 refuses a component without a workspace', given, inputs: classic, path: 'workspaceResourceId' },
  { name: 'APP-03 refuses a workspace that is not there', inputs: component({ workspaceResourceId: `${workspaceId}x` }), status: 400, message: /not found/ },
  {
    name: 'refuses the id of something else',
    given,
    inputs: component({ workspaceResourceId: inGroup('Microsoft.Storage', 'storageAccounts/a') }),
    path: 'workspaceResourceId',
  },
  { name: 'refuses to leave the workspace', given, first: component(), inputs: classic, path: 'workspaceResourceId' },
  { name: 'refuses a classic ingestion mode', given, inputs: component({ ingestionMode: 'ApplicationInsights' }), path: 'ingestionMode' },
  { name: 'APP-09 refuses sampling of 101', given, inputs: component({ samplingPercentage: 101 }), path: 'samplingPercentage' },
  { name: 'refuses negative sampling', given, inputs: component({ samplingPercentage: -1 }), path: 'samplingPercentage' },
  {
    name: 'APP-12 refuses a missing kind',
    given,
    inputs: { resourceName: 'appi-fidelity', resourceGroupName: 'rg1', location: 'westeurope', applicationType: 'web', workspaceResourceId: workspaceId },
    path: 'kind',
  },
  { name: 'refuses an unknown application type', given, inputs: component({ applicationType: 'desktop' }), path: 'applicationType' },
  { name: 'refuses 45 days', given, inputs: component({ retentionInDays: 45 }), path: 'retentionInDays' },
  { name: 'refuses a trailing period', given, inputs: component({ resourceName: 'appi.' }), path: 'resourceName' },
]);

plans(token, 'replace', [
  { name: 'APP-04 replaces when the application type changes', given, first: component(), inputs: component({ applicationType: 'other' }) },
  { name: 'APP-05 replaces when the location changes', given, first: component(), inputs: component({ location: 'northeurope' }) },
]);
plans(token, 'update', [{ name: 'changes the kind in place', given, first: component(), inputs: component({ kind: 'java' }) }]);

test('APP-07 key, app id and connection string belong together and stay', () => {
  const cloud = worldOf(given);
  const stored = cloud.create(token, component());
  const { instrumentationKey: key, appId, connectionString } = stored.outputs;
  expect(key).toMatch(uuid);
  expect(appId).toMatch(uuid);
  expect(connectionString).toMatch(
    new RegExp(
      `^InstrumentationKey=${String(key)};IngestionEndpoint=https://westeurope-\\d\\.in\\.applicationinsights\\.azure\\.com/;` +
        `LiveEndpoint=https://westeurope\\.livediagnostics\\.monitor\\.azure\\.com/;ApplicationId=${String(appId)}$`,
    ),
  );
  expect(cloud.update(stored, component({ tags: { a: 'b' } })).outputs).toMatchObject({ instrumentationKey: key, connectionString });
});

refuses(token, [{ name: 'refuses an empty kind', given, inputs: component({ kind: '' }), path: 'kind' }]);
