// A budget tells somebody before the money is gone.
import { isOff, isOneOf, numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { budgetTypes } from './budget';

const contacts = ['contactEmails', 'contactGroups', 'contactRoles'];

/** True where the notification is on and has somebody to go to; an address that is not known yet is one. */
const reachesSomebody = (notification: Subject): boolean => !isOff(notification.read('enabled')) && contacts.some((kind) => notification.isGiven(`${kind}.0`));

/** Per cent at which everything is spent. */
const all = 100;

export const costBudgetNotifications = resourcePolicy({
  id: 'cost-budget-notifications',
  title: 'Budgets notify somebody before they are used up',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  rationale: 'A budget stops nothing; without a notification to a person it is a number in the portal.',
  remediation: {
    text: 'Add an enabled notification with contacts and a threshold of at most 100 per cent.',
    example: "notifications: { actual80: { enabled: true, operator: 'GreaterThanOrEqualTo', threshold: 80, contactEmails: ['data-platform@example.com'] } }",
  },
  references: ['https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets'],
  types: budgetTypes,
  check: (budget) => {
    let isHeard = false;
    let isInTime = false;
    budget.eachProperty('notifications', (notification) => {
      if (!reachesSomebody(notification)) return;
      isHeard = true;
      const isForecast = isOneOf(notification.read('thresholdType'), ['Forecasted']);
      isInTime ||= isForecast || (numberOf(notification.read('threshold')) ?? 0) <= all;
    });
    if (!isHeard) budget.fail('notifications', 'notifies nobody');
    else if (!isInTime) budget.fail('notifications', 'notifies only after everything is spent: every threshold is above 100 per cent');
  },
});
