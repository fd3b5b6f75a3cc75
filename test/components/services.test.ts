// Each service component on its own: its children and the properties that must hold in every environment.
import { checkName, resourceNames } from '../../infra/naming';
import { Identities, platformGrants, RoleAssignments, roles } from '../../infra/components/access';
import { MonthlyBudget, startOfMonth } from '../../infra/components/budget';
import { DataFactory } from '../../infra/components/data-factory';
import { DataLake } from '../../infra/components/data-lake';
import { Diagnostics, storageSources } from '../../infra/components/diagnostics';
import { guidOf } from '../../infra/components/guid';
import { Network } from '../../infra/components/network';
import { Observability } from '../../infra/components/observability';
import { record, type Recording } from './support/recorder';
import { settingsFor } from './support/targets';

const place = { resourceGroupName: 'rg', location: 'eastus' };
const names = resourceNames(settingsFor('dev', 'eastus'));
const open = { isOpen: true, publicRanges: [], privateRanges: [] };

describe('the network', () => {
  let recorded: Recording;
  beforeAll(async () => {
    recorded = await record(() => {
      new Network('network', { ...place, names, addressSpace: '10.10.0.0/16', privateRanges: ['10.0.0.0/8'], isWorkspacePublic: true });
    });
  });

  test('is one VNet with three subnets, two NSGs and a NAT gateway with its address', () => {
    expect(recorded.childrenOf('network')).toEqual([
      'azure-native:network:NatGateway nat',
      'azure-native:network:NetworkSecurityGroup nsg-databricks',
      'azure-native:network:NetworkSecurityGroup nsg-private-endpoints',
      'azure-native:network:PublicIPAddress nat-ip',
      'azure-native:network:Subnet snet-databricks-private',
      'azure-native:network:Subnet snet-databricks-public',
      'azure-native:network:Subnet snet-private-endpoints',
      'azure-native:network:VirtualNetwork vnet',
    ]);
  });

  test.each(['snet-databricks-public', 'snet-databricks-private'])('%s is delegated to Databricks, has an NSG, and goes out through NAT alone', (subnet) => {
    expect(recorded.one('azure-native:network:Subnet', subnet).inputs).toMatchObject({
      delegations: [{ serviceName: 'Microsoft.Databricks/workspaces' }],
      networkSecurityGroup: { id: '/mock/azure-native:network:NetworkSecurityGroup/nsg-databricks' },
      natGateway: { id: '/mock/azure-native:network:NatGateway/nat' },
      serviceEndpoints: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }],
      defaultOutboundAccess: false,
    });
  });

  test('changes its subnets one after the other, because Azure refuses two changes of a VNet at once', () => {
    expect(recorded.one('azure-native:network:Subnet', 'snet-databricks-private').dependsOn).toContain('snet-databricks-public');
    expect(recorded.one('azure-native:network:Subnet', 'snet-private-endpoints').dependsOn).toContain('snet-databricks-private');
  });

  test('applies NSG rules to private endpoints', () => {
    expect(recorded.one('azure-native:network:Subnet', 'snet-private-endpoints').inputs).toMatchObject({
      privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
      networkSecurityGroup: { id: '/mock/azure-native:network:NetworkSecurityGroup/nsg-private-endpoints' },
    });
  });

  test('lets nothing in from the internet on any NSG', () => {
    const rules = recorded.all('azure-native:network:NetworkSecurityGroup').flatMap(({ inputs }) => inputs['securityRules'] as Record<string, string>[]);
    const inbound = rules.filter((rule) => rule['direction'] === 'Inbound' && rule['access'] === 'Allow');
    expect(inbound.length).toBeGreaterThan(0);
    expect(inbound.filter((rule) => ['*', 'Internet', '0.0.0.0/0'].includes(rule['sourceAddressPrefix'] ?? ''))).toEqual([]);
  });
});

