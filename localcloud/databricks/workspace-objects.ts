// Paths of the workspace's tree: folders exist by themselves, are created on the way, and hold folders, notebooks and files.
import { text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, StoredResource } from '../kind';
import type { World } from '../world';
import { all, find, invalid, isAbsolute } from './objects';

/** Folders that every workspace has. */
const builtIn = /^\/(Shared|Users|Repos|Workspace|Users\/[^/]+|Repos\/[^/]+)?$/;

export function checkPath(ctx: CheckContext): void {
  const path = text(ctx.inputs, 'path');
  if (path === undefined) return;
  if (!isAbsolute(path)) invalid(ctx, 'path', `Path (${path}) must be absolute: it begins with '/', has no empty part and doesn't end with '/'.`);
  else if (path.split('/').some((part) => part === '.' || part === '..')) invalid(ctx, 'path', `Path (${path}) must not contain '.' or '..'.`);
}

export const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1));

/** What lies directly or deeper below a path. */
export const below = (world: World, path: string): StoredResource[] =>
  ['Directory', 'Notebook'].flatMap((kind) => all(world, kind)).filter(({ id }) => id.startsWith(`${path}/`));

export const isFolder = (world: World, path: string): boolean =>
  builtIn.test(path) || find(world, 'Directory', path) !== undefined || below(world, path).length > 0;

/** One path names one object. */
export function refuseOccupied(ctx: AdmitContext, kind: 'Directory' | 'Notebook'): void {
  const path = text(ctx.inputs, 'path') ?? '';
  const other = kind === 'Directory' ? find(ctx.world, 'Notebook', path) : find(ctx.world, 'Directory', path);
  if (other || (kind === 'Notebook' && isFolder(ctx.world, path)))
    ctx.refuse(400, 'RESOURCE_ALREADY_EXISTS', `Node with path ${path} already exists as a ${kind === 'Directory' ? 'notebook' : 'directory'}.`);
  const blocker = ancestors(path).find((parent) => find(ctx.world, 'Notebook', parent));
  if (blocker !== undefined) ctx.refuse(400, 'INVALID_PARAMETER_VALUE', `${blocker} is a notebook; it can't hold ${path}.`);
}

const ancestors = (path: string): string[] =>
  path
    .split('/')
    .slice(1, -1)
    .map((_, index, parts) => `/${parts.slice(0, index + 1).join('/')}`);
