// The monthly budget of the resource group. It warns by mail; it stops nothing.
import { Budget } from '@pulumi/azure-native/consumption';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';

export interface MonthlyBudgetArgs {
  readonly budgetName: string;
  /** ARM id of the resource group. */
  readonly scope: Input<string>;
  /** In the subscription's billing currency. */
  readonly monthlyAmount: number;
  /** Per cent of the amount at which mail goes out; at most five. */
  readonly thresholds: readonly number[];
  readonly emails: readonly string[];
  /** First day of a month, ISO 8601: Azure takes the current month or later. Only the first creation uses it. */
  readonly startDate: string;
}

export class MonthlyBudget extends ComponentResource {
  constructor(name: string, args: MonthlyBudgetArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:MonthlyBudget', name, {}, opts);
    const notification = (threshold: number) => ({
      enabled: true,
      operator: 'GreaterThanOrEqualTo',
      threshold,
      thresholdType: 'Actual',
      contactEmails: [...args.emails],
    });
    new Budget(
      'budget',
      {
        budgetName: args.budgetName,
        scope: args.scope,
        amount: args.monthlyAmount,
        category: 'Cost',
        timeGrain: 'Monthly',
        timePeriod: { startDate: args.startDate },
        notifications: Object.fromEntries(
          args.thresholds.map((threshold) => [`actual-${String(threshold).replace('.', '-')}-percent`, notification(threshold)]),
        ),
      },
      // The start date moves with the calendar; a budget keeps the one that it was born with.
      { parent: this, ignoreChanges: ['timePeriod'] },
    );
    this.registerOutputs({});
  }
}

/** The first of the month of a time, as Azure writes it. */
export const startOfMonth = (time: Date): string => `${time.toISOString().slice(0, 7)}-01T00:00:00Z`;
