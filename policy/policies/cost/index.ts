// The policies on cost, in the order in which they are listed.
import { costBudget } from './budget';
import { costBudgetNotifications } from './budget-notifications';

export const costPolicies = [costBudget, costBudgetNotifications];
