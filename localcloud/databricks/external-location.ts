// External locations: a path in storage with a credential, clear of all other locations.
import { isTrue, text } from '../azure/shared/values';
import type { AdmitContext, Kind } from '../kind';
import { all, checkOneOf, inWorkspace, invalid, mustHave, tokenOf } from './objects';
import { admitContainer, checkObjectName, checkUrl, covers } from './storage-url';
import { metastoreOf } from './storage-credential';

function admit(ctx: AdmitContext): void {
  const url = text(ctx.inputs, 'url') ?? '';
  if (ctx.operation === 'delete') return refuseUsed(ctx, url);
  if (ctx.operation === 'create' && ctx.before) ctx.refuse(400, 'EXTERNAL_LOCATION_ALREADY_EXISTS', `External Location '${ctx.id}' already exists`);
  mustHave(ctx, 'StorageCredential', text(ctx.inputs, 'credentialName') ?? '', 'Storage Credential', 'STORAGE_CREDENTIAL_DOES_NOT_EXIST');
  if (!isTrue(ctx.inputs, 'skipValidation')) admitContainer(ctx, url);
  const clash = all(ctx.world, 'ExternalLocation').find(
    (other) => other.id !== ctx.id && (covers(text(other.inputs, 'url') ?? '\0', url) || covers(url, text(other.inputs, 'url') ?? '\0')),
  );
  if (clash)
    ctx.refuse(
      400,
      'LOCATION_OVERLAP',
      `Input path url '${url}' overlaps with other external tables or volumes within 'CreateExternalLocation' call. Conflicting location: ${clash.id}.`,
    );
}

function refuseUsed(ctx: AdmitContext, url: string): void {
  if (isTrue(ctx.inputs, 'forceDestroy')) return;
  const user = ['Catalog', 'Schema', 'Volume']
    .flatMap((kind) => all(ctx.world, kind))
    .find(({ inputs }) => covers(url, text(inputs, 'storageRoot') ?? text(inputs, 'storageLocation') ?? '\0'));
  if (user) ctx.refuse(400, 'INVALID_STATE', `External location '${ctx.id}' still has dependents: '${user.id}'. Use force option to delete it anyway.`);
}

export const externalLocation: Kind = inWorkspace({
  token: tokenOf('ExternalLocation'),
  type: 'unity-catalog/external-locations',
  apiVersion: '2.1',
  id: ({ inputs }) => text(inputs, 'name') ?? '',
  location: 'none',
  replaceOn: ['name'],
  check: (ctx) => {
    checkObjectName(ctx);
    checkUrl(ctx, 'url');
    checkOneOf(ctx, 'isolationMode', ['ISOLATION_MODE_ISOLATED', 'ISOLATION_MODE_OPEN']);
    if (ctx.inputs['enableFileEvents'] === true && ctx.inputs['fileEventQueue'] === undefined)
      invalid(ctx, 'enableFileEvents', 'enable_file_events needs file_event_queue.');
  },
  admit,
  outputs: ({ inputs, guid, world, now, before }) => ({
    credentialId: guid('credential'),
    createdAt: before?.outputs['createdAt'] ?? Date.parse(now),
    createdBy: 'deployer@local.invalid',
    metastoreId: text(inputs, 'metastoreId') ?? metastoreOf(world.workspace?.outputs['location']),
    owner: text(inputs, 'owner') ?? 'deployer@local.invalid',
    isolationMode: text(inputs, 'isolationMode') ?? 'ISOLATION_MODE_OPEN',
    browseOnly: false,
  }),
});
