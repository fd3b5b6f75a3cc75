// CKV_AZURE_12: flow logs are on and kept for ninety days.
import { isOn, numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { flowLogType } from './flow-log-target';

const leastDays = 90;

export const networkFlowLogRetention = resourcePolicy({
  id: 'network-flow-log-retention',
  title: 'Flow logs are kept for 90 days or more',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_12'],
  differs: { CKV_AZURE_12: 'checkov for ARM templates fails 0 days, which means for ever; its check for Terraform passes it, as here' },
  anchors: ['trivy AZU-0049'],
  rationale: 'Intruders are found after weeks: flows that are gone by then can explain nothing.',
  remediation: {
    text: 'Set enabled to true, and retentionPolicy to at least 90 days, or to 0 days for ever.',
    example: "new network.FlowLog('vnet', { enabled: true, retentionPolicy: { enabled: true, days: 90 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview'],
  types: [flowLogType],
  check: (log) => {
    if (!isOn(log.read('enabled'))) return log.fail('enabled', `records nothing for sure: enabled is ${log.shown('enabled')}`);
    if (!isOn(log.read('retentionPolicy.enabled')))
      return log.fail('retentionPolicy.enabled', `is kept for no set time: retentionPolicy.enabled is ${log.shown('retentionPolicy.enabled')}`);
    const days = numberOf(log.read('retentionPolicy.days'));
    if (days !== 0 && !(days !== undefined && days >= leastDays))
      log.fail('retentionPolicy.days', `is kept for too short a time: retentionPolicy.days is ${log.shown('retentionPolicy.days')}, not ${leastDays} or more`);
    return undefined;
  },
});
