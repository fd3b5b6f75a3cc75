// HX-DBC-07: what a cluster spills to its own disks is encrypted.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';
import { clusterType, eachCluster, jobType, pipelineType } from './clusters';

const path = 'enableLocalDiskEncryption';

export const clusterDiskEncryption = resourcePolicy({
  id: 'cluster-disk-encryption',
  title: 'Databricks clusters encrypt their local disks',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-07', 'HX-DBJ-05', 'Databricks SAT DP-2'],
  rationale: 'Shuffles write customer data to local disks, which the encryption of the lake does not cover.',
  remediation: {
    text: 'Set enableLocalDiskEncryption to true.',
    example: "new databricks.Cluster('cluster', { enableLocalDiskEncryption: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/configure'],
  types: [clusterType, jobType, pipelineType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      if (!isOn(cluster.read(path))) cluster.fail(path, `writes to its disks in the clear: ${path} is ${cluster.shown(path)}`);
    });
  },
});
