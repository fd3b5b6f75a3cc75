// Schemas of a catalog.
import { isTrue, same, text } from '../azure/shared/values';
import type { AdmitContext, Kind } from '../kind';
import { all, checkOneOf, inWorkspace, invalid, mustHave, tokenOf } from './objects';
import { admitManagedLocation, checkObjectName, checkUrl } from './storage-url';
import { metastoreOf } from './storage-credential';

function refuseFilled(ctx: AdmitContext): void {
  const held = all(ctx.world, 'Volume').find(({ inputs }) => same(`${text(inputs, 'catalogName') ?? ''}.${text(inputs, 'schemaName') ?? ''}`, ctx.id));
  if (held && !isTrue(ctx.inputs, 'forceDestroy'))
    ctx.refuse(400, 'INVALID_STATE', `Cannot delete schema '${ctx.id}': it is not empty. The schema has 1 or more volume(s), such as '${held.id}'.`);
}

export const schema: Kind = inWorkspace({
  token: tokenOf('Schema'),
  type: 'unity-catalog/schemas',
  apiVersion: '2.1',
  id: ({ inputs }) => `${text(inputs, 'catalogName') ?? ''}.${text(inputs, 'name') ?? ''}`,
  location: 'none',
  replaceOn: ['name', 'catalogName', 'storageRoot'],
  check: (ctx) => {
    checkObjectName(ctx);
    checkUrl(ctx, 'storageRoot');
    checkOneOf(ctx, 'enablePredictiveOptimization', ['DISABLE', 'ENABLE', 'INHERIT']);
    if (text(ctx.inputs, 'name')?.toLowerCase() === 'information_schema') invalid(ctx, 'name', "The schema name 'information_schema' is reserved.");
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return refuseFilled(ctx);
    const twin = ctx.before ?? all(ctx.world, 'Schema').find((other) => same(other.id, ctx.id));
    if (ctx.operation === 'create' && twin) ctx.refuse(400, 'SCHEMA_ALREADY_EXISTS', `Schema '${twin.id}' already exists`);
    mustHave(ctx, 'Catalog', text(ctx.inputs, 'catalogName') ?? '', 'Catalog', 'CATALOG_DOES_NOT_EXIST');
    admitManagedLocation(ctx);
  },
  outputs: ({ inputs, world, guid }) => ({
    metastoreId: text(inputs, 'metastoreId') ?? metastoreOf(world.workspace?.outputs['location']),
    owner: text(inputs, 'owner') ?? 'deployer@local.invalid',
    schemaId: guid('schema'),
    enablePredictiveOptimization: text(inputs, 'enablePredictiveOptimization') ?? 'INHERIT',
  }),
});
