// Encryption at rest of a storage account: platform keys, customer-managed keys and the identity and vault that those need.
import type { AdmitContext, CheckContext } from '../../kind';
import { assignedIdentities } from '../shared/identity';
import { at, isFalse, isGiven, isMissing, isTrue, same, text } from '../shared/values';
import { isPremium, refuseValue } from './refusals';

const vaultToken = 'azure-native:keyvault:Vault';
const base = 'encryption.keyVaultProperties';

export function checkEncryption(ctx: CheckContext): void {
  const { inputs } = ctx;
  const [kind, source] = [text(inputs, 'kind') ?? '', text(inputs, 'encryption.keySource')];
  if (same(source, 'Microsoft.Keyvault')) checkCustomerKey(ctx);
  else if (source !== undefined && !same(source, 'Microsoft.Storage'))
    refuseValue(ctx, 'encryption.keySource', "It is 'Microsoft.Storage' or 'Microsoft.Keyvault'.");
  else if (source !== undefined && isGiven(inputs, base)) refuseValue(ctx, base, "Key vault properties need keySource 'Microsoft.Keyvault'.");
  for (const service of ['blob', 'file', 'queue', 'table']) {
    if (isFalse(inputs, `encryption.services.${service}.enabled`))
      refuseValue(ctx, `encryption.services.${service}.enabled`, 'Encryption at rest is enabled by default and cannot be disabled.');
  }
  for (const service of ['queue', 'table']) {
    if (kind === 'Storage' && text(inputs, `encryption.services.${service}.keyType`) === 'Account') {
      refuseValue(ctx, `encryption.services.${service}.keyType`, "Account-scoped keys for queues and tables are not supported for kind 'Storage'.");
    }
  }
  const supportsDouble = kind === 'StorageV2' || (isPremium(inputs) && ['BlockBlobStorage', 'FileStorage'].includes(kind));
  if (kind !== '' && isTrue(inputs, 'encryption.requireInfrastructureEncryption') && !supportsDouble) {
    refuseValue(ctx, 'encryption.requireInfrastructureEncryption', `Infrastructure encryption is not supported for kind '${kind}'.`);
  }
}

function checkCustomerKey(ctx: CheckContext): void {
  const { inputs } = ctx;
  for (const property of ['keyName', 'keyVaultUri']) {
    if (isMissing(inputs, `${base}.${property}`)) refuseValue(ctx, `${base}.${property}`, "It is required when keySource is 'Microsoft.Keyvault'.");
  }
  if (isMissing(inputs, 'identity') || text(inputs, 'identity.type') === 'None') {
    refuseValue(ctx, 'identity', "The account needs an identity when keySource is 'Microsoft.Keyvault'.");
  }
  const identity = text(inputs, 'encryption.encryptionIdentity.encryptionUserAssignedIdentity');
  const assigned = assignedIdentities(inputs);
  if (identity !== undefined && assigned.length > 0 && !assigned.some((id) => same(id, identity))) {
    refuseValue(ctx, 'encryption.encryptionIdentity.encryptionUserAssignedIdentity', 'The identity is not assigned to the storage account.');
  }
}

export function admitEncryption(ctx: AdmitContext): void {
  if (!same(text(ctx.inputs, 'encryption.keySource'), 'Microsoft.Keyvault')) return;
  if (ctx.operation === 'create' && isMissing(ctx.inputs, 'encryption.encryptionIdentity.encryptionUserAssignedIdentity')) {
    ctx.refuse(
      400,
      'KeyVaultAuthenticationFailure',
      'The operation failed because of authentication issue on the keyvault: the system-assigned identity of a new account cannot have access to the key yet; use a user-assigned one.',
    );
  }
  const host = /^https:\/\/([^./]+)\.vault\.azure\.net/i.exec(text(ctx.inputs, `${base}.keyVaultUri`) ?? '')?.[1];
  const vault = host === undefined ? undefined : ctx.world.list({ token: vaultToken }).find((each) => same(text(each.inputs, 'vaultName'), host));
  if (!vault) return;
  if (at(vault.outputs, 'properties.enablePurgeProtection') !== true) {
    ctx.refuse(400, 'KeyVaultPolicyError', 'Keyvault policy recoverable is not set: the vault needs soft delete and purge protection.');
  }
  const key = text(ctx.inputs, `${base}.keyName`);
  if (key !== undefined && !ctx.world.get(`${vault.id}/keys/${key}`)) {
    ctx.refuse(400, 'KeyVaultEncryptionKeyNotFound', 'The key vault key is not found to unwrap the encryption key.');
  }
}
