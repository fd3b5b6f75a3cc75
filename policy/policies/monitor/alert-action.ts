// HX-ALR-01: an alert rule tells somebody.
import { isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';
import { actionLists, alertTypes, queryRuleType } from './alert-rules';
import { itemsAt } from './lists';

export const monitorAlertAction = stackPolicy({
  id: 'monitor-alert-action',
  title: 'Alert rules have an action group',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ALR-01'],
  rationale: 'An alert without an action shows in the portal alone: the failed run at two in the morning is found by the customers.',
  remediation: {
    text: 'Name at least one action group in the actions of the rule.',
    example: "new monitor.MetricAlert('cpu', { actions: [{ actionGroupId: group.id }], … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups'],
  types: alertTypes,
  check: (rule, stack) => {
    // A rule that turns logs into a metric raises no alert.
    if (rule.resource.type === queryRuleType && isOneOf(rule.read('kind'), ['LogToMetric'])) return;
    const { list, id } = actionLists[rule.resource.type] ?? { list: 'actions' };
    if (!itemsAt(rule.resource, list, stack).some((item) => stack.isSet(rule.resource, id === undefined ? item : `${item}.${id}`)))
      rule.fail(list, 'tells nobody: it has no action group');
  },
});
