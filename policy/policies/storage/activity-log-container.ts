// CKV2_AZURE_8: the log of who changed what is not public.
import { isOff, isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';
import { type Resource } from '../../resource';
import { type Stack } from '../../stack';
import { type Subject } from '../../subject';
import { isList, valueAt } from '../../value';
import { accountType } from './blob-service';

export const storageActivityLogContainer = stackPolicy({
  id: 'storage-activity-log-container',
  title: 'Containers with activity logs are private',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_8'],
  differs: {
    CKV2_AZURE_8:
      'checkov knows such an account by an activity log alert on it; a subscription diagnostic setting that writes there, and the name of the container, count too',
  },
  rationale: 'The activity log tells who may do what in the subscription, and from where: a map for an attacker.',
  remediation: {
    text: 'Set publicAccess to None.',
    example: "new storage.BlobContainer('activity', { containerName: 'insights-activity-logs', publicAccess: 'None', … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/platform/activity-log'],
  types: ['azure-native:storage:BlobContainer'],
  check: (container, stack) => {
    const value = container.read('publicAccess');
    if (value === undefined || isOneOf(value, ['None'])) return;
    const accounts = stack.referred(container.resource, 'accountName', accountType);
    if (holdsActivityLog(container) || accounts.some((account) => receivesActivityLog(account, stack)))
      container.fail('publicAccess', `shows the activity log to everybody: publicAccess is ${container.shown('publicAccess')}`);
  },
});

/** The container that Azure makes for them. */
const holdsActivityLog = (container: Subject): boolean => isOneOf(container.read('containerName'), ['insights-activity-logs', 'insights-operational-logs']);

function receivesActivityLog(account: Resource, stack: Stack): boolean {
  if (stack.referring('azure-native:monitor:SubscriptionDiagnosticSetting', 'storageAccountId', account).length > 0) return true;
  return stack
    .ofType('azure-native:monitor:ActivityLogAlert')
    .some((alert) => !isOff(valueAt(alert.inputs, 'enabled')) && scopesOf(alert).some((scope) => stack.refers(alert, scope, account)));
}

const scopesOf = (alert: Resource): readonly string[] => {
  const scopes = valueAt(alert.inputs, 'scopes');
  return isList(scopes) ? scopes.map((_, index) => `scopes.${index}`) : [];
};
