// HX-DBJ-01: a job runs as a service principal; in a protected environment it says so.
import { stackPolicy } from '../../policy';

export const jobServicePrincipal = stackPolicy({
  id: 'job-service-principal',
  title: 'Databricks jobs run as a service principal',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBJ-01', 'Databricks SAT IA-7'],
  rationale: 'A job that runs as a person has all rights of that person, and stops on the day they leave.',
  remediation: {
    text: 'Set runAs.servicePrincipalName to the application id of a service principal.',
    example: "new databricks.Job('etl', { runAs: { servicePrincipalName: principal.applicationId }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/jobs/privileges'],
  types: ['databricks:index/job:Job'],
  check: (job, stack) => {
    if (stack.isSet(job.resource, 'runAs.servicePrincipalName')) return;
    const isPerson = stack.isSet(job.resource, 'runAs.userName');
    if (isPerson) job.fail('runAs.userName', 'runs as a person');
    // Left out, it runs as whoever deployed it last: a person on a laptop, a service principal in a pipeline.
    else if (job.environment.isProtected) job.fail('runAs.servicePrincipalName', 'runs as whoever deployed it last: runAs.servicePrincipalName is not set');
  },
});
