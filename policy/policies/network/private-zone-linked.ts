// HX-NET-05: a private DNS zone answers some network.
import { stackPolicy } from '../../policy';

export const networkPrivateZoneLinked = stackPolicy({
  id: 'network-private-zone-linked',
  title: 'Private DNS zones are linked to a network',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-05'],
  rationale: 'A zone that no network is linked to answers nobody: its names still lead to public addresses.',
  remediation: {
    text: 'Create a VirtualNetworkLink from the zone to the network whose machines ask.',
    example: "new privatedns.VirtualNetworkLink('dfs', { privateZoneName: zone.name, virtualNetwork: { id: vnet.id }, registrationEnabled: false, … });",
  },
  references: ['https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links'],
  types: ['azure-native:privatedns:PrivateZone'],
  check: (zone, stack) => {
    const links = stack.referring('azure-native:privatedns:VirtualNetworkLink', 'privateZoneName', zone.resource);
    if (!links.some((link) => stack.isSet(link, 'virtualNetwork.id'))) zone.fail('', 'no network of the stack is linked to it');
  },
});
