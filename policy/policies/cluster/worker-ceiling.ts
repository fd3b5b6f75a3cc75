// HX-DBC-11: a cluster has a ceiling, and it is no higher than its environment allows.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { inTurn } from '../../in-turn';
import { clusterType, eachCluster, jobType, pipelineType } from './clusters';

export const clusterWorkerCeiling = resourcePolicy({
  id: 'cluster-worker-ceiling',
  title: 'Databricks clusters have no more workers than their environment allows',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBC-11', 'HX-DBJ-05', 'KICS autoscale_badly_setup'],
  rationale: 'One bad query grows a cluster up to its ceiling: the ceiling is what a mistake can cost.',
  remediation: {
    text: "Set autoscale.maxWorkers (or numWorkers) to at most the environment's databricks.workers.max.",
    example: "new databricks.Cluster('cluster', { autoscale: { minWorkers: 1, maxWorkers: 4 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/compute/configure'],
  types: [clusterType, jobType, pipelineType],
  check: (subject) => {
    eachCluster(subject, (cluster) => {
      inTurn(
        () => judgeAutoscale(cluster),
        () => judgeCount(cluster, 'numWorkers'),
      );
    });
  },
});

function judgeAutoscale(cluster: Subject): void {
  if (cluster.read('autoscale') === undefined) return;
  const max = cluster.read('autoscale.maxWorkers');
  if (max === undefined) {
    cluster.fail('autoscale.maxWorkers', 'grows without a ceiling: autoscale.maxWorkers is not set');
    return;
  }
  judgeCount(cluster, 'autoscale.maxWorkers');
  const [lowest, highest] = [numberOf(cluster.read('autoscale.minWorkers')), numberOf(max)];
  if (lowest !== undefined && highest !== undefined && lowest > highest)
    cluster.fail('autoscale.minWorkers', `starts above its own ceiling: minWorkers is ${lowest}, maxWorkers ${highest}`);
}

function judgeCount(cluster: Subject, path: string): void {
  const value = cluster.read(path);
  if (value === undefined) return;
  const { maxWorkers } = cluster.environment;
  const workers = numberOf(value);
  if (workers === undefined) cluster.fail(path, `${path} is no number: ${cluster.shown(path)}`);
  else if (maxWorkers !== undefined && workers > maxWorkers)
    cluster.fail(path, `may have ${workers} workers, and ${cluster.environment.name ?? 'this environment'} allows ${maxWorkers}`);
}
