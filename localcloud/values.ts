// Plain values of the local cloud: compare, merge, walk by path. Pure.
import { unknown, type Properties, type Value } from './kind';

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that would reach the prototype of an object are never followed or written. */
export const isForbiddenKey = (key: string): boolean => key === '__proto__' || key === 'constructor' || key === 'prototype';

/** Deep equality; an unknown equals nothing, not even another unknown. */
export function isEqual(a: Value | undefined, b: Value | undefined): boolean {
  if (a === unknown || b === unknown) return false;
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

/** `over` wins; objects merge, arrays and scalars are taken whole, null removes. */
export function mergeDeep(base: Properties, over: Properties): Properties {
  const merged: Properties = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || isForbiddenKey(key)) continue;
    const existing = merged[key];
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = mergeDeep(isObject(existing) ? existing : {}, value);
    else merged[key] = value;
  }
  return merged;
}

/** Fills what `inputs` leaves out, at any depth of objects; a given value always stays. */
export function fillDefaults(inputs: Properties, defaults: Properties): Properties {
  const filled: Properties = { ...inputs };
  for (const [key, value] of Object.entries(defaults)) {
    const existing = filled[key];
    if (existing === undefined) filled[key] = value;
    else if (isObject(existing) && isObject(value)) filled[key] = fillDefaults(existing, value);
  }
  return filled;
}

/** Splits "a.b[0].c" and "a.b[].c"; a bracketed quoted part may hold dots: `tags["a.b"]`. */
export function parsePath(path: string): string[] {
  const parts: string[] = [];
  for (const match of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d*)\]|([^.[\]]+)/g))
    parts.push(match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? match[3] ?? '');
  return parts;
}

export function formatPath(parts: readonly (string | number)[]): string {
  return parts.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(part)) return `${text}["${part.replace(/["\\]/g, '\\$&')}"]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** The value at a dotted path, or undefined. */
export function valueAt(root: Value | undefined, path: string): Value | undefined {
  let current = root;
  for (const part of parsePath(path)) {
    if (Array.isArray(current)) current = current[Number(part)];
    else if (isObject(current)) current = Object.hasOwn(current, part) ? current[part] : undefined;
    else return undefined;
  }
  return current;
}

/** A copy of `root` with the value at the path changed by `change`; undefined removes it. `[]` in the path means every element. */
export function changeAt(root: Value | undefined, parts: readonly string[], change: (value: Value | undefined) => Value | undefined): Value | undefined {
  const [part, ...rest] = parts;
  if (part === undefined) return change(root);
  if (Array.isArray(root)) {
    const items = root.map((item, index) => (part === '' || index === Number(part) ? changeAt(item, rest, change) : item));
    return items.filter((item): item is Value => item !== undefined);
  }
  if (!isObject(root) || isForbiddenKey(part)) return root;
  const value = changeAt(root[part], rest, change);
  const copy = { ...root };
  if (value === undefined) delete copy[part];
  else copy[part] = value;
  return copy;
}

/** Without the parts that are not known yet. */
export function knownOnly(value: Value): Value | undefined {
  if (value === unknown) return undefined;
  if (Array.isArray(value)) return value.map(knownOnly).filter((item): item is Value => item !== undefined);
  if (!isObject(value)) return value;
  const known: Properties = {};
  for (const [key, item] of Object.entries(value)) {
    const kept = knownOnly(item);
    if (kept !== undefined) known[key] = kept;
  }
  return known;
}

/** The candidate that is nearest to `word` by edit distance, if it is near at all. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= Math.max(2, word.length / 3) && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** A value in a message: text as it is, everything else as JSON. */
export const asText = (value: Value | undefined): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));
