import { accepts, cloudWithGroup, groupId, idOf, patched, plans, refuses, refusesUpdates, type Table } from '../../../support/kind-cases';
import { keyVault, storageAccount } from '../network/worlds';
import type { TestCloud } from '../../../support/test-cloud';

const inGroup = { resourceGroupName: 'rg1' };
const account = idOf('Microsoft.Storage/storageAccounts', 'stfidelity001');
const logs = idOf('Microsoft.OperationalInsights/workspaces', 'log-fidelity-001');
const world = (): TestCloud => {
  const cloud = cloudWithGroup();
  storageAccount(cloud);
  cloud.create('azure-native:operationalinsights:Workspace', {
    ...inGroup,
    workspaceName: 'log-fidelity-001',
    location: 'westeurope',
    sku: { name: 'PerGB2018' },
    retentionInDays: 30,
  });
  return cloud;
};

describe('ActionGroup', () => {
  const email = { name: 'oncall', emailAddress: 'oncall@example.com', useCommonAlertSchema: true };
  const table: Table = {
    token: 'azure-native:monitor:ActionGroup',
    base: { ...inGroup, actionGroupName: 'ag-ops', location: 'Global', enabled: true, groupShortName: 'ops', emailReceivers: [email] },
  };
  const sms = { name: 'sms', countryCode: '49', phoneNumber: '1701234567' };
  accepts(table, [
    ['an e-mail receiver', {}],
    ['receivers of several kinds', { smsReceivers: [sms], webhookReceivers: [{ name: 'hook', serviceUri: 'https://example.com/hook' }] }],
    ['a short name of 12 characters', { groupShortName: 's'.repeat(12) }],
    ['no receivers', { emailReceivers: undefined }],
  ]);
  refuses(table, [
    ['AG-06 one name for two kinds of receivers', { smsReceivers: [{ ...sms, name: 'oncall' }] }],
    ['AG-07 an SMS receiver without a country code', { smsReceivers: [{ name: 'sms', phoneNumber: '1701234567' }] }],
    ['AG-08 no short name', { groupShortName: undefined }],
    ['AG-10 an invalid e-mail address', { 'emailReceivers.0.emailAddress': 'not-an-address' }],
    ['a short name of 13 characters', { groupShortName: 's'.repeat(13) }],
    ['an empty short name', { groupShortName: '' }],
    ['two e-mail receivers of one name in other letters', { 'emailReceivers.1': { ...email, name: 'OnCall' } }],
    ['a receiver without a name', { 'emailReceivers.0.name': undefined }],
    ['a webhook that is no URL', { webhookReceivers: [{ name: 'hook', serviceUri: 'example' }] }],
    ['a webhook with a login but no object id', { webhookReceivers: [{ name: 'hook', serviceUri: 'https://example.com', useAadAuth: true }] }],
    ['a role that is no id', { armRoleReceivers: [{ name: 'role', roleId: 'Owner' }] }],
    ['a logic app that is no id', { logicAppReceivers: [{ name: 'app', resourceId: 'app', callbackUrl: 'https://example.com' }] }],
    ['a region that action groups do not have', { location: 'westeurope' }],
    ['a country code with a plus', { smsReceivers: [{ ...sms, countryCode: '+49' }] }],
    ['eleven SMS receivers', { smsReceivers: Array.from({ length: 11 }, (_, n) => ({ ...sms, name: `sms${n}` })) }],
    ['a name with a slash', { actionGroupName: 'ag/ops' }],
  ]);
  plans(table, [
    ['another name as a replacement', { actionGroupName: 'ag-two' }, 'replace'],
    ['another receiver as an update', { 'emailReceivers.1': { ...email, name: 'b' } }, 'update'],
  ]);
  test('AG-09 the common alert schema is off and a receiver is enabled', () => {
    const { outputs } = cloudWithGroup().create(table.token, patched(table.base, { 'emailReceivers.0.useCommonAlertSchema': undefined }));
    expect(outputs['emailReceivers']).toMatchObject([{ name: 'oncall', useCommonAlertSchema: false, status: 'Enabled' }]);
  });
});

