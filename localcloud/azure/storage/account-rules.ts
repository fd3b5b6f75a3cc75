// What a storage account's inputs may say together: kind, sku, tier, protocols, immutability. No network, no encryption, no world.
import type { CheckContext } from '../../kind';
import { isFalse, isGiven, isMissing, isTrue, list, number, record, text } from '../shared/values';
import { hasPair, hasZones } from '../shared/zones';
import { isPremium, refuseValue } from './refusals';

const skusOfKind: Readonly<Record<string, RegExp>> = {
  Storage: /^(Standard_(LRS|GRS|RAGRS)|Premium_LRS)$/,
  StorageV2: /^(Standard_\w+|Premium_(LRS|ZRS))$/,
  BlobStorage: /^Standard_(LRS|GRS|RAGRS)$/,
  BlockBlobStorage: /^Premium_(LRS|ZRS)$/,
  FileStorage: /^(Premium_(LRS|ZRS)|StandardV2_\w+|PremiumV2_\w+)$/,
};

export function checkAccount(ctx: CheckContext): void {
  checkSku(ctx);
  checkTier(ctx);
  checkHierarchy(ctx);
  checkProtocols(ctx);
  checkPolicies(ctx);
  checkImmutability(ctx);
  checkFiles(ctx);
}

function checkSku(ctx: CheckContext): void {
  const [kind, sku] = [text(ctx.inputs, 'kind') ?? '', text(ctx.inputs, 'sku.name')];
  const allowed = skusOfKind[kind];
  if (allowed && sku !== undefined && !allowed.test(sku)) refuseValue(ctx, 'sku.name', `A storage account of kind '${kind}' doesn't support this sku.`);
  checkRedundancy(ctx, sku ?? '', kind);
}

/** Zone redundancy needs a region with zones, geo redundancy one with a pair. */
function checkRedundancy(ctx: CheckContext, sku: string, kind: string): void {
  const region = text(ctx.inputs, 'location');
  if (region === undefined) return;
  const isAvailable = (hasZones(region) || !sku.endsWith('ZRS')) && (hasPair(region) || !/GRS|GZRS/.test(sku));
  if (isAvailable) return;
  ctx.refuse(
    'sku.name',
    'RedundancyConfigurationNotAvailableInRegion',
    `The storage account failed to create due to redundancy configuration - Sku: ${sku}, Kind: ${kind} - not available in selected Region - ${region}.`,
  );
}

function checkTier(ctx: CheckContext): void {
  const { inputs } = ctx;
  const [kind, tier] = [text(inputs, 'kind'), text(inputs, 'accessTier')];
  if (kind === 'BlobStorage' && isMissing(inputs, 'accessTier')) {
    ctx.refuse('accessTier', 'MissingRequiredProperty', "The property 'accessTier' is required for storage accounts of kind 'BlobStorage'.");
  }
  if (tier === undefined) return;
  if (kind === 'Storage' || kind === 'FileStorage') refuseValue(ctx, 'accessTier', `Access tiers are not supported for kind '${kind}'.`);
  if (kind === 'BlockBlobStorage' && tier !== 'Premium')
    refuseValue(ctx, 'accessTier', 'The access tier of a premium block blob account is Premium and cannot be changed.');
  if (tier === 'Premium' && kind !== 'BlockBlobStorage') refuseValue(ctx, 'accessTier', 'The Premium access tier is for premium block blob accounts only.');
}

function checkHierarchy(ctx: CheckContext): void {
  const { inputs } = ctx;
  const kind = text(inputs, 'kind');
  if (!isTrue(inputs, 'isHnsEnabled') || kind === undefined) return;
  if (!['BlobStorage', 'BlockBlobStorage', 'StorageV2'].includes(kind))
    refuseValue(ctx, 'isHnsEnabled', `A hierarchical namespace is not supported for kind '${kind}'.`);
  else if (kind === 'StorageV2' && isPremium(inputs))
    refuseValue(ctx, 'isHnsEnabled', 'With a Premium sku a hierarchical namespace needs kind BlockBlobStorage.');
}

function checkProtocols(ctx: CheckContext): void {
  const { inputs } = ctx;
  const tls = text(inputs, 'minimumTlsVersion');
  if (tls === 'TLS1_3') refuseValue(ctx, 'minimumTlsVersion', 'Minimum TLS version 1.3 is not supported.');
  if (tls === 'TLS1_0' || tls === 'TLS1_1') refuseValue(ctx, 'minimumTlsVersion', 'TLS 1.0 and 1.1 ended for Azure Storage on 3 February 2026; use TLS1_2.');
  const isFlat = isMissing(inputs, 'isHnsEnabled') || isFalse(inputs, 'isHnsEnabled');
  // Local users may be off: the service takes that switch whatever SFTP's is.
  if (isTrue(inputs, 'isSftpEnabled') && isFlat) refuseValue(ctx, 'isSftpEnabled', 'SFTP needs an account with hierarchical namespace enabled.');
  if (isTrue(inputs, 'enableNfsV3')) checkNfs(ctx, isFlat);
  if (text(inputs, 'dnsEndpointType') === 'AzureDnsZone') {
    ctx.refuse(
      'dnsEndpointType',
      'FeatureNotRegistered',
      "The subscription is not registered for the feature 'Microsoft.Storage/PartitionedDns', which dnsEndpointType AzureDnsZone needs.",
    );
  }
}

