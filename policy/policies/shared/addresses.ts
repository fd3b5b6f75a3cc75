// Sets of IP addresses, IPv4 and IPv6, by exact arithmetic: what the text of a firewall lets in. Knows no resource.

/** A run of addresses on one line: IPv4 from 0, IPv6 behind it. Both ends belong to it. */
export interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

/** Sorted, and no two touch. */
export type AddressSet = readonly Span[];

interface Family {
  readonly bits: number;
  readonly from: bigint;
}
const ipv4: Family = { bits: 32, from: 0n };
const ipv6: Family = { bits: 128, from: 1n << 32n };
const whole = ({ bits, from }: Family): Span => ({ first: from, last: from + (1n << BigInt(bits)) - 1n });

export const allIpv4: Span = whole(ipv4);
export const allIpv6: Span = whole(ipv6);

/** An address, a CIDR range (host bits are ignored) or "first-last"; undefined for anything else, such as a service tag. */
export function spanOf(text: string): Span | undefined {
  const trimmed = text.trim();
  const [from, to, ...more] = trimmed.split('-');
  if (to !== undefined) {
    const [first, last] = [spanOf(from ?? ''), spanOf(to)];
    return more.length > 0 || first === undefined || last === undefined || first.first > last.last ? undefined : { first: first.first, last: last.last };
  }
  const [address = '', prefix, ...rest] = trimmed.split('/');
  const family = address.includes(':') ? ipv6 : ipv4;
  const value = family === ipv6 ? ipv6Of(address) : ipv4Of(address);
  const length = prefix === undefined ? family.bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (value === undefined || rest.length > 0 || !(length <= family.bits)) return undefined;
  const size = 1n << BigInt(family.bits - length);
  const first = family.from + (value / size) * size;
  return { first, last: first + size - 1n };
}

function ipv4Of(text: string): bigint | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || octets.some((octet) => !/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255)) return undefined;
  return octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

function ipv6Of(text: string): bigint | undefined {
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const [before, after] = [groupsOf(head), tail === undefined ? [] : groupsOf(tail)];
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0n), ...after].reduce((sum, group) => (sum << 16n) + group, 0n);
}

function groupsOf(text: string): readonly bigint[] | undefined {
  const groups: bigint[] = [];
  for (const part of text === '' ? [] : text.split(':')) {
    const embedded = part.includes('.') ? ipv4Of(part) : undefined;
    if (embedded !== undefined) groups.push(embedded >> 16n, embedded & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

export function union(...sets: readonly AddressSet[]): AddressSet {
  const sorted = sets.flat().toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: Span[] = [];
  for (const span of sorted) {
    const previous = merged.at(-1);
    if (previous === undefined || span.first > previous.last + 1n) merged.push(span);
    else if (span.last > previous.last) merged[merged.length - 1] = { first: previous.first, last: span.last };
  }
  return merged;
}

/** What is in the first set and not in the second. */
export function without(from: AddressSet, removed: AddressSet): AddressSet {
  return removed.reduce<AddressSet>(
    (left, { first, last }) =>
      left.flatMap((span) => {
        if (last < span.first || first > span.last) return [span];
        return [...(span.first < first ? [{ first: span.first, last: first - 1n }] : []), ...(span.last > last ? [{ first: last + 1n, last: span.last }] : [])];
      }),
    from,
  );
}

/** True where every address of the inner set is in the outer one. */
export const covers = (outer: AddressSet, inner: AddressSet): boolean => without(inner, outer).length === 0;

const spansOf = (texts: readonly string[]): AddressSet => union(texts.map(spanOf).filter((span) => span !== undefined));

/** Addresses that hosts of the internet have: IPv4 without the special ranges of RFC 6890, and IPv6's global unicast. */
export const internet: AddressSet = union(
  without([allIpv4], spansOf(['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3'])),
  spansOf(['2000::/3']),
);

const notInternet = without([allIpv4, allIpv6], internet);

/** The part of a set that hosts of the internet have. */
export const ofInternet = (set: AddressSet): AddressSet => without(set, notInternet);

/** Wider than anything that one organisation holds: more public addresses than an IPv4 /8 or an IPv6 /16. */
export function isMuchOfInternet(set: AddressSet): boolean {
  const count = (within: Span): bigint =>
    ofInternet(set).reduce((sum, { first, last }) => (first >= within.first && last <= within.last ? sum + last - first + 1n : sum), 0n);
  return count(allIpv4) > 1n << 24n || count(allIpv6) > 1n << 112n;
}
