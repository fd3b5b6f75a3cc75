// CKV_AZURE_38: all that was done to the subscription is written down.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { collected, includesLogs } from '../shared/diagnostic-settings';
import { activityLogTypes, profileType } from './activity-log';

const profileCategories = ['Write', 'Delete', 'Action'];
const settingCategories = ['Administrative', 'Security', 'Alert', 'Policy'];

export const monitorActivityLogCategories = resourcePolicy({
  id: 'monitor-activity-log-categories',
  title: 'The activity log is collected with all categories that matter',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_38'],
  differs: { CKV_AZURE_38: 'log profiles are retired: the categories of a subscription diagnostic setting count here too' },
  anchors: ['trivy AZU-0033', 'CIS Azure 5.0 6.1.1.2'],
  rationale: 'A role that somebody granted himself, or a policy that he removed, is found in these categories and nowhere else.',
  remediation: {
    text: 'Enable the categories Administrative, Security, Alert and Policy, or the group allLogs.',
    example: "new monitor.SubscriptionDiagnosticSetting('activity', { logs: [{ categoryGroup: 'allLogs', enabled: true }], … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log-schema'],
  types: activityLogTypes,
  check: (subject) => {
    if (subject.resource.type === profileType) {
      const missing = profileCategories.filter((category) => !subject.some('categories', (item) => isOneOf(item.read(''), [category])));
      if (missing.length > 0) subject.fail('categories', `does not capture ${missing.join(', ')}`);
      return;
    }
    const names = collected(subject.resource, 'logs', subject.environment);
    const missing = settingCategories.filter((category) => !names.includes(category.toLowerCase()));
    if (!includesLogs(names, settingCategories, ['alllogs'])) subject.fail('logs', `does not capture ${missing.join(', ')}`);
  },
});
