// The DNS servers that a virtual network or a network interface names. Judges nothing.
import type { Subject } from '../../subject';
import { isList } from '../../value';

/** Azure's own resolver: the same address everywhere, and never down alone. */
export const azureResolver = '168.63.129.16';

/** Path of the list of servers. */
export const dnsPath = ({ resource }: Subject): string =>
  resource.type === 'azure-native:network:NetworkInterface' ? 'dnsSettings.dnsServers' : 'dhcpOptions.dnsServers';

/** How many servers are named; what is no list names none. */
export const serverCount = (subject: Subject): number => {
  const servers = subject.read(dnsPath(subject));
  return isList(servers) ? servers.length : 0;
};
