// HX-DBC-10: in a protected environment the driver of a cluster is no machine that Azure may take back.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { clusterType, eachCluster, jobType } from './clusters';

const path = 'azureAttributes.firstOnDemand';

export const clusterOnDemandDriver = resourcePolicy({
  id: 'cluster-on-demand-driver',
  title: 'Drivers of Databricks clusters are no spot machines in protected environments',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-10', 'HX-DBJ-05', 'KICS cluster_azure_attributes'],
  rationale: 'Losing a spot worker slows a run down; losing the driver loses the run.',
  remediation: {
    text: 'Set azureAttributes.firstOnDemand to 1 or more, or availability to ON_DEMAND_AZURE.',
    example: "new databricks.Cluster('cluster', { azureAttributes: { availability: 'SPOT_WITH_FALLBACK_AZURE', firstOnDemand: 1 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/configure'],
  types: [clusterType, jobType],
  check: (subject) => {
    if (!subject.environment.isProtected) return;
    eachCluster(subject, (cluster) => {
      const availability = cluster.read('azureAttributes.availability');
      if (typeof availability !== 'string' || !/^SPOT/i.test(availability)) return;
      if ((numberOf(cluster.read(path)) ?? 0) < 1)
        cluster.fail(path, `may lose its driver: availability is '${availability}', and firstOnDemand is ${cluster.shown(path)}`);
    });
  },
});
