// Automatic names where a program gives none, as azure-native makes them. Pure but for the random source handed in.
import { createHash } from 'node:crypto';
import { placeholdersOf } from './ids';
import type { Kind } from '../kind';

export interface AutomaticName {
  readonly property: string;
  readonly value: string;
  /** True where a replacement gets another name, so that it can be created before the old one is deleted. */
  readonly isRandom: boolean;
}

/** The property that names the resource: the last placeholder of its path. */
export function namePropertyOf(kind: Kind): string | undefined {
  return kind.name?.property ?? (kind.path === undefined ? undefined : placeholdersOf(kind.path).at(-1));
}

/** `seed` comes from the engine, so that preview and update agree. */
export function automaticName(kind: Kind, logicalName: string, seed: string): AutomaticName | undefined {
  const property = namePropertyOf(kind);
  if (property === undefined || kind.path === undefined || !kind.path.endsWith(`{${property}}`)) return undefined;
  if (kind.isSingleton === true) return { property, value: 'default', isRandom: false };
  const digest = createHash('sha256').update(`${seed}\n${kind.token}\n${logicalName}`).digest('hex');
  switch (kind.autoName ?? (isBelowGroup(kind.path) ? 'suffix' : 'copy')) {
    case 'suffix':
      return { property, value: `${logicalName}${digest.slice(0, 8)}`, isRandom: true };
    case 'copy':
      return { property, value: logicalName, isRandom: false };
    case 'uuid':
      return { property, value: asUuid(digest), isRandom: true };
    case 'none':
      return undefined;
  }
}

const isBelowGroup = (path: string): boolean => /\/resourceGroups\/\{\w+\}(\/providers\/[^/]+\/[^/]+\/\{\w+\})?$/.test(path);

/** A version 4 UUID out of a hex digest of at least 32 characters. */
export function asUuid(digest: string): string {
  const variant = ((Number.parseInt(digest.slice(16, 17), 16) & 3) | 8).toString(16);
  return [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `${variant}${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-');
}
