// CKV_AZURE_183: a network asks DNS servers that it reaches by itself.
import { textOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { covers, spanOf, union, type AddressSet } from '../shared/addresses';
import { azureResolver, dnsPath, serverCount } from './dns';

export const networkDnsLocal = resourcePolicy({
  id: 'network-dns-local',
  title: 'DNS servers stand inside the network that asks them',
  severity: 'low',
  level: 'advisory',
  checkov: ['CKV_AZURE_183'],
  differs: {
    CKV_AZURE_183:
      "checkov passes as soon as one server is local, gives no verdict on what is no address, and does not know Azure's own resolver, 168.63.129.16",
  },
  anchors: ['PSRule Azure.VNET.LocalDNS'],
  rationale: 'A DNS server at the other end of a peering or a VPN takes every cluster down with that line.',
  remediation: {
    text: "Name servers with addresses of the network itself, or none: Azure's resolver and private DNS zones answer then.",
    example: "new network.VirtualNetwork('vnet', { addressSpace: { addressPrefixes: ['10.10.0.0/16'] }, dhcpOptions: { dnsServers: ['10.10.0.4'] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances'],
  types: ['azure-native:network:VirtualNetwork'],
  check: (vnet) => {
    if (serverCount(vnet) === 0) return;
    const space = spaceOf(vnet);
    vnet.each(dnsPath(vnet), (server) => {
      const address = textOf(server.read('')) ?? '';
      const span = spanOf(address);
      if (address !== azureResolver && (span === undefined || !covers(space, [span]))) server.fail('', `stands outside of the network: ${server.shown('')}`);
    });
  },
});

function spaceOf(vnet: Subject): AddressSet {
  const texts: string[] = [];
  vnet.each('addressSpace.addressPrefixes', (prefix) => texts.push(textOf(prefix.read('')) ?? ''));
  return union(texts.flatMap((text) => spanOf(text) ?? []));
}