describe('MetricAlert', () => {
  const criterion = {
    criterionType: 'StaticThresholdCriterion',
    name: 'c1',
    metricNamespace: 'Microsoft.Storage/storageAccounts',
    metricName: 'Availability',
    operator: 'LessThan',
    threshold: 99,
    timeAggregation: 'Average',
  };
  const dynamic = patched(criterion, {
    criterionType: 'DynamicThresholdCriterion',
    threshold: undefined,
    operator: 'GreaterThan',
    alertSensitivity: 'Medium',
    failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 3 },
  });
  const single = 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria';
  const multiple = 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria';
  const table: Table = {
    token: 'azure-native:monitor:MetricAlert',
    base: {
      ...inGroup,
      ruleName: 'ma-avail',
      location: 'global',
      enabled: true,
      severity: 3,
      scopes: [account],
      evaluationFrequency: 'PT1M',
      windowSize: 'PT5M',
      criteria: { odataType: single, allOf: [criterion] },
    },
    world,
  };
  const wide = {
    scopes: [groupId],
    targetResourceType: 'Microsoft.Storage/storageAccounts',
    targetResourceRegion: 'westeurope',
    'criteria.odataType': multiple,
  };
  accepts(table, [
    ['MA-01 a static threshold', {}],
    ['a group as scope with type and region', wide],
    ['a dynamic threshold every 5 minutes', { evaluationFrequency: 'PT5M', criteria: { odataType: multiple, allOf: [dynamic] } }],
    ['a custom metric whose check is skipped', { 'criteria.allOf.0.metricName': 'mine', 'criteria.allOf.0.skipMetricValidation': true }],
  ]);
  refuses(table, [
    ['MA-04 a frequency of two hours', { evaluationFrequency: 'PT2H', windowSize: 'PT6H' }],
    ['MA-05 a window of two hours', { windowSize: 'PT2H' }],
    ['MA-14 an unknown aggregation', { 'criteria.allOf.0.timeAggregation': 'Median' }],
    ['MA-18 no window', { windowSize: undefined }],
    ['a window below the frequency', { evaluationFrequency: 'PT15M', windowSize: 'PT5M' }],
    ['severity 5', { severity: 5 }],
    ['severity -1', { severity: -1 }],
    ['no scope', { scopes: [] }],
    ['a scope that does not exist', { scopes: [`${account}x`] }],
    ['a scope that is no id', { scopes: ['stfidelity001'] }],
    ['a group as scope without the type', { ...wide, targetResourceType: undefined }],
    ['a group as scope without the region', { ...wide, targetResourceRegion: undefined }],
    ['a group as scope with criteria of one resource', { ...wide, 'criteria.odataType': single }, /Only single resource is allowed/],
    ['a dynamic threshold in criteria of one resource', { 'criteria.allOf.0': dynamic }],
    ['a dynamic threshold every minute', { criteria: { odataType: multiple, allOf: [dynamic] } }, /every 5 minutes/],
    ['scopes of two types', { ...wide, scopes: [account, logs] }, /one resource type/],
    ['more failing periods than periods', { criteria: { odataType: multiple, allOf: [patched(dynamic, { 'failingPeriods.minFailingPeriodsToAlert': 5 })] } }],
    ['criteria without conditions', { 'criteria.allOf': [] }],
    ['two conditions of one name', { 'criteria.allOf.1': criterion }],
    ['six conditions', { 'criteria.allOf': [1, 2, 3, 4, 5, 6].map((n) => ({ ...criterion, name: `c${n}` })) }],
    ['an unknown operator', { 'criteria.allOf.0.operator': 'Below' }],
    ['a static condition without a threshold', { 'criteria.allOf.0.threshold': undefined }],
    ['an unknown metric', { 'criteria.allOf.0.metricName': 'Nonsense' }],
    ['a dimension with an unknown operator', { 'criteria.allOf.0.dimensions': [{ name: 'ApiName', operator: 'Equals', values: ['x'] }] }],
    ['a dimension without values', { 'criteria.allOf.0.dimensions': [{ name: 'ApiName', operator: 'Include', values: [] }] }],
    ['a region', { location: 'westeurope' }],
    ['an action group that does not exist', { actions: [{ actionGroupId: idOf('Microsoft.Insights/actionGroups', 'none') }] }],
    ['a name with a percent sign', { ruleName: 'ma%' }],
  ]);
  plans(table, [
    ['another severity as an update', { severity: 1 }, 'update'],
    ['another name as a replacement', { ruleName: 'ma-two' }, 'replace'],
  ]);
  refusesUpdates(table, [['criteria of another type', { 'criteria.odataType': multiple }, /BadRequest: Alert update failed\. .* is not supported/]]);
  test('an alert resolves by itself', () => {
    expect(world().create(table.token, table.base).outputs['autoMitigate']).toBe(true);
  });
});