describe('the data lake', () => {
  let recorded: Recording;
  const args = { ...place, accountName: 'stlake', subnetIds: ['subnet-1'], softDeleteDays: 14, bronzeToCoolDays: 30, bronzeDeleteDays: 365 };
  beforeAll(async () => {
    recorded = await record(() => {
      new DataLake('data-lake', { ...args, ranges: open, isGeoRedundant: false });
    });
  });

  test('is one account with soft delete, three containers and one lifecycle policy', () => {
    expect(recorded.childrenOf('data-lake')).toEqual([
      'azure-native:storage:BlobContainer bronze',
      'azure-native:storage:BlobContainer gold',
      'azure-native:storage:BlobContainer silver',
      'azure-native:storage:BlobServiceProperties blob-service',
      'azure-native:storage:ManagementPolicy lifecycle',
      'azure-native:storage:StorageAccount storage',
    ]);
  });

  test('is hierarchical and closed to keys, anonymous readers, other tenants and old TLS', () => {
    expect(recorded.one('azure-native:storage:StorageAccount').inputs).toMatchObject({
      isHnsEnabled: true,
      kind: 'StorageV2',
      minimumTlsVersion: 'TLS1_2',
      enableHttpsTrafficOnly: true,
      allowBlobPublicAccess: false,
      allowSharedKeyAccess: false,
      allowCrossTenantReplication: false,
      defaultToOAuthAuthentication: true,
      isLocalUserEnabled: false,
      encryption: { requireInfrastructureEncryption: true },
    });
    for (const container of recorded.all('azure-native:storage:BlobContainer')) expect(container.inputs).toMatchObject({ publicAccess: 'None' });
  });

  test('asks for soft delete and never for versioning, which a hierarchical account refuses', () => {
    const { inputs } = recorded.one('azure-native:storage:BlobServiceProperties');
    expect(inputs).toMatchObject({ deleteRetentionPolicy: { enabled: true, days: 14 }, containerDeleteRetentionPolicy: { enabled: true, days: 14 } });
    for (const illegal of ['isVersioningEnabled', 'changeFeed', 'restorePolicy']) expect(inputs).not.toHaveProperty(illegal);
  });

  test('ages bronze by the days of the environment', () => {
    expect(recorded.one('azure-native:storage:ManagementPolicy').inputs).toMatchObject({
      policy: {
        rules: [
          {
            definition: {
              filters: { prefixMatch: ['bronze/'] },
              actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 }, delete: { daysAfterModificationGreaterThan: 365 } } },
            },
          },
        ],
      },
    });
  });

  test.each([
    [true, 'Standard_GRS'],
    [false, 'Standard_LRS'],
  ])('with geo-redundancy %s has the sku %s', async (isGeoRedundant, sku) => {
    const one = await record(() => {
      new DataLake('data-lake', { ...args, ranges: open, isGeoRedundant });
    });
    expect(one.one('azure-native:storage:StorageAccount').inputs).toMatchObject({ sku: { name: sku } });
  });
});

describe('observability', () => {
  const args = { ...place, logAnalyticsName: 'log-x', appInsightsName: 'appi-x', retentionDays: 45 };

  test('is one workspace and the component on it, both without keys', async () => {
    const recorded = await record(() => {
      new Observability('observability', args);
    });
    expect(recorded.childrenOf('observability')).toEqual([
      'azure-native:applicationinsights:Component app-insights',
      'azure-native:operationalinsights:Workspace log-analytics',
    ]);
    expect(recorded.one('azure-native:operationalinsights:Workspace').inputs).toMatchObject({
      retentionInDays: 45,
      sku: { name: 'PerGB2018' },
      features: { disableLocalAuth: true },
    });
    expect(recorded.one('azure-native:operationalinsights:Workspace').inputs).not.toHaveProperty('workspaceCapping');
    expect(recorded.one('azure-native:applicationinsights:Component').inputs).toMatchObject({
      workspaceResourceId: '/mock/azure-native:operationalinsights:Workspace/log-analytics',
      disableLocalAuth: true,
      kind: 'web',
      applicationType: 'web',
    });
  });

  test('caps the logs of a day where told', async () => {
    const recorded = await record(() => {
      new Observability('observability', { ...args, dailyCapGb: 5 });
    });
    expect(recorded.one('azure-native:operationalinsights:Workspace').inputs).toMatchObject({ workspaceCapping: { dailyQuotaGb: 5 } });
  });
});

