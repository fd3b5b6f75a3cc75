// Whether a diagnostic setting of the stack keeps a resource's audit logs: shared by the policies that ask for them.
import { isOn, isOneOf } from '../../compare';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { isList, isProperties, opened, valueAt, type Value } from '../../value';
import { someKnown } from '../../in-turn';

export const diagnosticSettingType = 'azure-native:monitor:DiagnosticSetting';

/** True where a setting sends one of the category groups "audit" and "allLogs", or one of the categories. */
export function keepsAuditLogs(target: Resource, stack: Stack, categories: readonly string[]): boolean {
  return stack.isReferred(diagnosticSettingType, 'resourceUri', target, (setting) => sendsLogs(setting, categories));
}

/** True where the setting sends one of the category groups "audit" and "allLogs", or one of the categories. */
export function sendsLogs(setting: Resource, categories: readonly string[]): boolean {
  const logs = valueAt(setting.inputs, 'logs');
  const items: readonly Value[] = isList(logs) ? logs : isProperties(logs) ? [logs] : [];
  return someKnown(items, (item) => {
    const log = opened(item, 'logs');
    const isOurs = isOneOf(valueAt(log, 'categoryGroup', 'logs'), ['audit', 'allLogs']) || isOneOf(valueAt(log, 'category', 'logs'), categories);
    return isOurs && isOn(valueAt(log, 'enabled', 'logs'));
  });
}
