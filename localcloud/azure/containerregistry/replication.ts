// Geo-replications of a registry: Premium only, one a region, never the registry's own.
import { normalizeRegion } from '../../arm/regions';
import type { AdmitContext, Kind } from '../../kind';
import { at, text } from '../shared/values';
import { checkZones } from './registry-rules';
import { registryName, registryPath, replicationToken } from './registry';

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  const registry = ctx.world.get(ctx.id.split('/').slice(0, 9).join('/'));
  const sku = text(registry?.inputs, 'sku.name');
  if (registry && sku !== 'Premium') ctx.refuse(400, 'SkuNotSupported', `Geo-replication is not supported for a registry with sku ${sku}; it needs Premium.`);
  if (text(registry?.inputs, 'policies.softDeletePolicy.status') === 'enabled') {
    ctx.refuse(400, 'SoftDeletePolicyConflict', 'A registry with the soft delete policy enabled cannot be geo-replicated.');
  }
  if ((text(ctx.before?.inputs, 'zoneRedundancy') ?? 'Disabled') !== (text(ctx.inputs, 'zoneRedundancy') ?? 'Disabled') && ctx.operation === 'update') {
    ctx.refuse(400, 'ZoneRedundancyCannotBeChanged', 'Zone redundancy of a replication cannot be changed after it is created.');
  }
  const region = normalizeRegion(text(ctx.inputs, 'location') ?? '');
  if (ctx.operation !== 'create' || region === '' || !registry) return;
  const taken = [registry, ...ctx.world.list({ token: replicationToken, under: registry.id })].some(
    (each) => normalizeRegion(text(each.inputs, 'location') ?? '') === region,
  );
  if (taken)
    ctx.refuse(
      409,
      'ReplicationAlreadyExists',
      `The registry already has its data in the region '${region}'; a region holds one replication, and none where the registry itself is.`,
    );
}

export const replication: Kind = {
  token: replicationToken,
  type: 'Microsoft.ContainerRegistry/registries/replications',
  apiVersion: '2024-11-01-preview',
  path: `${registryPath}/replications/{replicationName}`,
  name: registryName('replicationName', 'Replication'),
  location: 'from-resource-group',
  replaceOn: ['location'],
  check: checkZones,
  admit,
  outputs: (ctx) => ({
    regionEndpointEnabled: at(ctx.inputs, 'regionEndpointEnabled') ?? true,
    zoneRedundancy: at(ctx.inputs, 'zoneRedundancy') ?? 'Disabled',
    status: { displayStatus: 'Syncing', timestamp: at(ctx.before?.outputs, 'status.timestamp') ?? ctx.now },
  }),
  isAsync: true,
};
