// Application Insights: always on a Log Analytics workspace since the classic kind ended; keys and connection string.
import { normalizeRegion } from '../../arm/regions';
import type { AdmitContext, CheckContext, Kind, OutputContext, Properties } from '../../kind';
import { isIdOf, parseId } from '../shared/ids';
import { at, compact, isMissing, number, same, text } from '../shared/values';

const workspaceType = 'Microsoft.OperationalInsights/workspaces';
const retentions = [30, 60, 90, 120, 180, 270, 365, 550, 730];

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const mode = text(inputs, 'ingestionMode');
  if (isMissing(inputs, 'workspaceResourceId')) {
    const why =
      ctx.before && !isMissing(ctx.before, 'workspaceResourceId')
        ? 'a component cannot leave its workspace'
        : 'classic components are retired since 29 February 2024';
    ctx.refuse(
      'workspaceResourceId',
      'WorkspaceResourceIdRequired',
      `workspaceResourceId is required with this API version (ingestionMode LogAnalytics): ${why}.`,
    );
  }
  if (mode !== undefined && mode !== 'LogAnalytics') {
    ctx.refuse(
      'ingestionMode',
      'InvalidIngestionMode',
      `The ingestion mode '${mode}' is of classic components, which are retired since 29 February 2024; it is LogAnalytics.`,
    );
  }
  const id = text(inputs, 'workspaceResourceId');
  if (id !== undefined && !isIdOf(id, workspaceType))
    ctx.refuse('workspaceResourceId', 'LinkedInvalidPropertyId', `Property id '${id}' is not the resource id of a '${workspaceType}'.`);
  const sampling = number(inputs, 'samplingPercentage');
  if (sampling !== undefined && (sampling < 0 || sampling > 100))
    ctx.refuse('samplingPercentage', 'InvalidSamplingPercentage', `The sampling percentage ${sampling} is not between 0 and 100.`);
  const days = number(inputs, 'retentionInDays');
  if (days !== undefined && !retentions.includes(days))
    ctx.refuse('retentionInDays', 'InvalidRetention', `The retention of ${days} days is not one of ${retentions.join(', ')}.`);
  if (text(inputs, 'kind') === '') ctx.refuse('kind', 'InvalidKind', 'The kind must not be empty.');
}

function admit(ctx: AdmitContext): void {
  const id = text(ctx.inputs, 'workspaceResourceId');
  if (ctx.operation === 'delete' || id === undefined) return;
  if (!same(parseId(id)?.subscriptionId, ctx.world.subscriptionId) || ctx.world.get(id)) return;
  ctx.refuse(400, 'LinkedWorkspaceNotFound', `The linked workspace '${id}' was not found.`);
}

function outputs(ctx: OutputContext): Properties {
  const { inputs, before } = ctx;
  const [key, app] = [ctx.guid('instrumentation'), ctx.guid('application')];
  const region = normalizeRegion(text(before?.inputs, 'location') ?? text(inputs, 'location') ?? '');
  return compact({
    appId: app,
    applicationId: text(inputs, 'resourceName'),
    instrumentationKey: key,
    connectionString:
      `InstrumentationKey=${key};IngestionEndpoint=https://${region}-${ctx.digits('ingestion', 1)}.in.applicationinsights.azure.com/;` +
      `LiveEndpoint=https://${region}.livediagnostics.monitor.azure.com/;ApplicationId=${app}`,
    creationDate: before?.outputs['creationDate'] ?? ctx.now,
    etag: `"${ctx.hex(`etag ${ctx.now}`, 8)}-0000-0100-0000-${ctx.hex(`etag tail ${ctx.now}`, 12)}"`,
    flowType: at(inputs, 'flowType') ?? 'Bluefield',
    requestSource: at(inputs, 'requestSource') ?? 'rest',
    ingestionMode: 'LogAnalytics',
    retentionInDays: at(inputs, 'retentionInDays') ?? 90,
    publicNetworkAccessForIngestion: at(inputs, 'publicNetworkAccessForIngestion') ?? 'Enabled',
    publicNetworkAccessForQuery: at(inputs, 'publicNetworkAccessForQuery') ?? 'Enabled',
    tenantId: ctx.world.tenantId,
  });
}

export const component: Kind = {
  token: 'azure-native:applicationinsights:Component',
  type: 'Microsoft.Insights/components',
  apiVersion: '2020-02-02',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/components/{resourceName}',
  name: {
    property: 'resourceName',
    pattern: /^[A-Za-z0-9._()-]{0,254}[A-Za-z0-9_()-]$/,
    code: 'InvalidResourceName',
    message: 'The component name is invalid: 1 to 255 alphanumeric characters, periods, underscores, hyphens and parentheses, and no trailing period.',
  },
  location: 'from-resource-group',
  // x-ms-mutability create and read, in the service's own specification.
  replaceOn: ['location', 'applicationType'],
  check,
  admit,
  outputs,
};
