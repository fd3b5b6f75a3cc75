// HX-ALR-01: an action group reaches somebody.
import { isOff } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { isList } from '../../value';

const receivers = [
  'emailReceivers',
  'webhookReceivers',
  'logicAppReceivers',
  'azureFunctionReceivers',
  'eventHubReceivers',
  'armRoleReceivers',
  'smsReceivers',
  'voiceReceivers',
  'azureAppPushReceivers',
  'automationRunbookReceivers',
  'itsmReceivers',
  'incidentReceivers',
];

export const monitorActionGroupReceivers = resourcePolicy({
  id: 'monitor-action-group-receivers',
  title: 'Action groups are enabled and have a receiver',
  severity: 'medium',
  // A channel may stand before its address is known.
  level: 'advisory',
  checkov: [],
  anchors: ['HX-ALR-01'],
  rationale: 'Alerts of an action group without a receiver are told to nobody, and every rule behind it looks as if it had an action.',
  remediation: {
    text: 'Add a receiver to the group, or take the group from the rules.',
    example: "new monitor.ActionGroup('oncall', { enabled: true, emailReceivers: [{ name: 'oncall', emailAddress: 'oncall@example.com' }], … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups'],
  types: ['azure-native:monitor:ActionGroup'],
  check: (group) => {
    if (isOff(group.read('enabled'))) group.fail('enabled', `tells nobody: enabled is ${group.shown('enabled')}`);
    if (!hasReceiver(group)) group.fail('', 'tells nobody: it has no receiver');
  },
});

const hasReceiver = (group: Subject): boolean =>
  receivers.some((property) => {
    const list = group.read(property);
    return isList(list) ? list.length > 0 : list !== undefined;
  });