describe('Data Factory', () => {
  const build = (isPublic: boolean) =>
    record(() => {
      new DataFactory('data-factory', {
        ...place,
        factoryName: 'adf-x',
        lakehousePrefix: 'insurance-dev-eus',
        environment: 'dev',
        workspaceUrl: 'https://adb-1.1.azuredatabricks.net',
        workspaceId: '/workspace',
        identityId: '/identity',
        isPublic,
        cluster: { sparkVersion: '16.4.x-scala2.12', nodeType: 'Standard_D4ds_v5', workers: { min: 1, max: 2 } },
      });
    });
  const whatAlwaysIs = [
    'azure-native:datafactory:CredentialOperation credential-etl',
    'azure-native:datafactory:Factory factory',
    'azure-native:datafactory:LinkedService linked-service-databricks',
    'azure-native:datafactory:Pipeline pipeline-blue',
    'azure-native:datafactory:Pipeline pipeline-green',
    'azure-native:datafactory:Trigger trigger-blue',
    'azure-native:datafactory:Trigger trigger-green',
  ];

  test('has one pipeline and one trigger a slot', async () => {
    const recorded = await build(true);
    expect(recorded.childrenOf('data-factory')).toEqual(whatAlwaysIs);
    for (const slot of ['blue', 'green']) {
      expect(recorded.one('azure-native:datafactory:Pipeline', `pipeline-${slot}`).inputs).toMatchObject({
        pipelineName: `ETL_Pipeline_CI_CD_${slot}`,
        concurrency: 1,
      });
      expect(recorded.one('azure-native:datafactory:Trigger', `trigger-${slot}`).inputs).toMatchObject({
        properties: { type: 'ScheduleTrigger', pipelines: [{ pipelineReference: { referenceName: `ETL_Pipeline_CI_CD_${slot}` }, parameters: { slot } }] },
      });
    }
  });

  test('logs in to Databricks as the identity of the pipeline, which is assigned to it, without a token', async () => {
    const recorded = await build(true);
    expect(recorded.one('azure-native:datafactory:Factory').inputs).toMatchObject({
      identity: { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: ['/identity'] },
    });
    const credential = recorded.one('azure-native:datafactory:CredentialOperation');
    expect(credential.inputs).toMatchObject({ credentialName: 'EtlIdentity', properties: { type: 'ManagedIdentity', resourceId: '/identity' } });
    const service = recorded.one('azure-native:datafactory:LinkedService');
    expect(service.dependsOn).toContain('credential-etl');
    const { properties } = service.inputs as { properties: object };
    expect(properties).toMatchObject({ credential: { type: 'CredentialReference', referenceName: 'EtlIdentity' } });
    expect(properties).toMatchObject({ type: 'AzureDatabricks', authentication: 'MSI', workspaceResourceId: '/workspace', newClusterNumOfWorker: '1:2' });
    expect(properties).not.toHaveProperty('accessToken');
    expect(properties).not.toHaveProperty('connectVia');
  });

  test('runs ingestion, then the dbt models, then the data-quality tests, each only after success', async () => {
    const { activities } = (await build(true)).one('azure-native:datafactory:Pipeline', 'pipeline-blue').inputs as { activities: Record<string, unknown>[] };
    expect(activities.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
      ['Trigger_Ingestion', []],
      ['Run_dbt_Models', [{ activity: 'Trigger_Ingestion', dependencyConditions: ['Succeeded'] }]],
      ['Data_Quality_Tests', [{ activity: 'Run_dbt_Models', dependencyConditions: ['Succeeded'] }]],
    ]);
    const expression = (value: string) => ({ value, type: 'Expression' });
    expect(activities[0]).toMatchObject({
      type: 'DatabricksNotebook',
      linkedServiceName: { referenceName: 'DatabricksLinkedService', type: 'LinkedServiceReference' },
      baseParameters: { environment: expression('@pipeline().parameters.environment'), run_id: expression('@pipeline().RunId') },
    });
    expect(activities[1]).toMatchObject({ baseParameters: { target: expression('@pipeline().parameters.environment') } });
  });

  test('lets every activity install the packages of its own slot, on a cluster that sees the catalog', async () => {
    const recorded = await build(true);
    expect(recorded.one('azure-native:datafactory:LinkedService').inputs).toMatchObject({ properties: { dataSecurityMode: 'USER_ISOLATION' } });
    for (const slot of ['blue', 'green']) {
      const { activities } = recorded.one('azure-native:datafactory:Pipeline', `pipeline-${slot}`).inputs as { activities: { libraries: object[] }[] };
      for (const { libraries } of activities)
        expect(libraries[0]).toEqual({ whl: `/Volumes/insurance_dev_eus/insurance_${slot}/etl/packages/hiscox_etl-0.1.0-py3-none-any.whl` });
    }
  });

  test('runs from a managed network where the workspace has no public front end', async () => {
    const recorded = await build(false);
    expect(recorded.childrenOf('data-factory')).toEqual(
      [
        ...whatAlwaysIs,
        'azure-native:datafactory:IntegrationRuntime managed-runtime',
        'azure-native:datafactory:ManagedPrivateEndpoint managed-endpoint-databricks',
        'azure-native:resources:Deployment managed-network',
      ].sort(),
    );
    expect(recorded.one('azure-native:datafactory:Factory').inputs).toMatchObject({ publicNetworkAccess: 'Disabled' });
    const service = recorded.one('azure-native:datafactory:LinkedService');
    expect(service.inputs).toMatchObject({ properties: { connectVia: { referenceName: 'ManagedNetworkRuntime' } } });
    expect([...service.dependsOn].sort()).toEqual(expect.arrayContaining(['credential-etl', 'managed-runtime']));
  });
});

