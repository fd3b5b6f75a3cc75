// HX-NET-06: flow logs record virtual networks, not network security groups.
import { textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { UnknownValueError, valueAt } from '../../value';
import { groupType } from './security-rules';

export const flowLogType = 'azure-native:network:FlowLog';

export const networkFlowLogTarget = stackPolicy({
  id: 'network-flow-log-target',
  title: 'Flow logs record virtual networks',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-NET-06', 'CIS Azure 5.0 7.8'],
  rationale: 'Azure makes no new flow logs of network security groups, and switches off the last ones: whoever relies on them has no record after that day.',
  remediation: {
    text: 'Set targetResourceId to the virtual network, the subnet or the network interface.',
    example: "new network.FlowLog('vnet', { targetResourceId: vnet.id, … });",
  },
  references: ['https://learn.microsoft.com/azure/network-watcher/nsg-flow-logs-migrate'],
  types: [flowLogType],
  check: (log, stack) => {
    if (recordsGroup(log.resource, stack))
      log.fail('targetResourceId', 'records a network security group: none can be created since 2025-06-30, and the last ones retire on 2027-09-30');
  },
});

/** By its id, or while that is unknown by what it is made from. */
function recordsGroup(log: Resource, stack: Stack): boolean {
  try {
    return /\/networkSecurityGroups\/[^/]+$/i.test(textOf(valueAt(log.inputs, 'targetResourceId')) ?? '');
  } catch (error) {
    const made = log.propertyDependencies['targetResourceId'] ?? [];
    if (!(error instanceof UnknownValueError) || made.length === 0) throw error;
    return stack.ofType(groupType).some(({ urn }) => made.includes(urn));
  }
}
