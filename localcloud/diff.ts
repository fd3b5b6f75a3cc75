// Old inputs against new ones: what changed, and whether a kind's rules make that a replacement. Pure.
import { placeholdersOf } from './arm/ids';
import { normalizeRegion } from './arm/regions';
import { unknown, type Kind, type Properties, type Value } from './kind';
import { formatPath, isEqual, isObject, parsePath, valueAt } from './values';

export interface Change {
  /** As Pulumi writes it: `networkRuleSet.ipRules[0].action`, `tags["a.b"]`. */
  readonly path: string;
  readonly kind: 'add' | 'delete' | 'update';
  readonly isReplacement: boolean;
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly action: 'none' | 'update' | 'replace';
  /** True where old and new would have the same id, so that both can't exist at once. */
  readonly isDeleteFirst: boolean;
}

/** Marks inputs whose name was made up, as azure-native does: a replacement gets another name and can come first. */
export const createBeforeDelete = '__createBeforeDelete';

export function diff(
  kind: Kind,
  before: { readonly inputs: Properties; readonly outputs: Properties },
  news: Properties,
  ignored: readonly string[],
): Difference {
  const replacing = replacementPaths(kind, before, news);
  const found: { readonly parts: (string | number)[]; readonly kind: Change['kind'] }[] = [];
  collect(before.inputs, news, [], (parts, changeKind) => found.push({ parts: [...parts], kind: changeKind }));
  const changes = found
    .filter(({ parts }) => !String(parts[0]).startsWith('__') && !ignored.some((path) => isPrefix(parsePath(path), parts)))
    .filter(({ parts }) => !isSameRegion(parts, before.inputs, news))
    .map(({ parts, kind: changeKind }) => ({
      path: formatPath(parts),
      kind: changeKind,
      isReplacement: replacing.some((path) => isPrefix(path, parts) || isPrefix(parts, path)),
    }));
  const isReplaced = changes.some((change) => change.isReplacement);
  return { changes, action: isReplaced ? 'replace' : changes.length > 0 ? 'update' : 'none', isDeleteFirst: isReplaced && keepsId(kind, before.inputs, news) };
}

/** The paths of `replaceOn` and of the id's placeholders whose values differ. */
function replacementPaths(kind: Kind, before: { readonly inputs: Properties; readonly outputs: Properties }, news: Properties): string[][] {
  const inId = kind.path === undefined ? [] : placeholdersOf(kind.path).filter((name) => !isSameName(before.inputs[name], news[name]));
  const immutable = (kind.replaceOn ?? []).filter((path) => {
    const [old, next] = [select(before.inputs, parsePath(path)), select(news, parsePath(path))];
    if (path === 'location' && isSameRegion([path], before.inputs, news)) return false;
    // A value that is spelled out now, and is what the cloud had filled in, changes nothing.
    return !isEqual(old, next) && !(old.length === 0 && next.length === 1 && isEqual(valueAt(before.outputs, path), next[0]));
  });
  return [...inId, ...immutable].map(parsePath);
}

const isSameName = (a: Value | undefined, b: Value | undefined): boolean =>
  typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : isEqual(a, b);

function isSameRegion(parts: readonly (string | number)[], before: Properties, news: Properties): boolean {
  const [old, next] = [before['location'], news['location']];
  return parts.length === 1 && parts[0] === 'location' && typeof old === 'string' && typeof next === 'string' && normalizeRegion(old) === normalizeRegion(next);
}

function keepsId(kind: Kind, before: Properties, news: Properties): boolean {
  if (kind.path === undefined || news[createBeforeDelete] === true) return false;
  return placeholdersOf(kind.path).every((name) => isSameName(before[name], news[name]));
}

/** All values at a path; an empty part stands for every element of an array. */
function select(root: Value | undefined, parts: readonly string[]): Value[] {
  const [part, ...rest] = parts;
  if (root === undefined) return [];
  if (part === undefined || root === unknown) return [root];
  if (Array.isArray(root)) return part === '' ? root.flatMap((item) => select(item, rest)) : select(root[Number(part)], rest);
  return isObject(root) ? select(root[part], rest) : [];
}

/** True where `path` (with `""` for any element) is a beginning of `parts` or equals it. */
function isPrefix(path: readonly (string | number)[], parts: readonly (string | number)[]): boolean {
  return (
    path.length <= parts.length && path.every((part, index) => part === '' || parts[index] === '' || part === '*' || String(part) === String(parts[index]))
  );
}

function collect(
  a: Value | undefined,
  b: Value | undefined,
  parts: (string | number)[],
  report: (parts: (string | number)[], kind: Change['kind']) => void,
): void {
  if (isEqual(a, b)) return;
  if (a === undefined) report(parts, 'add');
  else if (b === undefined) report(parts, 'delete');
  else if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) collect(a[key], b[key], [...parts, key], report);
  } else if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index += 1) collect(a[index], b[index], [...parts, index], report);
  } else report(parts, 'update');
}
