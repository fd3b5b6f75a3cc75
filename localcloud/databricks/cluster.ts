// All-purpose clusters: their size, policy, access mode and automatic end.
import { at, isMissing, number, record, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { admitClusterSpec, checkClusterSpec } from './cluster-rules';
import { all, checkWhole, inWorkspace, invalid, mustHave, secretReferences, tokenOf } from './objects';

export const cluster: Kind = inWorkspace({
  token: tokenOf('Cluster'),
  type: 'clusters',
  apiVersion: '2.1',
  id: ({ now, digits, hex }) => `${now.slice(5, 7)}${now.slice(8, 10)}-${digits('time', 6)}-${hex('cluster', 8)}`,
  location: 'none',
  defaults: () => ({ autoterminationMinutes: 60 }),
  check: (ctx) => {
    checkClusterSpec(ctx, ctx.inputs, '');
    checkWhole(ctx, 'autoterminationMinutes', at(ctx.inputs, 'autoterminationMinutes'), 10, 10000, 0);
    const token = text(ctx.inputs, 'idempotencyToken');
    if (token !== undefined && token.length > 64) invalid(ctx, 'idempotencyToken', 'idempotency_token has at most 64 characters.');
    const name = text(ctx.inputs, 'clusterName');
    if (name !== undefined && name.length > 100) invalid(ctx, 'clusterName', `Cluster name has ${name.length} characters; at most 100 are allowed.`);
    if (text(ctx.inputs, 'dataSecurityMode') === 'LEGACY_PASSTHROUGH' && isMissing(ctx.inputs, 'singleUserName'))
      invalid(ctx, 'singleUserName', 'single_user_name is required for data_security_mode LEGACY_PASSTHROUGH.');
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    admitClusterSpec(ctx, ctx.inputs, 'all-purpose');
    for (const { scope } of [...secretReferences(ctx.inputs['sparkEnvVars']), ...secretReferences(ctx.inputs['sparkConf'])])
      mustHave(ctx, 'SecretScope', scope, 'Scope');
    if (
      ctx.inputs['isPinned'] === true &&
      all(ctx.world, 'Cluster').filter((other) => other.id !== ctx.id && other.inputs['isPinned'] === true).length >= 100
    ) {
      ctx.refuse(400, 'INVALID_STATE', 'At most 100 clusters can be pinned in a workspace.');
    }
  },
  outputs: ({ id, inputs, world }) => ({
    clusterId: id,
    enableElasticDisk: true,
    state: inputs['noWait'] === true ? 'PENDING' : 'RUNNING',
    url: `https://${world.host ?? ''}/#setting/clusters/${id}/configuration`,
    driverNodeTypeId: text(inputs, 'driverNodeTypeId') ?? text(inputs, 'nodeTypeId') ?? '',
    numWorkers: number(inputs, 'numWorkers') ?? number(inputs, 'autoscale.minWorkers') ?? 0,
    defaultTags: { Vendor: 'Databricks', Creator: 'deployer@local.invalid', ClusterName: text(inputs, 'clusterName') ?? '', ClusterId: id },
    customTags: record(inputs, 'customTags'),
  }),
  isAsync: true,
});
