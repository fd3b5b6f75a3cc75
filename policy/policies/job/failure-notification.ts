// HX-DBJ-03: in a protected environment somebody is told when a job fails.
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { isList } from '../../value';

const lists = ['emailNotifications.onFailures', 'webhookNotifications.onFailures'] as const;

export const jobFailureNotification = resourcePolicy({
  id: 'job-failure-notification',
  title: 'Somebody is told when a Databricks job fails in a protected environment',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBJ-03'],
  rationale: 'Otherwise the first to notice is whoever reads yesterday’s figures and decides on them.',
  remediation: {
    text: 'Set emailNotifications.onFailures or webhookNotifications.onFailures, on the job or on every task.',
    example: "new databricks.Job('etl', { emailNotifications: { onFailures: ['data-platform@example.com'] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/jobs/notifications'],
  types: ['databricks:index/job:Job'],
  check: (job) => {
    if (!job.environment.isProtected || tells(job)) return;
    const hasTasks = job.some('tasks', () => true);
    if (!hasTasks || job.some('tasks', (task) => !tells(task))) job.fail('emailNotifications.onFailures', 'fails unheard: onFailures names nobody');
  },
});

function tells(subject: Subject): boolean {
  return lists.some((path) => {
    const receivers = subject.read(path);
    return isList(receivers) ? receivers.length > 0 : receivers !== undefined && receivers !== '';
  });
}
