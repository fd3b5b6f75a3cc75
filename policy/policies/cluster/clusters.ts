// Where clusters stand: a cluster by itself, those of a job's runs, and those of a pipeline. One rule judges them all.
import type { Subject } from '../../subject';
import { isProperties, opened, type Plain } from '../../value';
import { inTurn } from '../../in-turn';

export const clusterType = 'databricks:index/cluster:Cluster';
export const jobType = 'databricks:index/job:Job';
export const pipelineType = 'databricks:index/pipeline:Pipeline';

/** Visits every cluster that the resource makes, with its place as the prefix of what is reported. */
export function eachCluster(subject: Subject, visit: (cluster: Subject) => void): void {
  if (subject.resource.type === clusterType) visit(subject);
  else if (subject.resource.type === pipelineType) subject.each('clusters', visit);
  else eachJobCluster(subject, visit);
}

function eachJobCluster(job: Subject, visit: (cluster: Subject) => void): void {
  const inside = (list: string, path: string) => () => job.each(list, (item) => item.each(path, visit));
  inTurn(
    () => job.each('newCluster', visit),
    inside('jobClusters', 'newCluster'),
    inside('tasks', 'newCluster'),
    inside('tasks', 'forEachTask.task.newCluster'),
  );
}

/** A value of sparkConf or sparkEnvVars: their names have dots, which a path can't have. */
export function settingOf(cluster: Subject, map: 'sparkConf' | 'sparkEnvVars', name: string): Plain | undefined {
  const settings = cluster.read(map);
  return isProperties(settings) && Object.hasOwn(settings, name) ? opened(settings[name], `${map}.${name}`) : undefined;
}
