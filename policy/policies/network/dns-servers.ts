// CKV_AZURE_182: a network does not depend on one DNS server.
import { resourcePolicy } from '../../policy';
import { azureResolver, dnsPath, serverCount } from './dns';

export const networkDnsServers = resourcePolicy({
  id: 'network-dns-servers',
  title: 'Networks with DNS servers of their own name two or more',
  severity: 'low',
  level: 'advisory',
  checkov: ['CKV_AZURE_182'],
  differs: { CKV_AZURE_182: "checkov fails Azure's own resolver, 168.63.129.16, which stands behind one address but is no single server" },
  anchors: ['PSRule Azure.VNET.SingleDNS'],
  rationale: 'When the only DNS server is down, no cluster finds the lake, the vault or its control plane.',
  remediation: {
    text: "Name a second server, or none: Azure's resolver answers then.",
    example: "new network.VirtualNetwork('vnet', { dhcpOptions: { dnsServers: ['10.10.0.4', '10.10.0.5'] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances'],
  types: ['azure-native:network:VirtualNetwork', 'azure-native:network:NetworkInterface'],
  check: (subject) => {
    const path = dnsPath(subject);
    if (serverCount(subject) === 1 && subject.read(`${path}.0`) !== azureResolver) subject.fail(path, `depends on one DNS server: ${subject.shown(path)}`);
  },
});
