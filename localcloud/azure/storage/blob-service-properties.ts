// The blob service of an account: soft delete, versioning, change feed, restore, CORS and access tracking, and how they depend on each other.
import type { AdmitContext, CheckContext, Kind, OutputContext, Properties } from '../../kind';
import { at, compact, isFalse, isMissing, isRecord, isTrue, list, number, record, text } from '../shared/values';
import { accountKind, accountOf, accountPath, isPremium, needBlobService, refuseValue, storageApi } from './refusals';

function checkDays(ctx: CheckContext, path: string, min: number, max: number, isRequired: boolean): void {
  const days = number(ctx.inputs, path);
  if (isRequired && isMissing(ctx.inputs, path)) refuseValue(ctx, path, 'It is required when the policy is enabled.');
  if (days !== undefined && (days < min || days > max || !Number.isInteger(days)))
    refuseValue(ctx, path, `It must be a whole number between ${min} and ${max}.`);
}

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  for (const policy of ['deleteRetentionPolicy', 'containerDeleteRetentionPolicy'])
    checkDays(ctx, `${policy}.days`, 1, 365, isTrue(inputs, `${policy}.enabled`));
  checkDays(ctx, 'changeFeed.retentionInDays', 1, 146000, false);
  if (isTrue(inputs, 'restorePolicy.enabled')) checkRestore(ctx);
  checkCors(ctx);
  checkTracking(ctx);
  const version = text(inputs, 'defaultServiceVersion');
  if (version !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(version) || version < '2008-10-27')) {
    refuseValue(ctx, 'defaultServiceVersion', 'It is a service version: 2008-10-27 or a later date, as YYYY-MM-DD.');
  }
}

function checkRestore(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkDays(ctx, 'restorePolicy.days', 1, 364, true);
  for (const [path, what] of [
    ['isVersioningEnabled', 'blob versioning'],
    ['changeFeed.enabled', 'the change feed'],
    ['deleteRetentionPolicy.enabled', 'blob soft delete'],
  ] as const) {
    if (isMissing(inputs, path) || isFalse(inputs, path)) refuseValue(ctx, 'restorePolicy', `Point-in-time restore needs ${what} to be enabled.`);
  }
  const [days, kept] = [number(inputs, 'restorePolicy.days'), number(inputs, 'deleteRetentionPolicy.days')];
  if (days !== undefined && kept !== undefined && days >= kept) refuseValue(ctx, 'restorePolicy.days', 'It must be less than deleteRetentionPolicy.days.');
  if (isTrue(inputs, 'deleteRetentionPolicy.allowPermanentDelete')) {
    refuseValue(ctx, 'deleteRetentionPolicy.allowPermanentDelete', 'Permanent delete cannot be used together with a blob restore policy.');
  }
}

function checkCors(ctx: CheckContext): void {
  const rules = list(ctx.inputs, 'cors.corsRules');
  if (rules.length > 5) refuseValue(ctx, 'cors.corsRules', 'At most five CORS rules are allowed.');
  rules.filter(isRecord).forEach((rule, index) => {
    const path = `cors.corsRules[${index}]`;
    const age = number(rule, 'maxAgeInSeconds');
    if (age !== undefined && (age < 0 || age > 2_000_000_000)) refuseValue(ctx, `${path}.maxAgeInSeconds`, 'It must be between 0 and 2000000000.');
    for (const key of ['allowedOrigins', 'allowedMethods'] as const) {
      if (Array.isArray(rule[key]) && list(rule, key).length === 0) refuseValue(ctx, `${path}.${key}`, 'It must not be empty.');
    }
    for (const key of ['allowedOrigins', 'allowedHeaders', 'exposedHeaders'] as const) {
      if (list(rule, key).length > 64) refuseValue(ctx, `${path}.${key}`, 'It has more than 64 entries.');
    }
  });
}

