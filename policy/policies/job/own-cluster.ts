// HX-DBJ-04: in a protected environment a job brings its own cluster, and shares none with people.
import { stackPolicy } from '../../policy';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { inTurn } from '../../in-turn';

export const jobOwnCluster = stackPolicy({
  id: 'job-own-cluster',
  title: 'Databricks jobs bring their own clusters in protected environments',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBJ-04'],
  rationale: 'On a shared cluster a notebook of a colleague can starve the nightly run, and the machines cost more than those of jobs.',
  remediation: {
    text: 'Use jobClusters with a newCluster, or serverless compute, in place of existingClusterId.',
    example: "new databricks.Job('etl', { jobClusters: [{ jobClusterKey: 'etl', newCluster }], tasks: [{ taskKey: 'load', jobClusterKey: 'etl', … }] });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/jobs/compute'],
  types: ['databricks:index/job:Job'],
  check: (job, stack) => {
    if (!job.environment.isProtected) return;
    inTurn(
      () => judge(job, 'existingClusterId', stack),
      () =>
        job.each('tasks', (task) => {
          judge(task, 'existingClusterId', stack);
          judge(task, 'forEachTask.task.existingClusterId', stack);
        }),
    );
  },
});

function judge(subject: Subject, path: string, stack: Stack): void {
  if (stack.isSet(subject.resource, subject.pathOf(path))) subject.fail(path, 'runs on a cluster that is there already: existingClusterId is set');
}
