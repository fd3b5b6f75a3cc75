// What all kinds of Databricks share: the workspace that they live in, looking others up, the shape of refusals.
import { at, list, same, text, type Node } from '../azure/shared/values';
import type { AdmitContext, CheckContext, Kind, StoredResource } from '../kind';
import type { World } from '../world';

export const tokenOf = (kind: string): string => `databricks:index/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;

export const invalid = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(path, 'INVALID_PARAMETER_VALUE', message);

export const all = (world: World, kind: string): readonly StoredResource[] => world.list({ token: tokenOf(kind) });
export const find = (world: World, kind: string, id: string | undefined): StoredResource | undefined =>
  id === undefined ? undefined : world.get(id, tokenOf(kind));

/** The object of that id; refuses with 404 where there is none. */
export function mustHave(ctx: AdmitContext, kind: string, id: string, what: string, code = 'RESOURCE_DOES_NOT_EXIST'): StoredResource {
  return find(ctx.world, kind, id) ?? ctx.refuse(404, code, `${what} ${id} does not exist.`);
}

/** Refuses a create whose name another object of the kind has. */
export function uniqueName(ctx: AdmitContext, kind: string, property: string, what: string): void {
  const name = text(ctx.inputs, property);
  if (name === undefined) return;
  const twin = all(ctx.world, kind).find((other) => other.id !== ctx.id && same(text(other.inputs, property), name));
  if (twin) ctx.refuse(400, 'RESOURCE_ALREADY_EXISTS', `${what} with name '${name}' already exists.`);
}

export function checkOneOf(ctx: CheckContext, path: string, allowed: readonly string[], from: Node = ctx.inputs, at = path): void {
  const value = text(from, path);
  if (value !== undefined && !allowed.includes(value)) invalid(ctx, at, `Invalid value '${value}' for ${at}: expected one of ${allowed.join(', ')}.`);
}

export function checkWhole(ctx: CheckContext, path: string, value: Node, min: number, max = Number.MAX_SAFE_INTEGER, also?: number): void {
  if (typeof value !== 'number' || value === also || (Number.isInteger(value) && value >= min && value <= max)) return;
  invalid(
    ctx,
    path,
    `Invalid value ${value} for ${path}: it must be an integer ${max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `between ${min} and ${max}`}.`,
  );
}

/** Adds the refusal that every kind has: the provider's workspace must exist. */
export function inWorkspace(kind: Kind): Kind {
  return {
    ...kind,
    admit: (ctx) => {
      if (ctx.operation === 'create' && ctx.world.workspace === undefined) {
        ctx.refuse(404, 'ENDPOINT_NOT_FOUND', `no Databricks workspace answers at '${ctx.world.host ?? ''}': check the host of the provider`);
      }
      kind.admit?.(ctx);
    },
  };
}

export const isAbsolute = (path: string): boolean => /^\/([^/\0]+(\/[^/\0]+)*)?$/.test(path);

/** Secret references such as {{secrets/scope/key}} in maps of text: scope and key. */
export function secretReferences(node: Node): { readonly scope: string; readonly key: string }[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  return Object.values(node).flatMap((value) => {
    const match = typeof value === 'string' ? /^\{\{secrets\/([^/}]+)\/([^/}]+)\}\}$/.exec(value) : null;
    return match?.[1] !== undefined && match[2] !== undefined ? [{ scope: match[1], key: match[2] }] : [];
  });
}

export const keysGiven = (from: Node, keys: readonly string[]): string[] =>
  keys.filter((key) => {
    const value = at(from, key);
    return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && list(from, key).length === 0);
  });
