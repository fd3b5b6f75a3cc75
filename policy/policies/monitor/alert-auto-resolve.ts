// A metric alert ends when its cause has ended.
import { isOff } from '../../compare';
import { resourcePolicy } from '../../policy';
import { metricAlertType } from './alert-rules';

export const monitorAlertAutoResolve = resourcePolicy({
  id: 'monitor-alert-auto-resolve',
  title: 'Metric alerts resolve by themselves',
  severity: 'low',
  level: 'advisory',
  checkov: [],
  anchors: ['PSRule Azure.Alert.MetricAutoMitigate'],
  rationale: 'Alerts that stay open after their cause has gone teach people to look away.',
  remediation: {
    text: 'Set autoMitigate to true, or leave it out.',
    example: "new monitor.MetricAlert('cpu', { autoMitigate: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-overview'],
  types: [metricAlertType],
  check: (rule) => {
    if (isOff(rule.read('autoMitigate'))) rule.fail('autoMitigate', `stays open after its cause has ended: autoMitigate is ${rule.shown('autoMitigate')}`);
  },
  remediate: (inputs) => ({ ...inputs, autoMitigate: true }),
});
