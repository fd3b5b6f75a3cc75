// HX-ALR-01: an alert rule watches.
import { isOn, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { alertTypes, smartAlertType } from './alert-rules';

const propertyOf = (rule: Pick<Subject, 'resource'>): 'state' | 'enabled' => (rule.resource.type === smartAlertType ? 'state' : 'enabled');

export const monitorAlertEnabled = resourcePolicy({
  id: 'monitor-alert-enabled',
  title: 'Alert rules are enabled',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ALR-01'],
  rationale: 'A rule that was switched off for a night of maintenance and forgotten looks like protection in every list.',
  remediation: {
    text: 'Set enabled to true, or remove the rule; silence it for a time by an alert processing rule.',
    example: "new monitor.MetricAlert('cpu', { enabled: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-overview'],
  types: alertTypes,
  check: (rule) => {
    const property = propertyOf(rule);
    const value = rule.read(property);
    if (value !== undefined && !isOn(value) && !isOneOf(value, ['Enabled'])) rule.fail(property, `watches nothing: ${property} is ${rule.shown(property)}`);
  },
});
