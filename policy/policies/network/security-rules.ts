// What one rule of a network security group says: its ports, addresses and service tags. Judges nothing.
import { isOneOf, numberOf, textOf } from '../../compare';
import type { Subject } from '../../subject';
import { isList, type Plain } from '../../value';
import { allIpv4, allIpv6, covers, internet, spanOf, union, type AddressSet, type Span } from '../shared/addresses';

export type Side = 'source' | 'destination';

/** The addresses of one side of a rule; service tags apart, since only Azure knows what is in them. */
export interface Peers {
  readonly addresses: AddressSet;
  readonly tags: readonly string[];
  /** Application security groups. */
  readonly hasGroups: boolean;
}

type Ports = readonly (readonly [first: number, last: number])[];

export const groupType = 'azure-native:network:NetworkSecurityGroup';
export const ruleType = 'azure-native:network:SecurityRule';
export const ruleTypes = [groupType, ruleType] as const;

/** Words for "everyone"; the last two are how checkov's list writes an open range. */
const everyone = ['*', 'any', '<nw>/0', '/0'];

const textsOf = (value: Plain | undefined): readonly string[] =>
  (isList(value) ? value : [value])
    .flatMap((item) => (typeof item === 'string' || typeof item === 'number' ? String(item).split(',') : []))
    .map((item) => item.trim());

/** Both spellings of a property, the single one and the list: an item that is not known yet throws. */
function itemsOf(rule: Subject, single: string, list: string): readonly string[] {
  const items: string[] = [...textsOf(rule.read(single))];
  rule.each(list, (item) => items.push(...textsOf(item.read(''))));
  return items;
}

function spansOf(prefix: string): AddressSet {
  const word = prefix.toLowerCase();
  if (everyone.includes(word)) return [allIpv4, allIpv6];
  if (word === 'internet') return internet;
  // As an address these two mean nobody; whoever writes them means everybody, and so does checkov.
  if (word === '0.0.0.0') return [allIpv4];
  if (word === '::') return [allIpv6];
  const span: Span | undefined = spanOf(word);
  return span === undefined ? [] : [span];
}

export function peersOf(rule: Subject, side: Side): Peers {
  const prefixes = itemsOf(rule, `${side}AddressPrefix`, `${side}AddressPrefixes`);
  const groups = rule.read(`${side}ApplicationSecurityGroups`);
  return {
    addresses: union(...prefixes.map(spansOf)),
    tags: prefixes.map((prefix) => prefix.toLowerCase()).filter((prefix) => prefix !== '' && spansOf(prefix).length === 0),
    hasGroups: isList(groups) ? groups.length > 0 : groups !== undefined,
  };
}

const isEverything = ({ addresses }: Peers): boolean => covers(addresses, [allIpv4, allIpv6]);

/** True where all that the inner side names is surely in the outer one. */
export function coversPeers(outer: Peers, inner: Peers): boolean {
  if (outer.hasGroups) return false;
  if (isEverything(outer)) return true;
  return !inner.hasGroups && covers(outer.addresses, inner.addresses) && inner.tags.every((tag) => outer.tags.includes(tag));
}

export function portsOf(rule: Subject, side: Side): Ports {
  return itemsOf(rule, `${side}PortRange`, `${side}PortRanges`).flatMap((text) => {
    if (isOneOf(text, ['*', 'any'])) return [[0, 65_535] as const];
    const [first, last] = text.split('-').map((end) => numberOf(end));
    return first === undefined ? [] : [[first, last ?? first] as const];
  });
}

export const hasPort = (ports: Ports, port: number): boolean => ports.some(([first, last]) => first <= port && port <= last);

/** True where every port of the inner ranges is in the outer ones, ranges that touch taken together. */
export function coversPorts(outer: Ports, inner: Ports): boolean {
  return inner.every(([first, last]) => {
    let reached = first;
    for (const [from, to] of outer.toSorted((a, b) => a[0] - b[0])) if (from <= reached && to >= reached) reached = to + 1;
    return reached > last;
  });
}

export const isRule = (rule: Subject, access: 'Allow' | 'Deny', direction: 'Inbound' | 'Outbound'): boolean =>
  isOneOf(rule.read('access'), [access]) && isOneOf(rule.read('direction'), [direction]);

/** In lower case, "*" where any. */
export const protocolOf = (rule: Subject): string | undefined => {
  const protocol = textOf(rule.read('protocol'))?.toLowerCase();
  return protocol === 'any' ? '*' : protocol;
};

export const priorityOf = (rule: Subject): number | undefined => numberOf(rule.read('priority'));

/** The property that a finding names: the one spelling that is used. */
export const addressProperty = (rule: Subject, side: Side): string =>
  rule.read(`${side}AddressPrefix`) === undefined ? `${side}AddressPrefixes` : `${side}AddressPrefix`;
