// The table of signals: where Azure Monitor sees each, and the rule that watches it. Pure; one function a signal.
import type { AlertOperator, MetricAlert, ScheduledQueryAlert } from './alert-types';
import type { Condition } from './condition';

type Watched<T> = T extends unknown ? Omit<T, 'key' | 'displayName' | 'description' | 'severity' | 'actionGroups'> : never;
export type SignalRule = Watched<ScheduledQueryAlert | MetricAlert>;

const operators = { '<': 'LessThan', '<=': 'LessThanOrEqual', '>': 'GreaterThan', '>=': 'GreaterThanOrEqual' } as const satisfies Readonly<
  Record<string, AlertOperator>
>;

/** The rule that watches a condition, without what the alert itself says. */
export function signalRule(condition: Condition): SignalRule {
  switch (condition.signal) {
    case 'pipeline_status':
      return pipelineStatus(condition.comparison, condition.value);
    case 'data_quality_score':
      return dataQualityScore(condition.comparison, condition.value);
    case 'databricks_cluster_cpu':
      return clusterCpu(condition.comparison, condition.value);
  }
}

/**
 * Telemetry arrives minutes late, so the window is three times the frequency: a late row is still seen.
 * autoMitigate keeps the overlap quiet: an alert that is already firing does not fire again for the same row.
 */
const lateArrivals = { evaluationFrequency: 'PT5M', windowSize: 'PT15M', autoMitigate: true } as const;

/** PipelineMonitor ends each run with a span `pipeline_completion`; the exporter makes a dependency of it, or a request where it is a root span. */
function pipelineStatus(comparison: '==' | '!=', status: string): Watched<ScheduledQueryAlert> {
  const query = [
    'union isfuzzy=true dependencies, requests',
    "| where name == 'pipeline_completion'",
    `| where tostring(customDimensions['pipeline.status']) ${comparison} '${status}'`,
  ].join('\n');
  return { kind: 'scheduledQuery', scope: 'appInsights', query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0, ...lateArrivals };
}

/** PipelineMonitor reports the score as the metric `data_quality_score`; the worst one in the window decides. */
function dataQualityScore(comparison: '<' | '<=' | '>' | '>=', threshold: number): Watched<ScheduledQueryAlert> {
  const query = ['customMetrics', "| where name == 'data_quality_score'", '| project timestamp, score = value'].join('\n');
  const timeAggregation = comparison.startsWith('<') ? 'Minimum' : 'Maximum';
  return {
    kind: 'scheduledQuery',
    scope: 'appInsights',
    query,
    timeAggregation,
    metricMeasureColumn: 'score',
    operator: operators[comparison],
    threshold,
    ...lateArrivals,
  };
}

/**
 * Databricks' diagnostic logs hold no CPU figures, and an agent on the clusters would have to be kept alive by us. The machines of all clusters stand
 * in the resource group that Databricks manages, and Azure measures each from outside: a metric alert on that group needs nothing installed.
 */
function clusterCpu(comparison: '<' | '<=' | '>' | '>=', threshold: number): Watched<MetricAlert> {
  return {
    kind: 'metric',
    scope: 'databricksManagedGroup',
    targetResourceType: 'Microsoft.Compute/virtualMachines',
    metricNamespace: 'Microsoft.Compute/virtualMachines',
    metricName: 'Percentage CPU',
    timeAggregation: 'Average',
    operator: operators[comparison],
    threshold,
    evaluationFrequency: 'PT5M',
    windowSize: 'PT15M',
    autoMitigate: true,
  };
}
