// Keys through ARM: created if absent, never changed by a later PUT; HSM keys need a premium vault; a deleted name stays taken.
import type { AdmitContext, Kind, OutputContext, Properties } from '../../kind';
import { at, compact, isTrue, list, number, record, same, text } from '../shared/values';
import { checkKey, familyOf, isHsm } from './key-rules';
import { heldBy, keptDeleted, objectName, recoveryLevel, seconds, vaultOf } from './objects';
import { vaultApi, vaultHost, vaultPath } from './vault';

function admit(ctx: AdmitContext): void {
  if (ctx.operation !== 'create') return;
  const vault = vaultOf(ctx.id, ctx.world);
  if (!vault || !same(text(vault.outputs, 'properties.sku.name'), 'standard')) return;
  if (isHsm(ctx.inputs))
    ctx.refuse(400, 'BadParameter', 'AKV.SKR.1014: The key type is HSM-backed; keys in a hardware security module need a vault with sku premium.');
  if (isTrue(ctx.inputs, 'properties.attributes.exportable')) ctx.refuse(400, 'BadParameter', 'Exportable keys need a vault with sku premium.');
}

/** The first PUT makes the key; any later one "will be ignored" (Keys_CreateIfNotExist): what there is, is answered again. */
function outputs(ctx: OutputContext): Properties {
  const vault = vaultOf(ctx.id, ctx.world);
  if (ctx.before) {
    const { tags: _tags, ...existing } = ctx.before.outputs;
    return { ...existing, properties: null, tags: ctx.before.outputs['tags'] ?? null };
  }
  const given = record(ctx.inputs, 'properties');
  const family = familyOf(ctx.inputs);
  const uri = `${vaultHost(text(ctx.inputs, 'vaultName') ?? '')}/keys/${text(ctx.inputs, 'keyName') ?? ''}`;
  const now = seconds(ctx.now);
  return compact({
    properties: null,
    location: at(vault?.outputs, 'location'),
    attributes: { enabled: true, exportable: false, ...record(given, 'attributes'), created: now, updated: now, recoveryLevel: recoveryLevel(vault) },
    kty: text(given, 'kty') ?? 'RSA',
    keyOps:
      list(given, 'keyOps').length > 0
        ? [...list(given, 'keyOps')]
        : family === 'EC'
          ? ['sign', 'verify']
          : ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey'],
    ...(family === 'RSA' ? { keySize: number(given, 'keySize') ?? 2048 } : { curveName: text(given, 'curveName') ?? 'P-256' }),
    releasePolicy: at(given, 'releasePolicy'),
    rotationPolicy: at(given, 'rotationPolicy'),
    keyUri: uri,
    keyUriWithVersion: `${uri}/${ctx.hex('version', 32)}`,
  });
}

export const key: Kind = {
  token: 'azure-native:keyvault:Key',
  type: 'Microsoft.KeyVault/vaults/keys',
  apiVersion: vaultApi,
  path: `${vaultPath}/keys/{keyName}`,
  name: objectName('keyName'),
  heldName: heldBy('Key'),
  location: 'none',
  check: checkKey,
  admit,
  outputs,
  softDelete: keptDeleted,
};
