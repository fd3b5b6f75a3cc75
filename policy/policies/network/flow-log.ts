// HX-NET-06: the flows of a virtual network are on record.
import { isOff } from '../../compare';
import { stackPolicy } from '../../policy';
import { valueAt } from '../../value';
import { flowLogType } from './flow-log-target';
import { networkType } from './subnets';

export const networkFlowLog = stackPolicy({
  id: 'network-flow-log',
  title: 'Virtual networks have a flow log',
  severity: 'medium',
  // Storage and analysis of flows cost money with every connection.
  level: 'advisory',
  checkov: [],
  anchors: ['HX-NET-06', 'CIS Azure 5.0 6.1.1.7'],
  rationale: 'After an incident the flows say which machine talked to whom; nothing else does.',
  remediation: {
    text: 'Create a FlowLog with the network as its target, and traffic analytics into the Log Analytics workspace.',
    example: "new network.FlowLog('vnet', { networkWatcherName: 'NetworkWatcher_eastus', targetResourceId: vnet.id, storageId: logs.id, enabled: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview'],
  types: [networkType],
  check: (vnet, stack) => {
    const logs = stack.referring(flowLogType, 'targetResourceId', vnet.resource);
    if (!logs.some((log) => !isOff(valueAt(log.inputs, 'enabled')))) vnet.fail('', 'no flow log of the stack records it');
  },
});
