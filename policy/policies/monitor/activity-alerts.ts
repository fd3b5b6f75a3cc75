// HX-ALR-02: whoever weakens the subscription's guards is noticed.
import { isOff, textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';
import type { PolicyEnvironment } from '../../environment';
import { Subject } from '../../subject';
import { valueAt } from '../../value';
import { subscriptionSettingType } from './activity-log';

/** Of the list of CIS, what this platform's kinds can meet: operations, and the category of Azure's own incidents. */
const watched = [
  'Microsoft.Authorization/policyAssignments/write',
  'Microsoft.Authorization/policyAssignments/delete',
  'Microsoft.Network/networkSecurityGroups/write',
  'Microsoft.Network/networkSecurityGroups/delete',
  'Microsoft.Network/publicIPAddresses/write',
  'Microsoft.Network/publicIPAddresses/delete',
  'Microsoft.Security/securitySolutions/write',
  'Microsoft.Security/securitySolutions/delete',
  'ServiceHealth',
];

export const monitorActivityAlerts = stackPolicy({
  id: 'monitor-activity-alerts',
  title: 'Changes of policies, network security and public addresses raise an alert',
  severity: 'low',
  level: 'advisory',
  checkov: [],
  anchors: ['HX-ALR-02', 'CIS Azure 5.0 6.1.2.1-11'],
  rationale: 'Somebody who opens a security group or removes a policy wants it to go unseen; an alert within minutes takes that away.',
  remediation: {
    text: 'Beside the diagnostic setting of the subscription, create an ActivityLogAlert for each of the named operations.',
    example:
      "new monitor.ActivityLogAlert('nsg', { scopes: [subscription], condition: { allOf: [{ field: 'operationName', equals: 'Microsoft.Network/networkSecurityGroups/write' }, … ] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types'],
  types: [subscriptionSettingType],
  check: (setting, stack) => {
    const names = new Set(
      stack
        .ofType('azure-native:monitor:ActivityLogAlert')
        .filter((alert) => !isOff(valueAt(alert.inputs, 'enabled')))
        .flatMap((alert) => conditionsOf(alert, setting.environment)),
    );
    const missing = watched.filter((name) => !names.has(name.toLowerCase()));
    if (missing.length > 0) setting.fail('', `no activity-log alert of the stack watches ${missing.join(', ')}`);
  },
});

/** Operations and categories that an alert asks for, in lower case. */
function conditionsOf(alert: Resource, environment: PolicyEnvironment): readonly string[] {
  const names: string[] = [];
  const add = (leaf: Subject): void => {
    names.push((textOf(leaf.read('equals')) ?? '').toLowerCase());
    leaf.each('containsAny', (item) => names.push((textOf(item.read('')) ?? '').toLowerCase()));
  };
  new Subject(alert, environment, []).each('condition.allOf', (item) => {
    add(item);
    item.each('anyOf', add);
  });
  return names;
}
