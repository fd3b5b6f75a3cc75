// What Azure accepts as address ranges of virtual networks and subnets.
import type { CheckContext } from '../../kind';
import { networkOf, overlaps, parseCidr, type Cidr } from './cidr';

const forbidden = ['224.0.0.0/4', '255.255.255.255/32', '127.0.0.0/8', '169.254.0.0/16', '168.63.129.16/32', '0.0.0.0/8'].flatMap(
  (text) => parseCidr(text) ?? [],
);

/** The range, or undefined after a refusal. */
export function checkPrefix(ctx: CheckContext, path: string, text: string, of: string): Cidr | undefined {
  const cidr = parseCidr(text);
  if (!cidr) {
    ctx.refuse(
      path,
      'InvalidAddressPrefixFormat',
      `Address prefix ${text} of resource ${of} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
    );
    return undefined;
  }
  if (cidr.hasHostBits) {
    ctx.refuse(
      path,
      'InvalidCIDRNotation',
      `The address prefix ${text} in resource ${of} has an invalid CIDR notation. For the given prefix length, the address prefix should be ${networkOf(cidr)}.`,
    );
    return undefined;
  }
  if (forbidden.some((range) => overlaps(range, cidr))) {
    ctx.refuse(
      path,
      'AddressPrefixNotAllowed',
      `Address prefix ${text} of resource ${of} overlaps with a range that is reserved: multicast, broadcast, loopback, link-local or Azure's own.`,
    );
  }
  if (cidr.version === 4 && (cidr.length > 29 || cidr.length < 2)) {
    ctx.refuse(
      path,
      'InvalidAddressPrefixLength',
      `Address prefix ${text} of resource ${of} has a prefix length that is not allowed: IPv4 ranges are /2 to /29.`,
    );
  }
  return cidr;
}