describe('access', () => {
  const sources = {
    identities: { principalIds: { ingestion: 'p-ingestion', transformation: 'p-transformation', pipeline: 'p-pipeline' } },
    accessConnectorPrincipalId: 'p-connector',
    containerIds: { bronze: '/bronze', silver: '/silver', gold: '/gold' },
    storageAccountId: '/storage',
    registryId: '/registry',
    vaultId: '/vault',
    appInsightsId: '/insights',
    workspaceId: '/workspace',
    databricksServicePrincipalId: undefined,
  };
  // The table holds Inputs; in this test they are plain strings.
  const grants = () => platformGrants(sources as unknown as Parameters<typeof platformGrants>[0]);

  test('has one identity an image and one for the pipeline, each with a name that Azure takes', async () => {
    const recorded = await record(() => {
      new Identities('identities', { ...place, names });
    });
    expect(recorded.childrenOf('identities')).toEqual([
      'azure-native:managedidentity:UserAssignedIdentity identity-ingestion',
      'azure-native:managedidentity:UserAssignedIdentity identity-pipeline',
      'azure-native:managedidentity:UserAssignedIdentity identity-transformation',
    ]);
    const physical = recorded.all('azure-native:managedidentity:UserAssignedIdentity').map(({ inputs }) => String(inputs['resourceName']));
    expect(physical.flatMap((name) => checkName({ kind: 'identity', name }) ?? [])).toEqual([]);
  });

  test('grants data rights on containers, never on the account, and nothing above one resource', () => {
    const onData = grants().filter(({ role }) => role === 'blobContributor' || role === 'blobReader');
    expect(onData.length).toBe(7);
    expect(onData.filter(({ scope }) => !['/bronze', '/silver', '/gold'].includes(String(scope)))).toEqual([]);
    expect(
      grants()
        .filter(({ role }) => role === 'contributor')
        .map(({ scope, principalId }) => [scope, principalId]),
    ).toEqual([['/workspace', 'p-pipeline']]);
  });

  test('gives the identity of the pipeline the workspace and nothing else in Azure', () => {
    const ofPipeline = grants().filter(({ principalId }) => principalId === 'p-pipeline');
    expect(ofPipeline.map(({ key, role, scope }) => [key, role, scope])).toEqual([['factory-workspace', 'contributor', '/workspace']]);
  });

  test('lets ingestion write bronze alone', () => {
    expect(
      grants()
        .filter(({ principalId, role }) => principalId === 'p-ingestion' && role.startsWith('blob'))
        .map(({ role, scope }) => [role, scope]),
    ).toEqual([['blobContributor', '/bronze']]);
  });

  test('lets Databricks read the vault only where its object id in the tenant is known', () => {
    const known = platformGrants({ ...sources, databricksServicePrincipalId: 'p-databricks' } as unknown as Parameters<typeof platformGrants>[0]);
    expect(known.length).toBe(grants().length + 1);
    expect(known[0]).toMatchObject({ role: 'secretsUser', principalId: 'p-databricks', scope: '/vault' });
  });

  test('names an assignment after scope, principal and role, and says that the principal is a service', async () => {
    const recorded = await record(() => {
      new RoleAssignments('grants', {
        subscriptionId: 'sub',
        grants: [{ key: 'a', role: 'acrPull', principalId: 'p', scope: '/Registry', description: 'pulls' }],
      });
    });
    expect(recorded.one('azure-native:authorization:RoleAssignment', 'grant-a').inputs).toEqual({
      roleAssignmentName: guidOf('/registry', 'p', roles.acrPull),
      scope: '/Registry',
      principalId: 'p',
      principalType: 'ServicePrincipal',
      description: 'pulls',
      roleDefinitionId: `/subscriptions/sub/providers/Microsoft.Authorization/roleDefinitions/${roles.acrPull}`,
    });
  });

  test('makes the same GUID of the same parts, another of others, and of the right form', () => {
    expect(guidOf('a', 'b')).toBe(guidOf('a', 'b'));
    expect(guidOf('a', 'b')).not.toBe(guidOf('ab', ''));
    expect(guidOf('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

test('a storage account sends the metrics of the account and the logs of each of its services', async () => {
  const recorded = await record(() => {
    new Diagnostics('diagnostics', { names, logAnalyticsId: '/log', sources: storageSources('/account') });
  });
  const settings = recorded.all('azure-native:monitor:DiagnosticSetting').map(({ inputs }) => inputs);
  expect(settings.map((inputs) => inputs['resourceUri'])).toEqual([
    '/account',
    ...['blob', 'queue', 'table', 'file'].map((service) => `/account/${service}Services/default`),
  ]);
  expect(settings[0]).toMatchObject({ logs: [], metrics: [{ category: 'Transaction', enabled: true }], workspaceId: '/log' });
  expect(settings[1]).toMatchObject({ logs: [{ categoryGroup: 'allLogs', enabled: true }] });
});

test('a budget starts with the month, warns at every threshold, and keeps the start that it was born with', async () => {
  const recorded = await record(() => {
    new MonthlyBudget('monthly-budget', {
      budgetName: 'budget-x',
      scope: '/group',
      monthlyAmount: 500,
      thresholds: [80, 100],
      emails: ['team@example.com'],
      startDate: startOfMonth(new Date('2026-11-23T08:00:00Z')),
    });
  });
  const budget = recorded.one('azure-native:consumption:Budget');
  expect(budget.inputs).toMatchObject({
    amount: 500,
    timeGrain: 'Monthly',
    timePeriod: { startDate: '2026-11-01T00:00:00Z' },
    notifications: { 'actual-80-percent': { threshold: 80, enabled: true, contactEmails: ['team@example.com'] }, 'actual-100-percent': { threshold: 100 } },
  });
  expect(budget.ignoreChanges).toEqual(['timePeriod']);
});
