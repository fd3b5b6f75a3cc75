// ARM resource ids: made from a kind's path template, taken apart, their parents. Pure.
import type { Properties, Value } from '../kind';

const placeholder = /\{(\w+)\}/g;

/** Property names in a path template, in order, without the subscription. */
export function placeholdersOf(path: string): string[] {
  return [...path.matchAll(placeholder)].map((match) => match[1] ?? '').filter((name) => name !== 'subscriptionId');
}

/** The id, or the first property that is missing or not a string yet. A scope's leading slash is not doubled. */
export function expandPath(path: string, inputs: Properties, subscriptionId: string): { readonly id: string } | { readonly missing: string } {
  let missing: string | undefined;
  const id = path.replace(placeholder, (_, name: string) => {
    const value: Value | undefined = name === 'subscriptionId' ? (inputs[name] ?? subscriptionId) : inputs[name];
    if (typeof value === 'string' && value !== '')
      return name.toLowerCase().endsWith('scope') || name === 'resourceUri' ? value.replace(/^\/+|\/+$/g, '') : value;
    missing ??= name;
    return '';
  });
  return missing === undefined ? { id } : { missing };
}

/** Id of the resource that contains this one: a resource, a resource group or a subscription; undefined at the top. */
export function parentId(id: string): string | undefined {
  const parts = id.split('/');
  if (parts.length <= 3) return undefined;
  const rest = parts.slice(0, -2);
  if (rest.at(-2)?.toLowerCase() === 'providers') rest.splice(-2);
  return rest.length < 3 ? undefined : rest.join('/');
}

export const nameOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

export const resourceGroupOf = (id: string): { readonly id: string; readonly name: string } | undefined => {
  const match = /^(\/subscriptions\/[^/]+\/resourceGroups\/([^/]+))/i.exec(id);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { id: match[1], name: match[2] };
};

export const subscriptionOf = (id: string): string | undefined => /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];

/** "Microsoft.Storage/storageAccounts/blobServices" of an id; resource groups are "Microsoft.Resources/resourceGroups". */
export function typeOf(id: string): string {
  const at = id.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return resourceGroupOf(id) === undefined ? 'Microsoft.Resources/subscriptions' : 'Microsoft.Resources/resourceGroups';
  const parts = id.slice(at + '/providers/'.length).split('/');
  return [parts[0], ...parts.slice(1).filter((_, index) => index % 2 === 0)].join('/');
}

/** True for `id` itself and everything below it; case does not matter. */
export function isAtOrBelow(id: string, scope: string): boolean {
  const [lower, top] = [id.toLowerCase(), scope.toLowerCase()];
  return lower === top || lower.startsWith(`${top}/`);
}
