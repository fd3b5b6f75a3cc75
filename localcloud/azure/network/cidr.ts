// Address ranges of both versions: reading, containing, overlapping. Pure.

export interface Cidr {
  readonly text: string;
  readonly version: 4 | 6;
  readonly base: bigint;
  readonly length: number;
  /** True where bits behind the prefix are set: 10.0.0.1/16. */
  readonly hasHostBits: boolean;
}

const widths = { 4: 32, 6: 128 } as const;

/** Address as a number, or undefined where the text is no address of that version. */
export function parseAddress(text: string): { readonly version: 4 | 6; readonly value: bigint } | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const octets = text.split('.').map(Number);
    return octets.some((octet) => octet > 255) ? undefined : { version: 4, value: octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) };
  }
  const groups = expandGroups(text);
  return groups && { version: 6, value: groups.reduce((sum, group) => sum * 65536n + BigInt(Number.parseInt(group, 16)), 0n) };
}

function expandGroups(text: string): string[] | undefined {
  if (!text.includes(':') || !/^[0-9a-f:]+$/i.test(text)) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = [...(left ?? []), ...(right ?? [])];
  if (given.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  if (halves.length === 1) return given.length === 8 ? given : undefined;
  return given.length > 7 ? undefined : [...(left ?? []), ...Array.from({ length: 8 - given.length }, () => '0'), ...(right ?? [])];
}

export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const address = parseAddress(match?.[1] ?? '');
  const length = Number(match?.[2]);
  if (!address || length > widths[address.version]) return undefined;
  const size = 1n << BigInt(widths[address.version] - length);
  const hostBits = address.value % size;
  return { text, version: address.version, base: address.value - hostBits, length, hasHostBits: hostBits !== 0n };
}

export const sizeOf = (cidr: Cidr): bigint => 1n << BigInt(widths[cidr.version] - cidr.length);

export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.version === inner.version && outer.base <= inner.base && inner.base + sizeOf(inner) <= outer.base + sizeOf(outer);

export const overlaps = (a: Cidr, b: Cidr): boolean => a.version === b.version && a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);

export function containsAddress(cidr: Cidr, text: string): boolean {
  const address = parseAddress(text);
  return address?.version === cidr.version && address.value >= cidr.base && address.value < cidr.base + sizeOf(cidr);
}

export function formatAddress(version: 4 | 6, value: bigint): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => Number((value >> shift) & 255n)).join('.');
  return Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65535n).toString(16)).join(':');
}

/** "10.0.0.0/16" of "10.0.0.1/16". */
export const networkOf = (cidr: Cidr): string => `${formatAddress(cidr.version, cidr.base)}/${cidr.length}`;
