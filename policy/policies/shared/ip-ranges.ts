// IP ranges as firewalls take them: which let everyone in, and which no public firewall ever sees. Checks no syntax.

/** Prefixes below these cover more than any one organisation holds: many of them together are the whole. */
const widest = { ipv4: 8, ipv6: 16 } as const;

/** True where a range lets in everybody, or more than any one network has. */
export function isWorldOpen(range: string): boolean {
  const [address = '', prefix] = range.trim().split('/');
  if (prefix === undefined) return ['*', '0.0.0.0', '::', 'internet', 'any'].includes(address.toLowerCase());
  return Number(prefix) < (address.includes(':') ? widest.ipv6 : widest.ipv4);
}

const privateRanges = [
  { network: 0x0a000000, prefix: 8 },
  { network: 0xac100000, prefix: 12 },
  { network: 0xc0a80000, prefix: 16 },
];

/** True for an address or range inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16. */
export function isPrivateRange(range: string): boolean {
  const address = numberOfAddress(range.trim().split('/')[0] ?? '');
  return address !== undefined && privateRanges.some(({ network, prefix }) => address >>> (32 - prefix) === network >>> (32 - prefix));
}

function numberOfAddress(text: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  return text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