function checkNfs(ctx: CheckContext, isFlat: boolean): void {
  const { inputs } = ctx;
  if (isFlat) refuseValue(ctx, 'enableNfsV3', 'NFS 3.0 needs an account with hierarchical namespace enabled.');
  const kind = text(inputs, 'kind');
  const fits = kind === undefined || (kind === 'StorageV2' && !isPremium(inputs)) || kind === 'BlockBlobStorage';
  if (!fits) refuseValue(ctx, 'enableNfsV3', `NFS 3.0 needs kind StorageV2 with a Standard sku or BlockBlobStorage with a Premium one.`);
  if (isMissing(inputs, 'networkRuleSet.defaultAction') || text(inputs, 'networkRuleSet.defaultAction') === 'Allow') {
    ctx.refuse('enableNfsV3', 'NetworkAclsDefaultActionMisconfigured', 'NFS 3.0 needs network rules whose default action is Deny.');
  }
  const sku = text(inputs, 'sku.name') ?? '';
  if (['Standard_GRS', 'Standard_GZRS', 'Standard_RAGZRS'].includes(sku)) refuseValue(ctx, 'enableNfsV3', `NFS 3.0 is not supported with ${sku}.`);
}

function checkPolicies(ctx: CheckContext): void {
  const { inputs } = ctx;
  const period = text(inputs, 'sasPolicy.sasExpirationPeriod');
  if (period !== undefined && !/^\d{1,8}\.([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(period)) {
    refuseValue(ctx, 'sasPolicy.sasExpirationPeriod', 'The format is DD.HH:MM:SS.');
  }
  const days = number(inputs, 'keyPolicy.keyExpirationPeriodInDays');
  if (days !== undefined && (days < 1 || !Number.isInteger(days)))
    refuseValue(ctx, 'keyPolicy.keyExpirationPeriodInDays', 'It must be a whole number of days, at least 1.');
  if (text(inputs, 'largeFileSharesState') === 'Disabled' && text(inputs, 'kind') === 'FileStorage') {
    refuseValue(ctx, 'largeFileSharesState', 'Large file shares cannot be disabled for kind FileStorage.');
  }
  if (isGiven(inputs, 'extendedLocation') && isMissing(inputs, 'extendedLocation.name'))
    refuseValue(ctx, 'extendedLocation', 'An extended location needs a name.');
  if (list(inputs, 'identity.userAssignedIdentities').length > 1) {
    refuseValue(ctx, 'identity.userAssignedIdentities', 'Only one user-assigned identity is permitted on a storage account.');
  }
}

function checkImmutability(ctx: CheckContext): void {
  const { inputs } = ctx;
  const base = 'immutableStorageWithVersioning';
  if (isTrue(inputs, `${base}.enabled`) && isTrue(inputs, 'isHnsEnabled')) {
    refuseValue(ctx, `${base}.enabled`, 'Version-level immutability is not supported with a hierarchical namespace.');
  }
  if (isFalse(inputs, `${base}.enabled`) && isGiven(inputs, `${base}.immutabilityPolicy`))
    refuseValue(ctx, `${base}.immutabilityPolicy`, 'An immutability policy needs enabled true.');
  const days = number(inputs, `${base}.immutabilityPolicy.immutabilityPeriodSinceCreationInDays`);
  if (days !== undefined && (days < 1 || days > 146000))
    refuseValue(ctx, `${base}.immutabilityPolicy.immutabilityPeriodSinceCreationInDays`, 'It must be between 1 and 146000.');
  if (!ctx.before && text(inputs, `${base}.immutabilityPolicy.state`) === 'Locked') {
    refuseValue(ctx, `${base}.immutabilityPolicy.state`, 'A policy can only be created in a Disabled or Unlocked state.');
  }
}

function checkFiles(ctx: CheckContext): void {
  const base = 'azureFilesIdentityBasedAuthentication';
  if (text(ctx.inputs, `${base}.directoryServiceOptions`) === 'AD' && isMissing(ctx.inputs, `${base}.activeDirectoryProperties`)) {
    refuseValue(ctx, `${base}.activeDirectoryProperties`, "It is required when directoryServiceOptions is 'AD'.");
  }
  if (Object.keys(record(ctx.inputs, base)).length > 0 && ['BlobStorage', 'BlockBlobStorage'].includes(text(ctx.inputs, 'kind') ?? '')) {
    refuseValue(ctx, base, 'This kind of account has no file service.');
  }
}
