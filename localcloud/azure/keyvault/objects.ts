// What secrets and keys of a vault share: names, validity times, tag limits, soft delete by the vault's retention.
import type { CheckContext, Kind, StoredResource } from '../../kind';
import type { World } from '../../world';
import { number, record } from '../shared/values';

export function objectName(property: string): NonNullable<Kind['name']> {
  return {
    property,
    pattern: /^[A-Za-z0-9-]{1,127}$/,
    code: 'BadParameter',
    message: 'The request URI contains an invalid name: names have 1 to 127 alphanumeric characters and hyphens.',
  };
}

export function checkTimes(ctx: CheckContext): void {
  const [from, to] = [number(ctx.inputs, 'properties.attributes.notBefore'), number(ctx.inputs, 'properties.attributes.expires')];
  for (const [key, value] of [
    ['notBefore', from],
    ['expires', to],
  ] as const) {
    if (value !== undefined && (!Number.isInteger(value) || value < 0))
      ctx.refuse(`properties.attributes.${key}`, 'BadParameter', `Property ${key} must be whole seconds since 1970-01-01T00:00:00Z.`);
  }
  if (from !== undefined && to !== undefined && from >= to)
    ctx.refuse('properties.attributes.expires', 'BadParameter', 'Property expires must be after notBefore.');
  const tags = Object.keys(record(ctx.inputs, 'tags'));
  if (tags.length > 15) ctx.refuse('tags', 'BadParameter', 'Property tags can have at most 15 entries.');
}

/** The vault that an object's id sits in. */
export const vaultOf = (id: string, world: World): StoredResource | undefined => world.get(id.split('/').slice(0, 9).join('/'));

export function recoveryLevel(vault: StoredResource | undefined): string {
  const days = number(vault?.outputs, 'properties.softDeleteRetentionInDays') ?? 90;
  const isProtected = record(vault?.outputs, 'properties')['enablePurgeProtection'] === true;
  return `${days < 90 ? 'CustomizedRecoverable' : 'Recoverable'}${isProtected ? '' : '+Purgeable'}`;
}

/** A deleted object goes by its vault's retention and purge protection. */
export function keptDeleted(stored: StoredResource, world: World): { readonly retentionDays: number; readonly isPurgeable: boolean } {
  const level = recoveryLevel(vaultOf(stored.id, world));
  return { retentionDays: number(vaultOf(stored.id, world)?.outputs, 'properties.softDeleteRetentionInDays') ?? 90, isPurgeable: level.endsWith('+Purgeable') };
}

export const seconds = (time: string): number => Math.floor(Date.parse(time) / 1000);

export const heldBy = (noun: string): NonNullable<Kind['heldName']> => ({
  code: 'Conflict',
  message: (name) =>
    `${noun} ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the ${noun.toLowerCase()} can only be recovered or purged.`,
});
