// Secrets through ARM: every write makes a new version, the value never comes back, a deleted name stays taken.
import type { CheckContext, Kind, OutputContext, Properties } from '../../kind';
import { at, compact, isMissing, number, record, text } from '../shared/values';
import { checkTimes, heldBy, keptDeleted, objectName, seconds, vaultOf } from './objects';
import { vaultApi, vaultHost, vaultPath } from './vault';

const maxBytes = 25_600;

function check(ctx: CheckContext): void {
  checkTimes(ctx);
  const value = text(ctx.inputs, 'properties.value');
  if (!ctx.before && isMissing(ctx.inputs, 'properties.value') && !isMissing(ctx.inputs, 'properties')) {
    ctx.refuse('properties.value', 'BadParameter', 'Property value is required to create a secret.');
  }
  if (value !== undefined && Buffer.byteLength(value) > maxBytes)
    ctx.refuse('properties.value', 'BadParameter', `Property value has ${Buffer.byteLength(value)} bytes; a secret has at most ${maxBytes}.`);
  if ((text(ctx.inputs, 'properties.contentType') ?? '').length > 255)
    ctx.refuse('properties.contentType', 'BadParameter', 'Property contentType has at most 255 characters.');
}

function outputs(ctx: OutputContext): Properties {
  const vault = vaultOf(ctx.id, ctx.world);
  const before = ctx.before?.outputs;
  const uri = `${vaultHost(text(ctx.inputs, 'vaultName') ?? '')}/secrets/${text(ctx.inputs, 'secretName') ?? ''}`;
  const previous = text(before, 'properties.secretUriWithVersion') ?? 'none';
  return {
    location: at(vault?.outputs, 'location') ?? null,
    properties: {
      value: null,
      attributes: {
        enabled: true,
        ...record(ctx.inputs, 'properties.attributes'),
        created: number(before, 'properties.attributes.created') ?? seconds(ctx.now),
        updated: seconds(ctx.now),
      },
      ...compact({ contentType: at(ctx.inputs, 'properties.contentType') }),
      secretUri: uri,
      secretUriWithVersion: `${uri}/${ctx.hex(`version after ${previous} at ${ctx.now}`, 32)}`,
    },
  };
}

export const secret: Kind = {
  token: 'azure-native:keyvault:Secret',
  type: 'Microsoft.KeyVault/vaults/secrets',
  apiVersion: vaultApi,
  path: `${vaultPath}/secrets/{secretName}`,
  name: objectName('secretName'),
  heldName: heldBy('Secret'),
  location: 'none',
  secrets: ['properties.value'],
  check,
  outputs,
  renewed: ['properties.secretUriWithVersion', 'properties.attributes.updated'],
  softDelete: keptDeleted,
};
