// Blob containers: names, public access that the account must permit, scopes, NFS squashing, version-level immutability.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { at, compact, isChanged, isGiven, isMissing, isTrue, record, text } from '../shared/values';
import { accountOf, accountPath, needBlobService, refuseValue, storageApi } from './refusals';

export const accountScope = '$account-encryption-key';

function check(ctx: CheckContext): void {
  for (const key of Object.keys(record(ctx.inputs, 'metadata'))) {
    if (/^[A-Za-z_]\w*$/.test(key)) continue;
    ctx.refuse(
      `metadata["${key}"]`,
      'InvalidMetadata',
      'The metadata specified is invalid. It has characters that are not permitted: names are C# identifiers.',
    );
  }
  if (isTrue(ctx.inputs, 'denyEncryptionScopeOverride') && isMissing(ctx.inputs, 'defaultEncryptionScope')) {
    refuseValue(ctx, 'denyEncryptionScopeOverride', 'It needs a defaultEncryptionScope.');
  }
  if (isTrue(ctx.inputs, 'enableNfsV3AllSquash') && isTrue(ctx.inputs, 'enableNfsV3RootSquash')) {
    refuseValue(ctx, 'enableNfsV3AllSquash', 'All squash and root squash exclude each other.');
  }
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  needBlobService(ctx);
  const account = accountOf(ctx);
  const access = text(ctx.inputs, 'publicAccess') ?? 'None';
  if (account && access !== 'None' && at(account.outputs, 'allowBlobPublicAccess') !== true) {
    ctx.refuse(409, 'PublicAccessNotPermitted', 'Public access is not permitted on this storage account.');
  }
  const hasSquash = isTrue(ctx.inputs, 'enableNfsV3AllSquash') || isTrue(ctx.inputs, 'enableNfsV3RootSquash');
  if (account && hasSquash && !isTrue(account.inputs, 'enableNfsV3'))
    ctx.refuse(400, 'FeatureNotSupportedForAccount', 'NFSv3 squash needs an account with NFS 3.0 enabled.');
  admitImmutability(ctx);
  admitScope(ctx);
}

function admitImmutability(ctx: AdmitContext): void {
  const account = accountOf(ctx);
  if (!account || ctx.operation !== 'create' || !isTrue(ctx.inputs, 'immutableStorageWithVersioning.enabled')) return;
  if (isTrue(account.inputs, 'isHnsEnabled'))
    ctx.refuse(400, 'FeatureNotSupportedForAccount', 'Version-level immutability is not supported for an account with a hierarchical namespace.');
  const service = ctx.world.get(`${account.id}/blobServices/default`);
  if (isTrue(service?.inputs, 'isVersioningEnabled') || isTrue(account.inputs, 'immutableStorageWithVersioning.enabled')) return;
  ctx.refuse(409, 'FeatureNotEnabled', 'Version-level immutability needs blob versioning to be enabled on the storage account.');
}

function admitScope(ctx: AdmitContext): void {
  const scope = text(ctx.inputs, 'defaultEncryptionScope');
  const account = accountOf(ctx);
  if (
    ctx.operation === 'update' &&
    isGiven(ctx.before?.outputs, 'defaultEncryptionScope') &&
    isChanged({ scope: at(ctx.before?.outputs, 'defaultEncryptionScope') ?? null }, { scope: scope ?? accountScope }, 'scope')
  ) {
    ctx.refuse(409, 'ContainerEncryptionScopeCannotBeChanged', 'The default encryption scope of a container cannot be changed after the container is created.');
  }
  if (scope === undefined || scope === accountScope || !account || ctx.world.get(`${account.id}/encryptionScopes/${scope}`)) return;
  ctx.refuse(404, 'EncryptionScopeNotFound', `The encryption scope '${scope}' does not exist on the storage account.`);
}

export const blobContainer: Kind = {
  token: 'azure-native:storage:BlobContainer',
  type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
  apiVersion: storageApi,
  path: `${accountPath}/blobServices/default/containers/{containerName}`,
  name: {
    property: 'containerName',
    pattern: /^(\$root|\$web|(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/,
    code: 'InvalidResourceName',
    message:
      'The specified resource name is invalid: container names have 3 to 63 characters, numbers, lower-case letters and dashes only, ' +
      'every dash between letters or numbers.',
  },
  location: 'none',
  replaceOn: ['immutableStorageWithVersioning'],
  check,
  admit,
  outputs: (ctx) =>
    compact({
      publicAccess: at(ctx.inputs, 'publicAccess') ?? 'None',
      defaultEncryptionScope: at(ctx.inputs, 'defaultEncryptionScope') ?? accountScope,
      denyEncryptionScopeOverride: at(ctx.inputs, 'denyEncryptionScopeOverride') ?? false,
      hasImmutabilityPolicy: false,
      hasLegalHold: false,
      legalHold: { hasLegalHold: false, tags: [] },
      leaseState: 'Available',
      leaseStatus: 'Unlocked',
      deleted: false,
      remainingRetentionDays: 0,
      lastModifiedTime: ctx.now,
      etag: `"0x8D${ctx.hex(`etag ${ctx.now}`, 13).toUpperCase()}"`,
    }),
};