describe('ScheduledQueryRule', () => {
  const condition = {
    query: 'Heartbeat | summarize c=count() by Computer, bin(TimeGenerated,5m)',
    timeAggregation: 'Count',
    operator: 'GreaterThan',
    threshold: 0,
    failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
  };
  const table: Table = {
    token: 'azure-native:monitor:ScheduledQueryRule',
    base: {
      ...inGroup,
      ruleName: 'sqr-errors',
      location: 'westeurope',
      kind: 'LogAlert',
      enabled: true,
      severity: 2,
      evaluationFrequency: 'PT5M',
      windowSize: 'PT15M',
      scopes: [logs],
      criteria: { allOf: [condition] },
    },
    world,
  };
  const first = (key: string) => `criteria.allOf.0.${key}`;
  accepts(table, [
    ['a log alert', {}],
    ['an average of a column', { [first('timeAggregation')]: 'Average', [first('metricMeasureColumn')]: 'c' }],
    ['muting that is longer than the frequency', { autoMitigate: false, muteActionsDuration: 'PT1H' }],
    ['a look-back that covers the window', { overrideQueryTimeRange: 'PT30M' }],
    ["the service's word for equality", { [first('operator')]: 'Equal' }],
    [
      'a metric made of a log',
      { kind: 'LogToMetric', severity: undefined, evaluationFrequency: undefined, windowSize: undefined, criteria: { allOf: [{ metricName: 'Heartbeat' }] } },
    ],
    ['the longest look-back', { windowSize: 'P2D', evaluationFrequency: 'P1D' }],
  ]);
  refuses(table, [
    ['SQ-02 a frequency of 7 minutes', { evaluationFrequency: 'PT7M' }],
    ['SQ-03 a frequency beyond the look-back', { evaluationFrequency: 'PT1H', windowSize: 'PT5M' }],
    [
      'SQ-04 muting that is shorter than the frequency',
      { evaluationFrequency: 'PT1H', windowSize: 'PT1H', autoMitigate: false, muteActionsDuration: 'PT30M' },
      /EvaluationFrequency cannot be greater than MuteActionsDuration/,
    ],
    ['SQ-09 an average without a column', { [first('timeAggregation')]: 'Average' }],
    ['SQ-11 a look-back beyond 48 hours', { evaluationFrequency: 'P1D', windowSize: 'P1D', [first('failingPeriods.numberOfEvaluationPeriods')]: 3 }],
    ['SQ-17 a range below the look-back', { windowSize: 'PT1H', overrideQueryTimeRange: 'PT30M' }],
    ['SQ-18 a scope that does not exist', { scopes: [`${logs}x`] }],
    ['a window of 7 minutes', { windowSize: 'PT7M' }],
    ['no severity', { severity: undefined }],
    ['severity 5', { severity: 5 }],
    ['no window', { windowSize: undefined }],
    ['no frequency', { evaluationFrequency: undefined }],
    ['no scopes', { scopes: undefined }],
    ['two scopes', { scopes: [logs, account] }],
    ['no criteria', { criteria: undefined }],
    ['no condition', { 'criteria.allOf': [] }],
    ['two conditions', { 'criteria.allOf.1': condition }],
    ['no query', { [first('query')]: undefined }],
    ['no operator', { [first('operator')]: undefined }],
    ['an unknown operator', { [first('operator')]: 'Above' }],
    ["the specification's word for equality, which the service refuses", { [first('operator')]: 'Equals' }, 'InvalidRequestContent'],
    ['an unknown aggregation', { [first('timeAggregation')]: 'Median' }],
    ['no threshold', { [first('threshold')]: undefined }],
    ['a column with a count', { [first('metricMeasureColumn')]: 'c' }],
    ['7 periods', { [first('failingPeriods.numberOfEvaluationPeriods')]: 7 }],
    ['more failing periods than periods', { [first('failingPeriods.minFailingPeriodsToAlert')]: 2 }],
    ['muting while resolving by itself', { autoMitigate: true, muteActionsDuration: 'PT1H' }],
    ['an unknown kind', { kind: 'Nonsense' }],
    ['a metric rule without a metric name', { kind: 'LogToMetric' }],
    ['an action group that does not exist', { actions: { actionGroups: [idOf('Microsoft.Insights/actionGroups', 'none')] } }],
    ['a location that is not global-able', { location: 'global' }],
  ]);
  plans(table, [
    ['another location as a replacement', { location: 'northeurope' }, 'replace'],
    ['another window as an update', { windowSize: 'PT30M' }, 'update'],
  ]);
  test('SQ-16 a rule is a log alert that resolves by itself after one failing period of one', () => {
    const { outputs } = world().create(table.token, patched(table.base, { kind: undefined, [first('failingPeriods')]: undefined }));
    expect(outputs).toMatchObject({
      kind: 'LogAlert',
      autoMitigate: true,
      criteria: { allOf: [{ failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 } }] },
    });
  });
});

