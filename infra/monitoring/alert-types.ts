// What app/monitoring/alerts.yml compiles to: plain data that a component turns into Azure Monitor resources.
import type { ConfigProblem } from '../config/problems';

export type AlertChannel = 'email' | 'slack' | 'pagerduty';

/** Azure's numbers: 0 critical, 1 error, 2 warning, 3 informational. */
export type AlertSeverity = 0 | 1 | 2 | 3;

interface AlertRuleCommon {
  /** Unique; for logical names and ResourceNames.alertRule: "pipeline-failure". */
  readonly key: string;
  /** As the user wrote it: "Pipeline Failure". */
  readonly displayName: string;
  readonly description: string;
  readonly severity: AlertSeverity;
  /** ISO 8601 durations: how often the rule looks, and at how much time. */
  readonly evaluationFrequency: string;
  readonly windowSize: string;
  readonly operator: AlertOperator;
  readonly threshold: number;
  /** Keys of action groups. */
  readonly actionGroups: readonly string[];
}

export type AlertOperator = 'GreaterThan' | 'GreaterThanOrEqual' | 'LessThan' | 'LessThanOrEqual';

/** Becomes a Microsoft.Insights/scheduledQueryRules in the region's location. */
export interface ScheduledQueryAlert extends AlertRuleCommon {
  readonly kind: 'scheduledQuery';
  /** The Application Insights component is the rule's scope; the query uses its table names. */
  readonly scope: 'appInsights';
  readonly query: string;
  readonly timeAggregation: 'Count' | 'Minimum' | 'Maximum' | 'Average';
  /** Column that is aggregated; absent for Count. */
  readonly metricMeasureColumn?: string;
  readonly autoMitigate: boolean;
}

/** Becomes a Microsoft.Insights/metricAlerts in location "global" with MultipleResourceMultipleMetricCriteria. */
export interface MetricAlert extends AlertRuleCommon {
  readonly kind: 'metric';
  /** The resource group that Databricks manages: the rule watches every VM of every cluster in it. */
  readonly scope: 'databricksManagedGroup';
  readonly targetResourceType: 'Microsoft.Compute/virtualMachines';
  readonly metricNamespace: 'Microsoft.Compute/virtualMachines';
  readonly metricName: string;
  readonly timeAggregation: 'Average' | 'Minimum' | 'Maximum';
  readonly autoMitigate: boolean;
}

export type AlertRule = ScheduledQueryAlert | MetricAlert;

/** How an action group's message leaves Azure. Addresses named `secret` come from the stack's secrets, never from a file. */
export type AlertReceiver =
  /** One receiver an address of settings.notifications.email. */
  | { readonly kind: 'email' }
  /** Slack can't read Azure's payload: a Logic App in between reshapes it and posts to the channel's incoming webhook. */
  | { readonly kind: 'logicApp'; readonly secret: 'slackWebhookUrl' }
  /** https://events.pagerduty.com/integration/<key>/enqueue reads Azure's payload; /v2/enqueue does not. */
  | { readonly kind: 'webhook'; readonly secret: 'pagerdutyWebhookUrl' };

/** One action group a channel, so that where a channel leads is said once. */
export interface ActionGroupSpec {
  /** The channel's name; for logical names and ResourceNames.actionGroup. */
  readonly key: AlertChannel;
  /** 1 to 12 characters. */
  readonly shortName: string;
  readonly receiver: AlertReceiver;
}

export interface CompiledAlerts {
  readonly rules: readonly AlertRule[];
  /** Only those that a rule uses, in the order email, slack, pagerduty. */
  readonly actionGroups: readonly ActionGroupSpec[];
}

export type AlertsResult = CompiledAlerts | { readonly problems: readonly ConfigProblem[] };
