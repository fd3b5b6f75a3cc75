// A cluster policy bounds what a cluster may cost: its workers, and how long it runs for nobody.
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { allowedValues, clusterPolicyType, definitionOf, hasFamily, highestAllowed, type Definition } from './policy-definition';

/** A rule on one of them makes that way of sizing a cluster the only one. */
const workerAttributes = ['autoscale.max_workers', 'num_workers'] as const;
const autotermination = 'autotermination_minutes';

export const clusterPolicyLimits = resourcePolicy({
  id: 'cluster-policy-limits',
  title: 'Cluster policies bound workers and idle time',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'People who may use the policy make clusters in the browser, where the policy alone stands between a slip and the bill.',
  remediation: {
    text: 'Bound autoscale.max_workers (or num_workers) by the ceiling of the environment, and autotermination_minutes.',
    example:
      "new databricks.ClusterPolicy('policy', { definition: JSON.stringify({ 'autoscale.max_workers': { type: 'range', maxValue: 4 }, autotermination_minutes: { type: 'range', maxValue: 60 } }) });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/clusters/policy-definition'],
  types: [clusterPolicyType],
  check: (policy) => {
    const definition = definitionOf(policy);
    // What a family of Databricks bounds is not written here.
    if (hasFamily(policy)) return;
    judgeWorkers(policy, definition);
    const minutes = highestAllowed(definition, autotermination);
    // Clusters of jobs end with their run.
    const isForJobs = allowedValues(definition, 'cluster_type')?.every((type) => type !== 'all-purpose') ?? false;
    if (isForJobs) return;
    if (minutes === undefined) policy.fail('definition', `lets clusters run for nobody: ${autotermination} has no highest value`);
    else if (minutes === 0) policy.fail('definition', `lets clusters run for nobody: ${autotermination} is 0`);
  },
});

function judgeWorkers(policy: Subject, definition: Definition): void {
  const bounds = workerAttributes.map((attribute) => ({ attribute, highest: highestAllowed(definition, attribute) }));
  const bound = bounds.find(({ highest }) => highest !== undefined);
  const { maxWorkers, name } = policy.environment;
  if (bound?.highest === undefined) policy.fail('definition', `lets clusters grow without a ceiling: ${workerAttributes.join(' and ')} have no highest value`);
  else if (maxWorkers !== undefined && bound.highest > maxWorkers)
    policy.fail('definition', `lets clusters have ${bound.highest} workers (${bound.attribute}), and ${name ?? 'this environment'} allows ${maxWorkers}`);
}
