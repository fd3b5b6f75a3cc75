// HX-DBC-05: nobody logs in to a machine of a cluster by SSH.
import { isList } from '../../value';
import { resourcePolicy } from '../../policy';
import { clusterType, eachCluster, jobType, pipelineType } from './clusters';

export const clusterNoSsh = resourcePolicy({
  id: 'cluster-no-ssh',
  title: 'Databricks clusters take no SSH keys',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-05', 'HX-DBJ-05', 'Databricks SAT NS-1', 'Databricks SAT NS-2'],
  rationale: 'Whoever is on the machine is past every permission and every audit log of Databricks.',
  remediation: { text: 'Take sshPublicKeys out.', example: "new databricks.Cluster('cluster', { sparkVersion: '16.4.x-scala2.12', … });" },
  references: ['https://learn.microsoft.com/azure/databricks/compute/configure'],
  types: [clusterType, jobType, pipelineType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      const keys = cluster.read('sshPublicKeys');
      if (keys !== undefined && !(isList(keys) && keys.length === 0)) cluster.fail('sshPublicKeys', 'lets people log in by SSH: sshPublicKeys is not empty');
    });
  },
});