function checkTracking(ctx: CheckContext): void {
  const base = 'lastAccessTimeTrackingPolicy';
  const granularity = number(ctx.inputs, `${base}.trackingGranularityInDays`);
  if (granularity !== undefined && granularity !== 1) refuseValue(ctx, `${base}.trackingGranularityInDays`, 'Only 1 is supported.');
  if (list(ctx.inputs, `${base}.blobType`).some((type) => typeof type === 'string' && type !== 'blockBlob'))
    refuseValue(ctx, `${base}.blobType`, 'Only blockBlob is supported.');
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  needBlobService(ctx);
  const account = accountOf(ctx);
  if (!account) return;
  const isTree = isTrue(account.inputs, 'isHnsEnabled');
  const unsupported = (feature: string): never =>
    ctx.refuse(
      409,
      'FeatureNotSupportedForAccount',
      `${feature} is not supported for ${isTree ? 'an account with a hierarchical namespace' : 'this kind of account'}.`,
    );
  if (isTree && isTrue(ctx.inputs, 'isVersioningEnabled')) unsupported('Blob versioning');
  if (isTree && isTrue(ctx.inputs, 'changeFeed.enabled')) unsupported('The change feed');
  if (isTree && isTrue(ctx.inputs, 'deleteRetentionPolicy.allowPermanentDelete')) unsupported('Permanent delete of versions');
  if (isTrue(ctx.inputs, 'restorePolicy.enabled') && (isTree || isPremium(account.inputs) || accountKind(account) !== 'StorageV2'))
    unsupported('Point-in-time restore');
  if (accountKind(account) === 'Storage' && isTrue(ctx.inputs, 'isVersioningEnabled')) unsupported('Blob versioning');
  if (!isFalse(ctx.inputs, 'isVersioningEnabled')) return;
  const containers = ctx.world.list({ token: 'azure-native:storage:BlobContainer', under: account.id });
  if ([account, ...containers].some(({ inputs }) => isTrue(inputs, 'immutableStorageWithVersioning.enabled'))) {
    ctx.refuse(409, 'VersioningCannotBeDisabled', 'Blob versioning cannot be disabled where the account or a container has version-level immutability.');
  }
}

function outputs(ctx: OutputContext): Properties {
  const { inputs } = ctx;
  const account = accountOf(ctx);
  const soft = (path: string): Properties => ({ enabled: false, ...record(inputs, path) });
  return compact({
    cors: { corsRules: [...list(inputs, 'cors.corsRules')] },
    deleteRetentionPolicy: { allowPermanentDelete: false, ...soft('deleteRetentionPolicy') },
    containerDeleteRetentionPolicy: soft('containerDeleteRetentionPolicy'),
    isVersioningEnabled: at(inputs, 'isVersioningEnabled') ?? (isTrue(account?.inputs, 'immutableStorageWithVersioning.enabled') || undefined),
    lastAccessTimeTrackingPolicy: isRecord(at(inputs, 'lastAccessTimeTrackingPolicy'))
      ? { name: 'AccessTimeTracking', trackingGranularityInDays: 1, blobType: ['blockBlob'], ...record(inputs, 'lastAccessTimeTrackingPolicy') }
      : undefined,
    restorePolicy: isTrue(inputs, 'restorePolicy.enabled')
      ? {
          ...record(inputs, 'restorePolicy'),
          lastEnabledTime: at(ctx.before?.outputs, 'restorePolicy.lastEnabledTime') ?? ctx.now,
          minRestoreTime: at(ctx.before?.outputs, 'restorePolicy.minRestoreTime') ?? ctx.now,
        }
      : undefined,
    sku: at(account?.outputs, 'sku'),
  });
}

export const blobServiceProperties: Kind = {
  token: 'azure-native:storage:BlobServiceProperties',
  type: 'Microsoft.Storage/storageAccounts/blobServices',
  apiVersion: storageApi,
  path: `${accountPath}/blobServices/{blobServicesName}`,
  name: { property: 'blobServicesName', pattern: /^default$/, code: 'InvalidRequestPropertyValue', message: "The name of the blob service must be 'default'." },
  isSingleton: true,
  location: 'none',
  check,
  admit,
  outputs,
};
