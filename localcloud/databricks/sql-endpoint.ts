// SQL warehouses: size, number of clusters, type, and when they stop by themselves.
import { at, isRecord, isTrue, list, number, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { checkOneOf, checkWhole, inWorkspace, invalid, tokenOf, uniqueName } from './objects';

const sizes = ['2X-Small', 'X-Small', 'Small', 'Medium', 'Large', 'X-Large', '2X-Large', '3X-Large', '4X-Large', '5X-Large'];

export const sqlEndpoint: Kind = inWorkspace({
  token: tokenOf('SqlEndpoint'),
  type: 'sql/warehouses',
  apiVersion: '2.0',
  id: ({ hex }) => hex('warehouse', 16),
  location: 'none',
  defaults: () => ({ autoStopMins: 120, enablePhoton: true, maxNumClusters: 1, minNumClusters: 1, spotInstancePolicy: 'COST_OPTIMIZED' }),
  check: (ctx) => {
    const { inputs } = ctx;
    checkOneOf(ctx, 'clusterSize', sizes);
    checkOneOf(ctx, 'warehouseType', ['PRO', 'CLASSIC', 'TYPE_UNSPECIFIED']);
    checkOneOf(ctx, 'spotInstancePolicy', ['COST_OPTIMIZED', 'RELIABILITY_OPTIMIZED', 'POLICY_UNSPECIFIED']);
    checkOneOf(ctx, 'channel.name', ['CHANNEL_NAME_CURRENT', 'CHANNEL_NAME_PREVIEW', 'CHANNEL_NAME_CUSTOM', 'CHANNEL_NAME_PREVIOUS']);
    const isServerless = isTrue(inputs, 'enableServerlessCompute');
    // Serverless warehouses may stop after 5 minutes (1 by the API), the others after 10.
    checkWhole(ctx, 'autoStopMins', at(inputs, 'autoStopMins'), isServerless ? 1 : 10, 10080, 0);
    checkWhole(ctx, 'minNumClusters', at(inputs, 'minNumClusters'), 1, 30);
    checkWhole(ctx, 'maxNumClusters', at(inputs, 'maxNumClusters'), 1, 40);
    const [min, max] = [number(inputs, 'minNumClusters'), number(inputs, 'maxNumClusters')];
    if (min !== undefined && max !== undefined && min > max)
      invalid(ctx, 'minNumClusters', `min_num_clusters ${min} must not be above max_num_clusters ${max}.`);
    if (isServerless && text(inputs, 'warehouseType') === 'CLASSIC') invalid(ctx, 'warehouseType', 'Serverless SQL warehouses need the type PRO.');
    const name = text(inputs, 'name');
    if (name !== undefined && (name.length < 1 || name.length > 100))
      invalid(ctx, 'name', `The warehouse name must have 1 to 100 characters, not ${name.length}.`);
    if (list(inputs, 'tags.customTags').filter(isRecord).length > 45) invalid(ctx, 'tags', 'At most 45 custom tags are allowed.');
  },
  admit: (ctx) => {
    if (ctx.operation !== 'delete') uniqueName(ctx, 'SqlEndpoint', 'name', 'SQL warehouse');
  },
  outputs: ({ id, inputs, world, guid }) => ({
    sqlEndpointId: id,
    dataSourceId: guid('dataSource'),
    jdbcUrl: `jdbc:spark://${world.host ?? ''}:443/default;transportMode=http;ssl=1;AuthMech=3;httpPath=/sql/1.0/warehouses/${id};`,
    odbcParams: { hostname: world.host ?? '', path: `/sql/1.0/warehouses/${id}`, port: 443, protocol: 'https' },
    state: inputs['noWait'] === true ? 'STARTING' : 'RUNNING',
    creatorName: 'deployer@local.invalid',
    numActiveSessions: 0,
    numClusters: inputs['noWait'] === true ? 0 : 1,
    healths: [],
    warehouseType: text(inputs, 'warehouseType') ?? (isTrue(inputs, 'enableServerlessCompute') ? 'PRO' : 'CLASSIC'),
  }),
  isAsync: true,
});
