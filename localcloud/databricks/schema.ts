// Schemas of a catalog.
import { text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { checkOneOf, inWorkspace, invalid, mustHave, tokenOf } from './objects';
import { admitManagedLocation, checkObjectName, checkUrl } from './storage-url';
import { metastoreOf } from './storage-credential';

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
    if (ctx.operation === 'delete') return;
    if (ctx.operation === 'create' && ctx.before) ctx.refuse(400, 'SCHEMA_ALREADY_EXISTS', `Schema '${ctx.id}' already exists`);
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
