// HX-ALR-01: an alert rule says what it watches.
import { stackPolicy } from '../../policy';
import { metricAlertType, queryRuleType } from './alert-rules';
import { itemsAt, knownAt } from './lists';

export const monitorAlertScope = stackPolicy({
  id: 'monitor-alert-scope',
  title: 'Metric and query alerts watch named resources, not a subscription',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ALR-01'],
  rationale: 'A rule over the whole subscription wakes this team for the machines of others, and costs for each of them.',
  remediation: {
    text: 'List the resources or the resource group in scopes.',
    example: "new monitor.ScheduledQueryRule('failures', { scopes: [appInsights.id], … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-overview'],
  types: [metricAlertType, queryRuleType],
  check: (rule, stack) => {
    const scopes = itemsAt(rule.resource, 'scopes', stack);
    if (scopes.length === 0) rule.fail('scopes', 'watches nothing: it has no scope');
    for (const path of scopes) {
      const scope = knownAt(rule.resource, path, stack);
      if (typeof scope === 'string' && /^\/subscriptions\/[^/]+\/?$/i.test(scope)) rule.fail(path, `watches a whole subscription: ${scope}`);
    }
  },
});
