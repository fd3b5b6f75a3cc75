// Reading loosely typed property trees: every rule sees inputs through these, so that a value unknown in preview never trips one.
import { unknown, type Properties, type Value } from '../../kind';

export type Node = Value | undefined;

/** The value at a dotted path; `unknown` as soon as the value or one of its ancestors is not known yet. */
export function at(from: Node, path: string): Node {
  let node = from;
  for (const key of path.split('.')) {
    if (node === unknown) return unknown;
    node = isRecord(node) ? node[key] : undefined;
  }
  return node ?? undefined;
}

export const isRecord = (node: Node): node is Properties => typeof node === 'object' && node !== null && !Array.isArray(node);

/** True where the value is certainly absent: neither given nor still unknown. */
export const isMissing = (from: Node, path: string): boolean => at(from, path) === undefined;

/** True where the value is certainly present, be it known or not: below an ancestor that is not known yet nothing is certain. */
export const isGiven = (from: Node, path: string): boolean => {
  const dot = path.lastIndexOf('.');
  const parent = dot < 0 ? from : at(from, path.slice(0, dot));
  return isRecord(parent) && !isMissing(parent, path.slice(dot + 1));
};

export function text(from: Node, path: string): string | undefined {
  const node = at(from, path);
  return typeof node === 'string' ? node : undefined;
}

export function number(from: Node, path: string): number | undefined {
  const node = at(from, path);
  return typeof node === 'number' ? node : undefined;
}

export const isTrue = (from: Node, path: string): boolean => at(from, path) === true;
export const isFalse = (from: Node, path: string): boolean => at(from, path) === false;

/** The list at a path; empty where absent, not a list or unknown. */
export function list(from: Node, path: string): readonly Value[] {
  const node = at(from, path);
  return Array.isArray(node) ? node : [];
}

export function record(from: Node, path: string): Properties {
  const node = at(from, path);
  return isRecord(node) ? node : {};
}

/** Equality without regard to case, as ARM compares names, enums and ids. */
export const same = (left: string | undefined, right: string | undefined): boolean => left?.toLowerCase() === right?.toLowerCase();

/** True where a nested value is not known yet. */
export function hasUnknown(node: Node): boolean {
  if (node === unknown) return true;
  if (Array.isArray(node)) return node.some(hasUnknown);
  return isRecord(node) && Object.values(node).some(hasUnknown);
}

/** True where both sides are known and differ; the order of keys doesn't count. */
export function isChanged(before: Node, after: Node, path: string): boolean {
  const left: Node = at(before, path);
  const right: Node = at(after, path);
  return !hasUnknown(left) && !hasUnknown(right) && canonical(left) !== canonical(right);
}

function canonical(node: Node): string {
  if (Array.isArray(node)) return `[${node.map(canonical).join()}]`;
  if (!isRecord(node)) return JSON.stringify(node ?? null, (_key, value: unknown) => (typeof value === 'symbol' ? 'unknown' : value));
  const keys = Object.keys(node).filter((key) => node[key] !== undefined && node[key] !== null);
  return `{${keys
    .sort()
    .map((key) => `${key}:${canonical(node[key])}`)
    .join()}}`;
}

/** Leaves out the keys without a value, so that an absent property stays absent. */
export function compact(properties: { readonly [key: string]: Node }): Properties {
  return Object.fromEntries(Object.entries(properties).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
