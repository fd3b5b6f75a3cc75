// The kinds of alert rules, and where each says whom it tells. Data, no judgement.

export const metricAlertType = 'azure-native:monitor:MetricAlert';
export const queryRuleType = 'azure-native:monitor:ScheduledQueryRule';
export const activityAlertType = 'azure-native:monitor:ActivityLogAlert';
export const smartAlertType = 'azure-native:alertsmanagement:SmartDetectorAlertRule';

/** By type: path of the list of action groups, and in each item the path of the id. */
export const actionLists: Readonly<Record<string, { readonly list: string; readonly id?: string }>> = {
  [metricAlertType]: { list: 'actions', id: 'actionGroupId' },
  [queryRuleType]: { list: 'actions.actionGroups' },
  [activityAlertType]: { list: 'actions.actionGroups', id: 'actionGroupId' },
  [smartAlertType]: { list: 'actionGroups.groupIds' },
};
export const alertTypes = Object.keys(actionLists);
