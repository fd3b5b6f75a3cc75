// CKV_AZURE_37: what was done to the subscription is kept for a year.
import { isOn, numberOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { valueAt } from '../../value';
import { activityLogTypes, profileType } from './activity-log';

const leastDays = 365;
/** What a workspace takes where nothing is said. */
const defaultDays = 30;

export const monitorActivityLogRetention = stackPolicy({
  id: 'monitor-activity-log-retention',
  title: 'The activity log is kept for 365 days or more',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_37'],
  differs: {
    CKV_AZURE_37:
      'log profiles are retired: the retention of the workspace that a subscription sends its activity log to counts here; and checkov for Terraform passes a profile whose retention is off',
  },
  anchors: ['trivy AZU-0031'],
  rationale: 'Azure itself forgets after 90 days who changed what; an auditor of an insurer asks about the last year.',
  remediation: {
    text: 'Send the activity log to a workspace that keeps it for 365 days (its table AzureActivity is enough), or to a storage account.',
    example:
      "new monitor.SubscriptionDiagnosticSetting('activity', { workspaceId: logs.id, … });\nnew operationalinsights.Workspace('logs', { retentionInDays: 365, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log'],
  types: activityLogTypes,
  check: (subject, stack) => (subject.resource.type === profileType ? judgeProfile(subject) : judgeSetting(subject, stack)),
});

function judgeProfile(profile: Subject): void {
  if (!isOn(profile.read('retentionPolicy.enabled')))
    return profile.fail('retentionPolicy.enabled', `is kept for no set time: retentionPolicy.enabled is ${profile.shown('retentionPolicy.enabled')}`);
  const days = numberOf(profile.read('retentionPolicy.days'));
  if (days !== 0 && !isLongEnough(days))
    profile.fail(
      'retentionPolicy.days',
      `is kept for too short a time: retentionPolicy.days is ${profile.shown('retentionPolicy.days')}, not ${leastDays} or more`,
    );
  return undefined;
}

/** A storage account keeps until somebody deletes; a workspace of another stack is judged there. */
function judgeSetting(setting: Subject, stack: Stack): void {
  if (stack.isSet(setting.resource, 'storageAccountId')) return;
  if (!stack.isSet(setting.resource, 'workspaceId')) return setting.fail('', 'is kept nowhere: it goes to no workspace and no storage account');
  const workspace = stack.referred(setting.resource, 'workspaceId', 'azure-native:operationalinsights:Workspace')[0];
  if (workspace === undefined) return;
  const value = valueAt(workspace.inputs, 'retentionInDays');
  const days = value === undefined ? defaultDays : numberOf(value);
  if (!isLongEnough(days) && !hasLongTable(workspace, stack))
    setting.fail(
      'workspaceId',
      `is kept for too short a time: ${workspace.name} keeps logs for ${days ?? 'an unclear number of'} days, not ${leastDays} or more`,
    );
  return undefined;
}

const isLongEnough = (days: number | undefined): boolean => days !== undefined && days >= leastDays;

/** A table can keep longer than its workspace. */
const hasLongTable = (workspace: Resource, stack: Stack): boolean =>
  stack
    .referring('azure-native:operationalinsights:Table', 'workspaceName', workspace)
    .filter(({ inputs }) => valueAt(inputs, 'tableName') === 'AzureActivity')
    .some(({ inputs }) => isLongEnough(numberOf(valueAt(inputs, 'totalRetentionInDays') ?? valueAt(inputs, 'retentionInDays'))));
