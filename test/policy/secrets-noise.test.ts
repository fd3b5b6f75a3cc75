// What our own programs register holds no secret in the open: the policies on secrets find nothing in it, in any environment.
import { platformOutputs } from '../../infra/outputs';
import { program as lakehouse } from '../../infra/programs/lakehouse';
import { program as platform } from '../../infra/programs/platform';
import { Evaluator } from '../../policy/evaluate';
import { strictest } from '../../policy/environment';
import { secretsPolicies } from '../../policy/policies/secrets';
import { currentType } from '../../policy/resource';
import { Secret, isList, isProperties, unknown, type Properties, type Value } from '../../policy/value';
import { record, type Registration } from '../components/support/recorder';
import { inputFor } from '../components/support/targets';

const targets = [
  ['dev', 'eastus'],
  ['staging', 'eastus'],
  ['prod', 'northeurope'],
] as const;

const known: Readonly<Record<string, string>> = {
  databricksUrl: 'https://adb-1234567890123456.7.azuredatabricks.net',
  databricksWorkspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/dbw',
  egressIpAddress: '20.30.40.50',
  transformationClientId: '11111111-2222-3333-4444-555555555555',
  pipelineClientId: '11111111-2222-3333-4444-666666666666',
};
const upstream = { platform: Object.fromEntries(platformOutputs.map((name) => [name, known[name] ?? `the-${name}`])) };
const config = {
  'hx:slackWebhookUrl': `https://hooks.slack.com/services/T00000000/B00000000/${'x'.repeat(24)}`,
  'hx:pagerdutyWebhookUrl': `https://events.pagerduty.com/integration/${'0'.repeat(32)}/enqueue`,
  'hx:databricksServicePrincipalId': '99999999-2222-3333-4444-555555555555',
};

/** What the recorder shows, as a policy sees it. */
function valueOf(recorded: unknown): Value {
  if (recorded === '04da6b54-80e4-46f7-96ec-b56ff0331ba9') return unknown;
  if (Array.isArray(recorded)) return recorded.map(valueOf);
  if (typeof recorded !== 'object' || recorded === null) return recorded as Value;
  const keys = Object.keys(recorded);
  if (keys.length === 1 && keys[0] === 'secret') return new Secret(valueOf((recorded as { secret: unknown }).secret));
  return Object.fromEntries(Object.entries(recorded).map(([key, inner]) => [key, valueOf(inner)]));
}

const textsIn = (value: Value): number => {
  if (typeof value === 'string') return 1;
  if (isList(value)) return value.reduce<number>((sum, item) => sum + textsIn(item), 0);
  return isProperties(value) ? Object.values(value).reduce<number>((sum, item) => sum + textsIn(item), 0) : 0;
};

const evaluator = new Evaluator({ policies: secretsPolicies, environment: strictest, exemptions: [] });
const findingsIn = ({ type, name, inputs }: Registration): readonly string[] =>
  evaluator
    .judge({ urn: name, type: currentType(type), name, inputs: valueOf(inputs) as Properties, isProtected: false, propertyDependencies: {} })
    .filter(({ outcome }) => outcome !== 'passed')
    .flatMap(({ policy, violations, reason }) => [`${name}: ${policy.id} ${reason ?? ''} ${violations.map(({ property }) => property).join(' ')}`]);

describe.each(targets)('the programs of %s-%s', (env, region) => {
  test('hold no secret in the open', async () => {
    const ofPlatform = await record(() => platform(inputFor(env, region)), { config });
    const ofLakehouse = await record(() => lakehouse(inputFor(env, region, {}, upstream)), { config });
    const resources = [...ofPlatform.resources, ...ofLakehouse.resources];
    expect(resources.reduce((sum, { inputs }) => sum + textsIn(valueOf(inputs)), 0)).toBeGreaterThan(500);
    expect(resources.flatMap(findingsIn)).toEqual([]);
  });
});

test('the recorder does show them: a webhook address that is not marked is found', () => {
  const receiver = { serviceUri: config['hx:pagerdutyWebhookUrl'] };
  expect(findingsIn({ type: 'azure-native:monitor:ActionGroup', name: 'group', inputs: { webhookReceivers: [receiver] } } as unknown as Registration)).toEqual([
    'group: secrets-messaging  webhookReceivers.0.serviceUri',
  ]);
});