describe('DiagnosticSetting', () => {
  const vault = idOf('Microsoft.KeyVault/vaults', 'kv-fidelity-001');
  const table: Table = {
    token: 'azure-native:monitor:DiagnosticSetting',
    base: {
      name: 'to-logs',
      resourceUri: vault,
      workspaceId: logs,
      logs: [{ category: 'AuditEvent', enabled: true }],
      metrics: [{ category: 'AllMetrics', enabled: true }],
    },
    world: () => {
      const cloud = world();
      keyVault(cloud);
      return cloud;
    },
  };
  accepts(table, [
    ['a category and metrics', {}],
    ['a category group', { logs: [{ categoryGroup: 'allLogs', enabled: true }] }],
    [
      'the blob service of an account',
      {
        resourceUri: `${account}/blobServices/default`,
        logs: [{ category: 'StorageWrite', enabled: true }],
        metrics: [{ category: 'Transaction', enabled: true }],
      },
    ],
    ['a storage account as destination', { workspaceId: undefined, storageAccountId: account }],
  ]);
  refuses(table, [
    ['no destination', { workspaceId: undefined }],
    ['no category', { logs: undefined, metrics: undefined }],
    ['categories that are all off', { 'logs.0.enabled': false, 'metrics.0.enabled': false }],
    ['a category that the resource does not have', { 'logs.0.category': 'JobRuns' }, 'not supported'],
    ['a group that the resource does not have', { logs: [{ categoryGroup: 'everything', enabled: true }] }],
    ['a category and a group in one entry', { 'logs.0.categoryGroup': 'audit' }],
    ['categories beside groups', { 'logs.1': { categoryGroup: 'allLogs', enabled: true } }],
    ['a category twice', { 'logs.1': { category: 'auditevent', enabled: true } }],
    ['an unknown metric category', { 'metrics.0.category': 'Some' }],
    ['logs of a storage account itself', { resourceUri: account }],
    ['a resource that does not exist', { resourceUri: `${vault}x` }],
    ['a workspace that does not exist', { workspaceId: `${logs}x` }],
    [
      'an account that writes to itself',
      {
        resourceUri: `${account}/blobServices/default`,
        workspaceId: undefined,
        storageAccountId: account,
        logs: [{ category: 'StorageWrite', enabled: true }],
        metrics: undefined,
      },
    ],
    ['an unknown destination type', { logAnalyticsDestinationType: 'Shared' }],
    ['an event hub without a rule', { eventHubName: 'hub' }],
  ]);
  plans(table, [
    ['another resource as a replacement', { resourceUri: logs, 'logs.0.category': 'Audit' }, 'replace'],
    ['another category as an update', { 'metrics.0.enabled': false }, 'update'],
  ]);
  test('a destination takes a category of a resource once', () => {
    const cloud = table.world?.() ?? world();
    cloud.create(table.token, table.base);
    expect(cloud.refusal(() => cloud.create(table.token, { ...table.base, name: 'again' }))).toMatchObject({
      status: 409,
      code: 'Conflict',
      message: expect.stringContaining("for category 'AuditEvent'"),
    });
  });
  refusesUpdates(table, [['no destination any more', { workspaceId: undefined }]]);
});
