// IPv4 ranges: parsing, classification and what each Azure service accepts of them. Pure; knows no configuration file.

/** A checked range. Addresses are unsigned 32-bit numbers; first is the network address. */
export interface IpRange {
  /** Canonical form: "10.0.0.0/8", or the bare address for a single one. */
  readonly text: string;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

export interface RangeProblem {
  readonly message: string;
  /** The range to write instead, where one is plain. */
  readonly suggestion?: string;
}

export type ParsedRange = { readonly range: IpRange } | { readonly problem: RangeProblem };

const parts = /^(\d{1,10})\.(\d{1,10})\.(\d{1,10})\.(\d{1,10})(?:\/(\d{1,3}))?$/;

/** An address as text. */
export const formatAddress = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');

const formatRange = (first: number, prefix: number): string => (prefix === 32 ? formatAddress(first) : `${formatAddress(first)}/${prefix}`);

const rangeOf = (first: number, prefix: number): IpRange => ({
  text: formatRange(first, prefix),
  first,
  last: first + 2 ** (32 - prefix) - 1,
  prefix,
});

/** One IPv4 address or CIDR range; host bits that are set are a problem, since Azure refuses or silently widens them. */
export function parseRange(text: string): ParsedRange {
  const match = parts.exec(text);
  if (match === null) {
    return { problem: { message: `"${text}" is not an IPv4 address or range`, suggestion: 'write it like 203.0.113.0/24' } };
  }
  const octets = match.slice(1, 5);
  const wrong = octets.find((octet) => Number(octet) > 255);
  if (wrong !== undefined) return { problem: { message: `"${text}" is not an IPv4 range: ${wrong} is more than 255` } };
  const padded = octets.find((octet) => octet.length > 1 && octet.startsWith('0'));
  if (padded !== undefined) {
    const suggestion = text.replace(/\b0+(?=\d)/g, '');
    return { problem: { message: `"${text}" has an octet with a leading zero, which some programs read as octal`, suggestion: `write ${suggestion}` } };
  }
  const prefix = match[5] === undefined ? 32 : Number(match[5]);
  if (prefix > 32) return { problem: { message: `"${text}" is not an IPv4 range: a prefix is at most /32` } };
  const address = octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const first = address - (address % 2 ** (32 - prefix));
  if (first !== address) {
    const suggestion = `write ${formatRange(first, prefix)} for the whole range, or ${formatAddress(address)} for the one address`;
    return { problem: { message: `"${text}" has host bits set: a /${prefix} starts at ${formatAddress(first)}`, suggestion } };
  }
  return { range: rangeOf(first, prefix) };
}

/** A range that was checked before; throws on one that was not. */
export function rangeFrom(text: string): IpRange {
  const parsed = parseRange(text);
  if ('problem' in parsed) throw new RangeError(parsed.problem.message);
  return parsed.range;
}

/** True where two ranges share an address. */
export function overlaps(a: string | IpRange, b: string | IpRange): boolean {
  const [x, y] = [a, b].map((range) => (typeof range === 'string' ? rangeFrom(range) : range)) as [IpRange, IpRange];
  return x.first <= y.last && y.first <= x.last;
}

const contains = (outer: IpRange, inner: IpRange): boolean => outer.first <= inner.first && inner.last <= outer.last;

/** RFC 1918 and the shared space of RFC 6598: never seen by a public endpoint, so they come in through private endpoints. */
export const privateSpaces = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(rangeFrom);

/** Ranges from which no caller can ever come. */
const impossibleSpaces: readonly (readonly [IpRange, string])[] = [
  [rangeFrom('0.0.0.0/8'), '"this network"'],
  [rangeFrom('127.0.0.0/8'), 'loopback'],
  [rangeFrom('169.254.0.0/16'), 'link-local'],
  [rangeFrom('224.0.0.0/4'), 'multicast'],
  [rangeFrom('240.0.0.0/4'), 'reserved'],
];

export type RangeKind = 'open' | 'private' | 'public';

/** Which way a range's callers come in, or why it can be none. */
export function kindOfRange(range: IpRange): RangeKind | RangeProblem {
  if (range.prefix === 0) return 'open';
  if (privateSpaces.some((space) => contains(space, range))) return 'private';
  const impossible = impossibleSpaces.find(([space]) => overlaps(space, range));
  if (impossible !== undefined) return { message: `${range.text} covers ${impossible[1]} addresses (${impossible[0].text}), from which no caller can come` };
  const mixed = privateSpaces.find((space) => overlaps(space, range));
  if (mixed !== undefined) {
    return {
      message: `${range.text} covers both private addresses (${mixed.text}) and public ones`,
      suggestion: 'write the private and the public ranges apart: the first become private endpoints, the second IP rules',
    };
  }
  return 'public';
}

/** Allowed ranges by the way in: all callers, IP rules, or private endpoints and VNet rules. Canonical, in order, without duplicates. */
export interface ClassifiedRanges {
  readonly isOpen: boolean;
  readonly publicRanges: readonly string[];
  readonly privateRanges: readonly string[];
}

/** Throws on ranges that validation would have refused. */
export function classifyRanges(ranges: readonly string[]): ClassifiedRanges {
  const parsed = ranges.map(rangeFrom);
  const of = (kind: RangeKind): readonly string[] => [...new Set(parsed.filter((range) => kindOfRange(range) === kind).map((range) => range.text))];
  return { isOpen: of('open').length > 0, publicRanges: of('public'), privateRanges: of('private') };
}

/** Storage takes prefixes up to /30 and bare addresses: a /31 becomes two of them. Input: public ranges. */
export const storageIpRules = (publicRanges: readonly string[]): readonly string[] =>
  publicRanges.map(rangeFrom).flatMap((range) => (range.prefix === 31 ? [formatAddress(range.first), formatAddress(range.last)] : [range.text]));

/** Key Vault stores every rule with its prefix; giving it that way keeps a refresh quiet. Input: public ranges. */
export const keyVaultIpRules = (publicRanges: readonly string[]): readonly string[] =>
  publicRanges.map(rangeFrom).map((range) => `${formatAddress(range.first)}/${range.prefix}`);

/** The registry takes addresses and ranges alike. Input: public ranges. */
export const registryIpRules = (publicRanges: readonly string[]): readonly string[] => publicRanges.map((text) => rangeFrom(text).text);

/** Databricks IP access lists take addresses and ranges, IPv4 only. Input: public ranges. */
export const databricksIpAccess = registryIpRules;

/** The subnets of a region's VNet, each a quarter of its space; the last quarter stays free. A /24 gives /26, the least Databricks takes. */
export interface SubnetRanges {
  readonly databricksPublic: string;
  readonly databricksPrivate: string;
  readonly privateEndpoints: string;
}

/** Input: a valid address space of /16 to /24. */
export function subnetRanges(addressSpace: string): SubnetRanges {
  const space = rangeFrom(addressSpace);
  const prefix = space.prefix + 2;
  const quarter = (index: number): string => formatRange(space.first + index * 2 ** (32 - prefix), prefix);
  return { databricksPublic: quarter(0), databricksPrivate: quarter(1), privateEndpoints: quarter(2) };
}

/** Why a range can't be the address space of a VNet with an injected Databricks workspace, or nothing. */
export function checkAddressSpace(range: IpRange): RangeProblem | undefined {
  if (range.prefix < 16 || range.prefix > 24) {
    const prefix = range.prefix < 16 ? 16 : 24;
    const suggestion = `write ${formatRange(range.first - (range.first % 2 ** (32 - prefix)), prefix)}`;
    return { message: `${range.text} has a prefix of /${range.prefix}; a VNet that Databricks is injected into takes /16 to /24`, suggestion };
  }
  if (kindOfRange(range) !== 'private')
    return { message: `${range.text} is not private address space`, suggestion: 'choose one from 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16' };
  return undefined;
}
