// Resources that exist with their parent without being written, e.g. a storage account's blob service.
import { parentId, placeholdersOf } from './arm/ids';
import type { Kind, Properties, StoredResource } from './kind';
import { storedAfter } from './outputs';
import { fillDefaults } from './values';
import type { World } from './world';

/** The untouched singleton at an id whose parent exists; undefined for other kinds and ids. */
export function virtualSingleton(kind: Kind, id: string, world: World): StoredResource | undefined {
  if (kind.isSingleton !== true || kind.path === undefined) return undefined;
  const parent = parentId(id);
  if (parent === undefined || world.get(parent) === undefined) return undefined;
  const inputs = inputsFromId(kind.path, id);
  if (inputs === undefined) return undefined;
  const filled = kind.defaults === undefined ? inputs : fillDefaults(inputs, kind.defaults(inputs));
  return storedAfter({ kind, id, inputs: filled, before: undefined, world, now: new Date(0).toISOString() });
}

/** The path parameters that an id spells out; undefined where the id does not fit the template. */
export function inputsFromId(path: string, id: string): Properties | undefined {
  const pattern = path
    .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replaceAll(/\/?\{(\w+)\}/g, (whole, name: string) => `${whole.startsWith('/') ? '/' : ''}(?<${name}>.+?)`);
  const match = new RegExp(`^${pattern}$`, 'i').exec(id);
  if (match === null) return undefined;
  const names = placeholdersOf(path);
  return Object.fromEntries(names.map((name) => [name, match.groups?.[name] ?? '']));
}
