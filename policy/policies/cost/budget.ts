// A stack that pays for a resource group has a budget that watches it.
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';
import type { Stack } from '../../stack';
import { UnknownValueError, valueAt } from '../../value';
import { isWide, reachOf } from '../access/scopes';

export const budgetTypes = ['azure-native:consumption:Budget', 'azure-native:costmanagement:Budget'] as const;

/** True where the budget is for the group, or for a subscription or more. */
function isFor(budget: Resource, group: Resource, stack: Stack): boolean {
  if (stack.pointsAt(budget, 'scope', group)) return true;
  try {
    const scope = valueAt(budget.inputs, 'scope');
    return typeof scope === 'string' && isWide(reachOf(scope));
  } catch (error) {
    // It is known to be made from something else of the stack.
    if (error instanceof UnknownValueError) return false;
    throw error;
  }
}

export const costBudget = stackPolicy({
  id: 'cost-budget',
  title: 'Every resource group has a budget',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  rationale: 'A cluster that never stops is seen on the next invoice, unless a budget tells somebody on the second day.',
  remediation: {
    text: 'Create a Budget with the resource group as its scope, and notifications.',
    example: "new consumption.Budget('budget', { scope: group.id, amount: 12000, timeGrain: 'Monthly', notifications, … });",
  },
  references: ['https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets'],
  types: ['azure-native:resources:ResourceGroup'],
  check: (group, stack) => {
    if (!stack.ofType(...budgetTypes).some((budget) => isFor(budget, group.resource, stack))) group.fail('', 'no budget of the stack watches it');
  },
});
