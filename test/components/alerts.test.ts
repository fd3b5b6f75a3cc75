import { compiledAlerts, channelAddresses } from '../../infra/programs/alert-sources';
import { Alerts } from '../../infra/components/alerts';
import { resourceNames } from '../../infra/naming';
import { record, type Recording } from './support/recorder';
import { settingsFor } from './support/targets';

const settings = settingsFor('prod', 'eastus');
const config = { 'hx:slackWebhookUrl': 'https://hooks.slack.example/a', 'hx:pagerdutyWebhookUrl': 'https://events.pagerduty.example/b' };
const build = (env: 'dev' | 'prod', cloud: 'azure' | 'local', given: Readonly<Record<string, string>>): Promise<Recording> =>
  record(
    () => {
      new Alerts('alerts', {
        resourceGroupName: 'rg',
        location: 'eastus',
        names: resourceNames(settings),
        compiled: compiledAlerts(),
        addresses: channelAddresses(settingsFor(env, 'eastus'), cloud),
        appInsightsId: '/insights',
        logAnalyticsId: '/logs',
        databricksManagedGroupId: '/managed',
      });
    },
    { config: given },
  );

describe('the alerts', () => {
  let recorded: Recording;
  beforeAll(async () => {
    recorded = await build('prod', 'azure', config);
  });

  test('are one action group a channel, one rule an alert, and the relay to Slack', () => {
    expect(recorded.childrenOf('alerts')).toEqual([
      'azure-native:monitor:ActionGroup action-group-email',
      'azure-native:monitor:ActionGroup action-group-pagerduty',
      'azure-native:monitor:ActionGroup action-group-slack',
      'azure-native:monitor:MetricAlert alert-high-resource-usage',
      'azure-native:monitor:ScheduledQueryRule alert-data-quality-issues',
      'azure-native:monitor:ScheduledQueryRule alert-pipeline-failure',
      'hx:platform:SlackRelay slack',
    ]);
    expect(recorded.childrenOf('slack')).toEqual(['azure-native:logic:Workflow slack-relay', 'azure-native:monitor:DiagnosticSetting diagnostics-slack-relay']);
  });

  const group = (channel: string): string => `/mock/azure-native:monitor:ActionGroup/action-group-${channel}`;

  test('send a failed pipeline to all channels as critical, from a regional log rule', () => {
    expect(recorded.one('azure-native:monitor:ScheduledQueryRule', 'alert-pipeline-failure').inputs).toMatchObject({
      severity: 0,
      location: 'eastus',
      scopes: ['/insights'],
      enabled: true,
      actions: { actionGroups: ['email', 'slack', 'pagerduty'].map(group) },
    });
  });

  test('send bad data quality to mail and Slack as a warning', () => {
    expect(recorded.one('azure-native:monitor:ScheduledQueryRule', 'alert-data-quality-issues').inputs).toMatchObject({
      severity: 2,
      actions: { actionGroups: ['email', 'slack'].map(group) },
    });
  });

  test('watch the machines of all clusters by one global metric rule over several resources', () => {
    expect(recorded.one('azure-native:monitor:MetricAlert', 'alert-high-resource-usage').inputs).toMatchObject({
      severity: 2,
      location: 'global',
      scopes: ['/managed'],
      targetResourceType: 'Microsoft.Compute/virtualMachines',
      targetResourceRegion: 'eastus',
      criteria: { odataType: 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria', allOf: [{ operator: 'GreaterThan', threshold: 80 }] },
      actions: [{ actionGroupId: group('slack') }],
    });
  });

  test('keep every address but e-mail secret', () => {
    expect(recorded.one('azure-native:monitor:ActionGroup', 'action-group-slack').inputs).toMatchObject({
      logicAppReceivers: [{ callbackUrl: { secret: 'https://logic.example/?sig=a-secret' } }],
    });
    expect(recorded.one('azure-native:monitor:ActionGroup', 'action-group-pagerduty').inputs).toMatchObject({
      webhookReceivers: [{ serviceUri: { secret: config['hx:pagerdutyWebhookUrl'] } }],
    });
    expect(recorded.one('azure-native:logic:Workflow').inputs).toMatchObject({
      parameters: { slackWebhookUrl: { value: { secret: config['hx:slackWebhookUrl'] } } },
    });
    expect(recorded.one('azure-native:monitor:ActionGroup', 'action-group-email').inputs).toMatchObject({
      emailReceivers: settings.notifications.email.map((emailAddress) => ({ emailAddress })),
    });
  });
});

describe('a channel without its secret', () => {
  test('stops a protected environment on Azure, with what to type', async () => {
    await expect(build('prod', 'azure', {})).rejects.toThrow('pulumi config set --secret hx:slackWebhookUrl <url> --stack prod-eastus');
  });

  test('keeps its action group without a receiver in another environment on Azure, and warns once', async () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const recorded = await build('dev', 'azure', {});
    expect(warned.mock.calls.flat().filter((text) => String(text).includes('reach nobody'))).toHaveLength(1);
    warned.mockRestore();
    expect(recorded.one('azure-native:monitor:ActionGroup', 'action-group-slack').inputs).not.toHaveProperty('logicAppReceivers');
    expect(recorded.one('azure-native:monitor:ActionGroup', 'action-group-pagerduty').inputs).not.toHaveProperty('webhookReceivers');
    expect(recorded.all('azure-native:logic:Workflow')).toEqual([]);
  });

  test('has an address that leads nowhere in the local cloud', async () => {
    const recorded = await build('prod', 'local', {});
    expect(recorded.one('azure-native:monitor:ActionGroup', 'action-group-pagerduty').inputs).toMatchObject({
      webhookReceivers: [{ serviceUri: { secret: 'https://pagerdutywebhookurl.invalid/local-cloud' } }],
    });
    expect(recorded.one('azure-native:logic:Workflow').inputs).toMatchObject({
      parameters: { slackWebhookUrl: { value: { secret: 'https://slackwebhookurl.invalid/local-cloud' } } },
    });
  });
});

test('an alerts file that is wrong stops the program with the file and the line', () => {
  expect(() => compiledAlerts('/does/not/exist/alerts.yml')).toThrow('/does/not/exist/alerts.yml');
});
