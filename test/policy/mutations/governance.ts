// What holds for resources of every kind, and for rights and money, broken piece by piece.
import { readCases } from '../support/cases';
import { inLakehouse, inPlatform, renamed, revealed, set, unprotected, unset, withToken, without, type Row } from '../support/mutations';

const grant = 'grant-ingestion-images';
const subscription = '/subscriptions/00000000-0000-0000-0000-0000000000d3';
const owner = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`;

const rights: readonly Row[] = [
  inPlatform('a role is given on the subscription', set(grant, 'scope', subscription), 'access-subscription-scope'),
  inPlatform('an identity is Owner', set(grant, 'roleDefinitionId', owner), 'access-broad-role'),
  inPlatform('a person has a role', set(grant, 'principalType', 'User'), 'access-no-users'),
  inPlatform('a role assignment does not say for whom', unset(grant, 'principalType'), 'access-assignment-stable'),
  inPlatform('a role assignment has no name of its own', unset(grant, 'roleAssignmentName'), 'access-assignment-stable'),
];

const money: readonly Row[] = [
  inPlatform('the budget is left out', without('budget'), 'cost-budget'),
  inPlatform('the budget tells nobody', set('budget', 'notifications', {}), 'cost-budget-notifications'),
];

const stateful = {
  platform: ['resource-group', 'log-analytics', 'vault', 'registry', 'storage', 'bronze', 'silver', 'gold', 'databricks'],
  lakehouse: ['catalog', 'schema-live', 'schema-blue', 'schema-green'],
} as const;

const everywhere: readonly Row[] = [
  ...stateful.platform.map((name) => inPlatform(`${name} may be deleted`, unprotected(name), 'governance-protect-stateful')),
  ...stateful.lakehouse.map((name) => inLakehouse(`${name} may be deleted`, unprotected(name), 'governance-protect-stateful')),
  inPlatform('the lock of the logs is left out', without('lock-log-analytics'), 'governance-lock-stateful'),
  inPlatform('a tag is missing', unset('storage', 'tags.owner'), 'governance-required-tags'),
  inLakehouse('a tag of a cluster is missing', unset('cluster', 'customTags.cost-centre'), 'governance-required-tags'),
  inPlatform('the vault is in another region', set('vault', 'location', 'brazilsouth'), 'governance-allowed-locations'),
  inPlatform('a name is not legal', renamed('log-analytics', 'workspaceName', 'log_1'), 'governance-legal-names'),
  inPlatform('the sku of an address is retired', set('nat-ip', 'sku.name', 'Basic'), 'governance-retired-skus'),
  inPlatform('a slot has no pipeline', without('pipeline-green', 'trigger-green'), 'governance-slot-pairs'),
  inLakehouse('a slot has no job', without('job-green'), 'governance-slot-pairs'),
  inPlatform('a preview of an API is named', withToken('storage', 'azure-native:storage/v20250101preview:StorageAccount'), 'governance-preview-api-versions'),
  inPlatform('an API is named that ends', withToken('vault', 'azure-native:keyvault/v20230701:Vault'), 'governance-retired-api-versions'),
];

/** Texts that look like a secret, from the tables of the policies that look for them. */
const openSecrets: readonly Row[] = [
  'aws-key',
  'azure-client-secret',
  'azure-key',
  'azure-sas',
  'basic-auth',
  'connection-string',
  'databricks-token',
  'ibm-cloud',
  'jwt',
  'keyword',
  'messaging',
  'package-registry',
  'payment',
  'private-key',
  'source-control',
].map((kind) => {
  const broken = readCases(`secrets-${kind}.yaml`).find((one) => one.kind === 'broken');
  if (broken === undefined) throw new Error(`secrets-${kind} has no broken case`);
  return inLakehouse(`${kind} stands in the open`, set('secret-scope', 'pasted', broken.inputs), `secrets-${kind}`);
});

const marks: readonly Row[] = [
  inPlatform('the address of the Slack channel is no secret', revealed('slack-relay', 'parameters'), 'secrets-messaging'),
  inPlatform('the address of PagerDuty is no secret', revealed('action-group-pagerduty', 'webhookReceivers'), 'secrets-messaging'),
];

export const governanceMutations: readonly Row[] = [
  ...rights,
  ...money,
  ...everywhere,
  ...openSecrets,
  ...marks,
  inPlatform(
    'a secure parameter of a template has a default',
    set('managed-network', 'properties.template.parameters.setting', { type: 'secureString', defaultValue: 'in the open' }),
    'secrets-template-default',
    'secrets-keyword',
  ),
];
