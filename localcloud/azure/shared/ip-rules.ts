// IPv4 addresses and ranges as the firewalls of storage, Key Vault and the registry judge them.
export interface Ipv4Range {
  readonly address: number;
  readonly prefix: number;
  readonly hasPrefix: boolean;
}

const form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

export function parseIpv4(value: string): Ipv4Range | undefined {
  const match = form.exec(value);
  if (!match) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const prefix = match[5] === undefined ? 32 : Number(match[5]);
  if (prefix > 32 || octets.some((octet) => octet > 255)) return undefined;
  return { address: octets.reduce((sum, octet) => sum * 256 + octet, 0), prefix, hasPrefix: match[5] !== undefined };
}

const reserved = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const covers = (outer: Ipv4Range, inner: Ipv4Range): boolean => {
  const size = 2 ** (32 - outer.prefix);
  return inner.prefix >= outer.prefix && Math.floor(inner.address / size) === Math.floor(outer.address / size);
};

/** True for a range inside RFC 1918's private space. */
export const isPrivate = (range: Ipv4Range): boolean =>
  reserved.some((outer) => {
    const parsed = parseIpv4(outer);
    return parsed !== undefined && covers(parsed, range);
  });

export type IpFault = 'format' | 'private' | 'small';

/** Why a firewall refuses a rule, or undefined. `small` is a /31 or /32, which storage wants as bare addresses. */
export function ipFault(value: string): IpFault | undefined {
  const range = parseIpv4(value);
  if (!range) return 'format';
  if (isPrivate(range)) return 'private';
  return range.hasPrefix && range.prefix > 30 ? 'small' : undefined;
}
