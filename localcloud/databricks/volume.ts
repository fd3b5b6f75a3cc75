// Volumes of a schema: managed ones lie where the schema's tables do, external ones at a path of their own inside an external location.
import { isGiven, isMissing, same, text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, Kind } from '../kind';
import { all, checkOneOf, inWorkspace, invalid, mustHave, tokenOf } from './objects';
import { checkObjectName, checkUrl, covers, locationOf } from './storage-url';

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkObjectName(ctx);
  checkUrl(ctx, 'storageLocation');
  checkOneOf(ctx, 'volumeType', ['EXTERNAL', 'MANAGED']);
  const type = text(inputs, 'volumeType');
  if (type === 'EXTERNAL' && isMissing(inputs, 'storageLocation')) invalid(ctx, 'storageLocation', 'An external volume needs storage_location.');
  if (type === 'MANAGED' && isGiven(inputs, 'storageLocation')) invalid(ctx, 'storageLocation', 'A managed volume cannot have storage_location.');
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  const { inputs } = ctx;
  const parent = `${text(inputs, 'catalogName') ?? ''}.${text(inputs, 'schemaName') ?? ''}`;
  mustHave(ctx, 'Schema', parent, 'Schema', 'SCHEMA_DOES_NOT_EXIST');
  const twin = ctx.before ?? all(ctx.world, 'Volume').find((other) => same(other.id, ctx.id));
  if (ctx.operation === 'create' && twin) ctx.refuse(400, 'RESOURCE_ALREADY_EXISTS', `Volume '${twin.id}' already exists`);
  const url = text(inputs, 'storageLocation');
  if (url !== undefined) admitLocation(ctx, url);
}

/** Inside an external location, and clear of managed storage and of other volumes. */
function admitLocation(ctx: AdmitContext, url: string): void {
  if (!locationOf(ctx, url)) ctx.refuse(404, 'EXTERNAL_LOCATION_DOES_NOT_EXIST', `No external location covers the path ${url}.`);
  const taken = [
    ...['Catalog', 'Schema'].flatMap((kind) => all(ctx.world, kind).map((one) => ({ id: one.id, url: text(one.inputs, 'storageRoot') }))),
    ...all(ctx.world, 'Volume').map((one) => ({ id: one.id, url: text(one.inputs, 'storageLocation') })),
  ];
  const clash = taken.find((one) => one.id !== ctx.id && one.url !== undefined && (covers(one.url, url) || covers(url, one.url)));
  if (clash) ctx.refuse(400, 'LOCATION_OVERLAP', `Input path url '${url}' overlaps with managed storage or another volume. Conflicting location: ${clash.id}.`);
}

export const volume: Kind = inWorkspace({
  token: tokenOf('Volume'),
  type: 'unity-catalog/volumes',
  apiVersion: '2.1',
  id: ({ inputs }) => ['catalogName', 'schemaName', 'name'].map((key) => text(inputs, key) ?? '').join('.'),
  location: 'none',
  // The service renames in place; here the id is the name, so a new one is made.
  replaceOn: ['name', 'catalogName', 'schemaName', 'volumeType', 'storageLocation'],
  check,
  admit,
  outputs: ({ inputs }) => ({
    owner: text(inputs, 'owner') ?? 'deployer@local.invalid',
    volumePath: `/Volumes/${['catalogName', 'schemaName', 'name'].map((key) => text(inputs, key) ?? '').join('/')}`,
  }),
});
