// HX-DBC-01: a cluster keeps its users apart, which Unity Catalog asks for.
import { isOn, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isolatingModes } from './access-modes';
import { clusterType, eachCluster, jobType } from './clusters';

export const clusterAccessMode = resourcePolicy({
  id: 'cluster-access-mode',
  title: 'Databricks clusters keep their users apart',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-01', 'HX-DBJ-05', 'Databricks SAT GOV-12'],
  rationale: 'Without isolation every user of a cluster runs as the same one: each can read the credentials and the data of all, past Unity Catalog.',
  remediation: {
    text: 'Set dataSecurityMode to USER_ISOLATION, or to SINGLE_USER for a cluster of one principal.',
    example: "new databricks.Cluster('cluster', { dataSecurityMode: 'USER_ISOLATION', … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/configure'],
  types: [clusterType, jobType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      const mode = cluster.read('dataSecurityMode');
      // Left out, it may come from the cluster policy.
      if (isOneOf(mode, isolatingModes) || (mode === undefined && isOn(cluster.read('applyPolicyDefaultValues')))) return;
      cluster.fail('dataSecurityMode', `does not keep its users apart: dataSecurityMode is ${cluster.shown('dataSecurityMode')}`);
    });
  },
});
