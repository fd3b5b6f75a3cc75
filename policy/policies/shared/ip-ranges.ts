// IP ranges as firewalls take them: which let everyone in, and which no public firewall ever sees. Checks no syntax.

/** True where a range covers the internet or half of it: two halves are as open as the whole. IPv6 has all its public addresses in 2000::/3. */
export function isWorldOpen(range: string): boolean {
  const [address = '', prefix] = range.trim().split('/');
  if (prefix === undefined) return ['*', '0.0.0.0', '::', 'internet', 'any'].includes(address.toLowerCase());
  return Number(prefix) <= (address.includes(':') ? 3 : 1);
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
