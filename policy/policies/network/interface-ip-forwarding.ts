// CKV_AZURE_118: a network interface forwards nobody else's traffic.
import { isOff } from '../../compare';
import { resourcePolicy } from '../../policy';

export const networkInterfaceIpForwarding = resourcePolicy({
  id: 'network-interface-ip-forwarding',
  title: 'Network interfaces forward no traffic',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_118'],
  differs: { CKV_AZURE_118: 'checkov reads only the old Terraform name of the property, so a true under the new name passes there' },
  anchors: ['trivy AZU-0075'],
  rationale: 'A machine that forwards packets is a way round the routes and the firewall of its network.',
  remediation: {
    text: 'Set enableIPForwarding to false, or leave it out; only a network appliance needs it.',
    example: "new network.NetworkInterface('nic', { enableIPForwarding: false, … });",
  },
  references: ['https://learn.microsoft.com/azure/virtual-network/virtual-network-network-interface'],
  types: ['azure-native:network:NetworkInterface'],
  check: (nic) => {
    const value = nic.read('enableIPForwarding');
    if (value !== undefined && !isOff(value))
      nic.fail('enableIPForwarding', `forwards traffic that is not its own: enableIPForwarding is ${nic.shown('enableIPForwarding')}`);
  },
  remediate: (inputs) => ({ ...inputs, enableIPForwarding: false }),
});
