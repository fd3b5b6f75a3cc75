// Our own programs as policies see them: recorded over mocks, with the ids that Azure would give. Judges nothing.
import { program as images } from '../../../infra/programs/images';
import { program as lakehouse } from '../../../infra/programs/lakehouse';
import { program as platform } from '../../../infra/programs/platform';
import { idOf } from '../../../localcloud/admission';
import type { Properties } from '../../../localcloud/kind';
import { kindOf } from '../../../localcloud/registry';
import type { Resource } from '../../../policy/resource';
import { record, type IdOf } from '../../components/support/recorder';
import { inputFor, settingsFor } from '../../components/support/targets';

export const targets = [
  ['dev', 'eastus'],
  ['staging', 'eastus'],
  ['prod', 'eastus'],
  ['prod', 'westus2'],
  ['prod', 'northeurope'],
] as const;

export const programs = ['platform', 'lakehouse', 'images'] as const;
export type ProgramName = (typeof programs)[number];

/**
 * `first`: a preview where nothing was ever made, and even names come back with the update alone; the lakehouse program then knows what the
 * platform put out. `update`: everything is known when its turn comes.
 */
export type Moment = 'first' | 'update';

/** A platform that is up, as far as the lakehouse program reads it. */
function platformOutputs(env: string, region: string): Readonly<Record<string, string>> {
  const { azure } = settingsFor(env, region);
  const group = `/subscriptions/${azure.subscriptionId}/resourceGroups/rg-etl`;
  return {
    registryLoginServer: 'acretl.azurecr.io',
    resourceGroup: 'rg-etl',
    storageAccount: 'stetl',
    keyVaultUri: 'https://kv-etl.vault.azure.net/',
    databricksUrl: 'https://adb-1234567890123456.7.azuredatabricks.net',
    appInsightsId: `${group}/providers/Microsoft.Insights/components/appi-etl`,
    keyVaultId: `${group}/providers/Microsoft.KeyVault/vaults/kv-etl`,
    databricksWorkspaceId: `${group}/providers/Microsoft.Databricks/workspaces/dbw-etl`,
    accessConnectorId: `${group}/providers/Microsoft.Databricks/accessConnectors/dbac-etl`,
    egressIpAddress: '20.30.40.50',
    transformationClientId: '7e57ab1e-0000-4000-8000-000000000001',
    pipelineClientId: '7e57ab1e-0000-4000-8000-000000000002',
  };
}

const build = { context: '/stage/context', dockerfile: '/stage/Dockerfile', args: { REVISION: 'a'.repeat(40) }, digest: 'c'.repeat(64) };
/** What a deployment builds. */
const delivery = { tag: 'v1', sha: 'a'.repeat(40), images: { 'etl-ingestion': { build }, 'etl-transformation': { build } } };

/** Configuration of a stack on Azure, in the shape of the real one. */
const config = {
  'hx:slackWebhookUrl': `https://hooks.slack.com/services/T00000000/B00000000/${'x'.repeat(24)}`,
  'hx:pagerdutyWebhookUrl': `https://events.pagerduty.com/integration/${'0'.repeat(32)}/enqueue`,
  'hx:databricksServicePrincipalId': '99999999-2222-3333-4444-555555555555',
};

const idIn =
  (subscriptionId: string): IdOf =>
  (type, name, inputs) => {
    const kind = kindOf(type);
    return kind?.path === undefined ? name : idOf(kind, inputs as Properties, { subscriptionId });
  };

/** The registrations of one program of a target, in the shape of policies. */
export async function recorded(name: ProgramName, env: string, region: string, moment: Moment): Promise<readonly Resource[]> {
  const input = inputFor(env, region, {}, name === 'platform' ? {} : { platform: platformOutputs(env, region) });
  const run = { platform, lakehouse, images }[name];
  const given = name === 'images' ? { ...input, settings: { ...input.settings, images: delivery } } : input;
  const project = name === 'platform' ? 'hiscox-etl' : `hiscox-etl-${name}`;
  const options = {
    preview: moment === 'first',
    predictsNames: false,
    project,
    config,
    stack: `${env}-${region}`,
    idOf: idIn(input.settings.azure.subscriptionId),
  };
  return (await record(() => run(given), options)).judged;
}
