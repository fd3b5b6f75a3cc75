// HX-DBC-02: a cluster that nobody uses stops. Clusters of jobs end with their run and have no such setting.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { clusterType } from './clusters';

const range = { min: 10, max: 120 } as const;
const path = 'autoterminationMinutes';

export const clusterAutotermination = resourcePolicy({
  id: 'cluster-autotermination',
  title: 'Databricks clusters stop when nobody uses them',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-02', 'Databricks SAT GOV-4'],
  rationale: 'A forgotten cluster costs as much on a weekend as in a working week, and runs on without the patches that a restart brings.',
  remediation: {
    text: `Set autoterminationMinutes to ${range.min} to ${range.max}; 0 turns it off.`,
    example: "new databricks.Cluster('cluster', { autoterminationMinutes: 30, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/configure'],
  types: [clusterType],
  check: (cluster) => {
    const value = cluster.read(path);
    // Left out, the provider sets 60.
    if (value === undefined) return;
    const minutes = numberOf(value);
    if (minutes === 0) cluster.fail(path, 'never stops: autoterminationMinutes is 0');
    else if (minutes === undefined || minutes < range.min || minutes > range.max)
      cluster.fail(path, `autoterminationMinutes is ${cluster.shown(path)}, not ${range.min} to ${range.max}`);
  },
});
