// CKV_AZURE_119: no machine has an address on the internet.
import { resourcePolicy } from '../../policy';

export const networkInterfacePublicIp = resourcePolicy({
  id: 'network-interface-public-ip',
  title: 'Network interfaces have no public address',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_119'],
  differs: { CKV_AZURE_119: 'checkov sees only addresses that are resources of the same files; an address given by its id passes there' },
  anchors: ['trivy AZU-0076'],
  rationale: 'A public address makes one machine a target of the whole internet; the NAT gateway gives all of them a way out without one.',
  remediation: {
    text: 'Remove publicIPAddress from every IP configuration; go out by a NAT gateway and come in by Bastion or a VPN.',
    example: "new network.NetworkInterface('nic', { ipConfigurations: [{ name: 'main', subnet: { id: subnet.id } }], … });",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/ip-services/virtual-network-network-interface-addresses'],
  types: ['azure-native:network:NetworkInterface'],
  check: (nic) =>
    nic.each('ipConfigurations', (configuration) => {
      if (configuration.read('publicIPAddress') !== undefined) configuration.fail('publicIPAddress', 'has a public address');
    }),
});
