import { unknown, type Properties, type Value } from '../../localcloud/kind';
import { groupId, idOf } from '../support/kind-cases';
import { testCloud } from '../support/test-cloud';

const inGroup = { resourceGroupName: 'rg1', location: 'westeurope' };
const inFactory = { resourceGroupName: 'rg1', factoryName: 'adf-1' };
const rule = {
  name: 'r',
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '22',
};
const wait = (name: string, ...after: string[]): Value => ({
  name,
  type: 'Wait',
  waitTimeInSeconds: 1,
  dependsOn: after.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] })),
});
const spec = {
  sparkVersion: '16.4.x-scala2.12',
  nodeTypeId: 'Standard_D4s_v5',
  autoscale: { minWorkers: 1, maxWorkers: 2 },
  dataSecurityMode: 'USER_ISOLATION',
  policyId: 'P',
};
const parameters = {
  customVirtualNetworkId: { value: idOf('Microsoft.Network/virtualNetworks', 'v1') },
  customPublicSubnetName: { value: 'a' },
  customPrivateSubnetName: { value: 'b' },
  enableNoPublicIp: { value: true },
};

const accepted: readonly (readonly [token: string, inputs: Properties])[] = [
  [
    'azure-native:network:VirtualNetwork',
    { ...inGroup, virtualNetworkName: 'v1', addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: [{ name: 'a', addressPrefix: '10.0.0.0/24' }] },
  ],
  [
    'azure-native:network:Subnet',
    {
      resourceGroupName: 'rg1',
      virtualNetworkName: 'v1',
      subnetName: 's',
      addressPrefix: '10.0.0.0/24',
      delegations: [{ name: 'd', serviceName: 'Microsoft.Databricks/workspaces' }],
      serviceEndpoints: [{ service: 'Microsoft.Storage' }],
      networkSecurityGroup: { id: 'x' },
    },
  ],
  ['azure-native:network:NetworkSecurityGroup', { ...inGroup, networkSecurityGroupName: 'n', securityRules: [rule] }],
  [
    'azure-native:network:PublicIPAddress',
    { ...inGroup, publicIpAddressName: 'p', sku: { name: 'Standard' }, publicIPAllocationMethod: 'Static', zones: ['1', '2'] },
  ],
  [
    'azure-native:network:NatGateway',
    { ...inGroup, natGatewayName: 'n', sku: { name: 'Standard' }, publicIpAddresses: [{ id: 'x' }], zones: ['1'], idleTimeoutInMinutes: 4 },
  ],
  [
    'azure-native:network:PrivateEndpoint',
    {
      ...inGroup,
      privateEndpointName: 'p',
      subnet: { id: 'x' },
      privateLinkServiceConnections: [{ name: 'c', privateLinkServiceId: idOf('Microsoft.KeyVault/vaults', 'kv'), groupIds: ['vault'] }],
    },
  ],
  [
    'azure-native:network:PrivateDnsZoneGroup',
    {
      resourceGroupName: 'rg1',
      privateEndpointName: 'p',
      privateDnsZoneGroupName: 'default',
      privateDnsZoneConfigs: [{ name: 'z', privateDnsZoneId: idOf('Microsoft.Network/privateDnsZones', 'a.b') }],
    },
  ],
  [
    'azure-native:privatedns:VirtualNetworkLink',
    {
      resourceGroupName: 'rg1',
      privateZoneName: 'a.b',
      virtualNetworkLinkName: 'l',
      location: 'Global',
      virtualNetwork: { id: idOf('Microsoft.Network/virtualNetworks', 'v1') },
    },
  ],
  [
    'azure-native:databricks:Workspace',
    {
      ...inGroup,
      workspaceName: 'dbw',
      sku: { name: 'premium' },
      computeMode: 'Hybrid',
      managedResourceGroupId: `${groupId}-mrg`,
      publicNetworkAccess: 'Disabled',
      requiredNsgRules: 'NoAzureDatabricksRules',
      parameters,
    },
  ],
  [
    'azure-native:databricks:AccessConnector',
    {
      ...inGroup,
      connectorName: 'c',
      identity: { type: 'UserAssigned', userAssignedIdentities: [idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'i')] },
    },
  ],
  [
    'azure-native:datafactory:Factory',
    { ...inGroup, factoryName: 'adf-1', identity: { type: 'SystemAssigned' }, globalParameters: { a: { type: 'String', value: 'x' } } },
  ],
  [
    'azure-native:datafactory:CredentialOperation',
    {
      ...inFactory,
      credentialName: 'c',
      properties: { type: 'ManagedIdentity', resourceId: idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'i') },
    },
  ],
  [
    'azure-native:datafactory:LinkedService',
    {
      ...inFactory,
      linkedServiceName: 'l',
      properties: {
        type: 'AzureDatabricks',
        domain: 'https://a.azuredatabricks.net',
        authentication: 'MSI',
        workspaceResourceId: idOf('Microsoft.Databricks/workspaces', 'w'),
        newClusterVersion: '16.4',
        newClusterNodeType: 'x',
        newClusterNumOfWorker: '1:2',
      },
    },
  ],
  [
    'azure-native:datafactory:Pipeline',
    { ...inFactory, pipelineName: 'p', concurrency: 1, activities: [wait('a'), wait('b', 'a')], parameters: { e: { type: 'String', defaultValue: 'x' } } },
  ],
  [
    'azure-native:datafactory:Trigger',
    {
      ...inFactory,
      triggerName: 't',
      properties: {
        type: 'ScheduleTrigger',
        pipelines: [{ pipelineReference: { type: 'PipelineReference', referenceName: 'p' } }],
        recurrence: { frequency: 'Day', interval: 1, startTime: '2026-12-01T00:00:00Z', timeZone: 'UTC' },
      },
    },
  ],
  [
    'azure-native:monitor:ActionGroup',
    {
      resourceGroupName: 'rg1',
      location: 'Global',
      actionGroupName: 'a',
      enabled: true,
      groupShortName: 's',
      emailReceivers: [{ name: 'e', emailAddress: 'a@b.cd' }],
      logicAppReceivers: [{ name: 'l', resourceId: idOf('Microsoft.Logic/workflows', 'w'), callbackUrl: 'https://a.bc' }],
    },
  ],
  [
    'azure-native:monitor:MetricAlert',
    {
      resourceGroupName: 'rg1',
      location: 'global',
      ruleName: 'm',
      enabled: true,
      severity: 1,
      scopes: [idOf('Microsoft.KeyVault/vaults', 'kv')],
      evaluationFrequency: 'PT1M',
      windowSize: 'PT5M',
      criteria: {
        odataType: 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
        allOf: [
          { criterionType: 'StaticThresholdCriterion', name: 'c', metricName: 'Availability', operator: 'LessThan', threshold: 1, timeAggregation: 'Average' },
        ],
      },
    },
  ],
  [
    'azure-native:monitor:ScheduledQueryRule',
    {
      ...inGroup,
      ruleName: 's',
      severity: 1,
      evaluationFrequency: 'PT5M',
      windowSize: 'PT5M',
      scopes: [idOf('Microsoft.OperationalInsights/workspaces', 'l')],
      criteria: { allOf: [{ query: 'x', timeAggregation: 'Average', metricMeasureColumn: 'c', operator: 'GreaterThan', threshold: 1 }] },
    },
  ],
  [
    'azure-native:monitor:DiagnosticSetting',
    {
      name: 'd',
      resourceUri: idOf('Microsoft.KeyVault/vaults', 'kv'),
      workspaceId: idOf('Microsoft.OperationalInsights/workspaces', 'l'),
      logs: [{ category: 'AuditEvent', enabled: true }],
    },
  ],
  [
    'azure-native:logic:Workflow',
    {
      ...inGroup,
      workflowName: 'w',
      definition: {
        $schema: 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#',
        parameters: { u: { type: 'SecureString' } },
        triggers: { t: { type: 'Request' } },
        actions: { a: { type: 'Http', runAfter: {} } },
      },
      parameters: { u: { type: 'SecureString', value: 'x' } },
    },
  ],
  ['databricks:index/cluster:Cluster', { ...spec, clusterName: 'c', autoterminationMinutes: 60 }],
  ['databricks:index/clusterPolicy:ClusterPolicy', { name: 'p', definition: '{}' }],
  ['databricks:index/sqlEndpoint:SqlEndpoint', { name: 'w', clusterSize: 'Small', warehouseType: 'PRO', minNumClusters: 1, maxNumClusters: 2 }],
  [
    'databricks:index/secretScope:SecretScope',
    {
      name: 's',
      backendType: 'AZURE_KEYVAULT',
      keyvaultMetadata: { resourceId: idOf('Microsoft.KeyVault/vaults', 'kv'), dnsName: 'https://kv.vault.azure.net/' },
    },
  ],
  ['databricks:index/secretAcl:SecretAcl', { scope: 's', principal: 'p', permission: 'READ' }],
  ['databricks:index/ipAccessList:IpAccessList', { label: 'l', listType: 'ALLOW', ipAddresses: ['20.1.2.3'] }],
  ['databricks:index/workspaceConf:WorkspaceConf', { customConfig: { enableIpAccessLists: 'true' } }],
  ['databricks:index/notebook:Notebook', { path: '/a/b', language: 'PYTHON', contentBase64: 'eA==' }],
  [
    'databricks:index/job:Job',
    {
      name: 'j',
      jobClusters: [{ jobClusterKey: 'k', newCluster: spec }],
      tasks: [
        { taskKey: 'a', jobClusterKey: 'k', notebookTask: { notebookPath: '/a' } },
        { taskKey: 'b', jobClusterKey: 'k', notebookTask: { notebookPath: '/b' }, dependsOns: [{ taskKey: 'a' }] },
      ],
      runAs: { servicePrincipalName: 'x' },
      schedule: { quartzCronExpression: '0 0 2 * * ?', timezoneId: 'UTC' },
    },
  ],
  ['databricks:index/permissions:Permissions', { clusterId: 'c', accessControls: [{ groupName: 'users', permissionLevel: 'CAN_RESTART' }] }],
  [
    'databricks:index/storageCredential:StorageCredential',
    { name: 'c', azureManagedIdentity: { accessConnectorId: idOf('Microsoft.Databricks/accessConnectors', 'c') } },
  ],
  ['databricks:index/externalLocation:ExternalLocation', { name: 'l', url: 'abfss://gold@account.dfs.core.windows.net/', credentialName: 'c' }],
  ['databricks:index/catalog:Catalog', { name: 'c', storageRoot: 'abfss://gold@account.dfs.core.windows.net/c' }],
  ['databricks:index/grants:Grants', { schema: 'c.s', grants: [{ principal: 'p', privileges: ['SELECT'] }] }],
  ['databricks:index/servicePrincipal:ServicePrincipal', { applicationId: '33333333-3333-3333-3333-333333333333' }],
];

/** The inputs once for every place in them, with that place not known yet. */
function* withUnknowns(node: Value, rebuild: (value: Value) => Value, path = ''): Generator<readonly [path: string, inputs: Value]> {
  if (path !== '') yield [path, rebuild(unknown)];
  if (Array.isArray(node))
    for (const [index, item] of node.entries()) yield* withUnknowns(item, (value) => rebuild(node.with(index, value)), `${path}[${index}]`);
  else if (typeof node === 'object' && node !== null)
    for (const [key, item] of Object.entries(node)) yield* withUnknowns(item, (value) => rebuild({ ...node, [key]: value }), `${path}.${key}`);
}

for (const [token, inputs] of accepted) {
  test(`what is not known yet is never refused: ${token}`, () => {
    const { cloud } = testCloud();
    const refused = [['', inputs] as const, ...withUnknowns(inputs, (value) => value)].flatMap(([path, news]) =>
      cloud
        .check({ token, name: 'logical', news: news as Properties, olds: undefined, seed: 'seed' })
        .failures.map((failure) => `${path}: ${failure.path} ${failure.message}`),
    );
    expect(refused).toEqual([]);
  });
}
