// HX-DBC-06: the logs of a cluster outlive it.
import { resourcePolicy } from '../../policy';
import { clusterType, eachCluster, jobType } from './clusters';

const destinations = ['clusterLogConf.volumes.destination', 'clusterLogConf.dbfs.destination', 'clusterLogConf.s3.destination'] as const;

export const clusterLogDelivery = resourcePolicy({
  id: 'cluster-log-delivery',
  title: 'Databricks clusters deliver their logs',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-06', 'HX-DBJ-05', 'Databricks SAT GOV-8', 'Databricks SAT GOV-9'],
  rationale: 'Driver and executor logs go with the machines: what a failed or an odd run did can then no longer be found out.',
  remediation: {
    text: 'Set clusterLogConf with a destination.',
    example: "new databricks.Cluster('cluster', { clusterLogConf: { volumes: { destination: '/Volumes/ops/logs/clusters' } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/configure'],
  types: [clusterType, jobType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      const destination = cluster.readAny(...destinations);
      if (destination === undefined || destination === '')
        cluster.fail('clusterLogConf', 'loses its logs with its machines: clusterLogConf has no destination');
    });
  },
});
