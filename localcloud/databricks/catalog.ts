// Catalogs: a name, a managed location inside an external location; one that holds schemas goes only by force.
import { isGiven, isTrue, same, text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, Kind } from '../kind';
import { all, checkOneOf, inWorkspace, invalid, tokenOf } from './objects';
import { admitManagedLocation, checkObjectName, checkUrl } from './storage-url';
import { metastoreOf } from './storage-credential';

const reserved = ['system', 'samples', 'hive_metastore', 'information_schema', '__databricks_internal'];

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkObjectName(ctx);
  checkUrl(ctx, 'storageRoot');
  checkOneOf(ctx, 'isolationMode', ['ISOLATED', 'OPEN']);
  checkOneOf(ctx, 'enablePredictiveOptimization', ['DISABLE', 'ENABLE', 'INHERIT']);
  const name = text(inputs, 'name');
  if (name !== undefined && reserved.includes(name.toLowerCase())) invalid(ctx, 'name', `The catalog name '${name}' is reserved.`);
  if (isGiven(inputs, 'storageRoot') && (isGiven(inputs, 'providerName') || isGiven(inputs, 'connectionName')))
    invalid(ctx, 'storageRoot', 'storage_root is only for managed catalogs.');
  if (isGiven(inputs, 'providerName') !== isGiven(inputs, 'shareName')) invalid(ctx, 'shareName', 'provider_name and share_name must be given together.');
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation !== 'delete') {
    const twin = ctx.before ?? all(ctx.world, 'Catalog').find((other) => same(other.id, ctx.id));
    if (ctx.operation === 'create' && twin) ctx.refuse(400, 'CATALOG_ALREADY_EXISTS', `Catalog '${twin.id}' already exists`);
    return admitManagedLocation(ctx);
  }
  const held = all(ctx.world, 'Schema').find((schema) => text(schema.inputs, 'catalogName') === ctx.id);
  if (held && !isTrue(ctx.inputs, 'forceDestroy'))
    ctx.refuse(400, 'INVALID_STATE', `Cannot delete catalog '${ctx.id}': it is not empty. The catalog has 1 or more schema(s), such as '${held.id}'.`);
}

export const catalog: Kind = inWorkspace({
  token: tokenOf('Catalog'),
  type: 'unity-catalog/catalogs',
  apiVersion: '2.1',
  id: ({ inputs }) => text(inputs, 'name') ?? '',
  location: 'none',
  replaceOn: ['name', 'storageRoot', 'connectionName', 'providerName', 'shareName'],
  check,
  admit,
  outputs: ({ inputs, world }) => ({
    metastoreId: text(inputs, 'metastoreId') ?? metastoreOf(world.workspace?.outputs['location']),
    owner: text(inputs, 'owner') ?? 'deployer@local.invalid',
    isolationMode: text(inputs, 'isolationMode') ?? 'OPEN',
    catalogType: 'MANAGED_CATALOG',
    enablePredictiveOptimization: text(inputs, 'enablePredictiveOptimization') ?? 'INHERIT',
  }),
});
