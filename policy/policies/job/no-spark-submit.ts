// KICS: a job has no spark-submit task, which brings its own configuration past every rule.
import { resourcePolicy } from '../../policy';
import { inTurn } from '../../in-turn';

const path = 'sparkSubmitTask';

export const jobNoSparkSubmit = resourcePolicy({
  id: 'job-no-spark-submit',
  title: 'Databricks jobs have no spark-submit tasks',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['KICS job_has_spark_submit_task'],
  rationale:
    'Such a task runs outside Unity Catalog and takes its Spark settings from its parameters, where no other policy looks. Databricks calls it a legacy.',
  remediation: {
    text: 'Use notebookTask, pythonWheelTask, sparkPythonTask or sparkJarTask.',
    example: "new databricks.Job('etl', { tasks: [{ taskKey: 'load', notebookTask: { notebookPath: '/Shared/etl/load' } }] });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/jobs/'],
  types: ['databricks:index/job:Job'],
  check: (job) => {
    inTurn(
      () => {
        if (job.read(path) !== undefined) job.fail(path, 'is a spark-submit job');
      },
      () =>
        job.each('tasks', (task) => {
          for (const place of [path, `forEachTask.task.${path}`]) if (task.read(place) !== undefined) task.fail(place, 'is a spark-submit task');
        }),
    );
  },
});
