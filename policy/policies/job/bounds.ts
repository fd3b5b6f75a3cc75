// HX-DBJ-02: a job ends: its runs, their time and their retries are bounded.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { inTurn } from '../../in-turn';

const mostRuns = 10;
const mostRetries = 5;

export const jobBounds = resourcePolicy({
  id: 'job-bounds',
  title: 'Databricks jobs bound concurrency, time and retries',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBJ-02', 'Databricks SAT INFO-2'],
  rationale: 'A run that hangs, or is retried for ever, pays for its cluster until somebody looks; two runs at once write the same tables.',
  remediation: {
    text: `Set timeoutSeconds, maxConcurrentRuns of at most ${mostRuns}, and maxRetries of at most ${mostRetries} (-1 retries for ever).`,
    example: "new databricks.Job('etl', { maxConcurrentRuns: 1, timeoutSeconds: 7200, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/jobs/'],
  types: ['databricks:index/job:Job'],
  check: (job) => {
    inTurn(
      () => judgeNumber(job, 'maxConcurrentRuns', 1, mostRuns),
      () => judgeNumber(job, 'maxRetries', 0, mostRetries),
      () => job.each('tasks', (task) => judgeNumber(task, 'maxRetries', 0, mostRetries)),
      () => judgeTime(job),
    );
  },
});

/** Left out, Databricks runs a job once at a time and retries nothing. */
function judgeNumber(subject: Subject, path: string, least: number, most: number): void {
  const value = subject.read(path);
  if (value === undefined) return;
  const number = numberOf(value);
  if (number === undefined || number < least || number > most) subject.fail(path, `${path} is ${subject.shown(path)}, not ${least} to ${most}`);
}

/** A job that runs all the time, or whose every task is bounded, needs no time of its own. */
function judgeTime(job: Subject): void {
  const isBounded = (subject: Subject): boolean => (numberOf(subject.read('timeoutSeconds')) ?? 0) > 0;
  if (isBounded(job) || job.read('continuous') !== undefined) return;
  const hasTasks = job.some('tasks', () => true);
  if (!hasTasks || job.some('tasks', (task) => !isBounded(task)))
    job.fail('timeoutSeconds', `may run for ever: timeoutSeconds is ${job.shown('timeoutSeconds')}, and not every task has its own`);
}
