// HX-DBC-03: a cluster is made under a cluster policy.
import { stackPolicy } from '../../policy';
import { clusterType, eachCluster, jobType, pipelineType } from './clusters';

export const clusterPolicyAttached = stackPolicy({
  id: 'cluster-policy-attached',
  title: 'Databricks clusters are made under a cluster policy',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-03', 'HX-DBJ-05', 'Databricks SAT GOV-1'],
  rationale: 'The policy holds when somebody edits the cluster in the browser, where no program and no review looks.',
  remediation: {
    text: 'Set policyId to the id of a ClusterPolicy.',
    example: "new databricks.Cluster('cluster', { policyId: policy.id, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/clusters/policies'],
  types: [clusterType, jobType, pipelineType],
  check: (subject, stack) => {
    eachCluster(subject, (cluster) => {
      if (!stack.isSet(cluster.resource, cluster.pathOf('policyId'))) cluster.fail('policyId', 'is made under no cluster policy: policyId is not set');
    });
  },
});
