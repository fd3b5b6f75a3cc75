// Jobs: tasks and their compute, one way of starting, notifications to real addresses, an existing identity to run as.
import { at, isGiven, isMissing, isRecord, list, number, record, text } from '../azure/shared/values';
import type { AdmitContext, CheckContext, Kind } from '../kind';
import { admitClusterSpec } from './cluster-rules';
import { checkJobCluster, checkTasks } from './job-rules';
import { checkOneOf, checkWhole, inWorkspace, invalid, keysGiven, mustHave, secretReferences, tokenOf } from './objects';
import { admitPrincipal } from './principals';

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkTasks(ctx);
  list(inputs, 'jobClusters').forEach((cluster, index, clusters) => {
    const path = `jobClusters[${index}]`;
    const key = text(cluster, 'jobClusterKey');
    if (key !== undefined && !/^[\w-]{1,100}$/.test(key))
      invalid(ctx, `${path}.jobClusterKey`, `The job cluster key '${key}' is invalid: 1 to 100 alphanumerics, dashes and underscores.`);
    if (key !== undefined && clusters.findIndex((other) => text(other, 'jobClusterKey') === key) !== index)
      invalid(ctx, `${path}.jobClusterKey`, `The job cluster key '${key}' is used more than once.`);
    if (isRecord(cluster) && isMissing(cluster, 'newCluster') && isMissing(cluster, 'serverlessComputeId'))
      invalid(ctx, `${path}.newCluster`, `The job cluster '${key}' has no new_cluster.`);
    const spec = at(cluster, 'newCluster');
    if (isRecord(spec)) checkJobCluster(ctx, spec, `${path}.newCluster`);
    if (list(cluster, 'newCluster.libraries').length > 0)
      invalid(ctx, `${path}.newCluster.libraries`, 'Libraries cannot be declared in a shared job cluster; declare them in the tasks.');
  });
  checkStart(ctx);
  for (const key of ['onStarts', 'onSuccesses', 'onFailures', 'onDurationWarningThresholdExceededs']) {
    list(inputs, `emailNotifications.${key}`).forEach((address, index) => {
      if (typeof address === 'string' && !mail.test(address)) invalid(ctx, `emailNotifications.${key}[${index}]`, `'${address}' is not an e-mail address.`);
    });
  }
  const description = text(inputs, 'description');
  if (description !== undefined && Buffer.byteLength(description) > 1024) invalid(ctx, 'description', 'The description has at most 1024 characters in UTF-8.');
  checkWhole(ctx, 'maxConcurrentRuns', number(inputs, 'maxConcurrentRuns'), 0, 1000);
  checkWhole(ctx, 'timeoutSeconds', number(inputs, 'timeoutSeconds'), 0);
  if (Object.keys(record(inputs, 'tags')).length > 25) invalid(ctx, 'tags', 'A job has at most 25 tags.');
  checkOneOf(ctx, 'editMode', ['UI_LOCKED', 'EDITABLE']);
  checkOneOf(ctx, 'performanceTarget', ['PERFORMANCE_OPTIMIZED', 'STANDARD']);
  const runners = keysGiven(record(inputs, 'runAs'), ['servicePrincipalName', 'userName', 'groupName']);
  if (isGiven(inputs, 'runAs') && isRecord(inputs['runAs']) && runners.length !== 1)
    invalid(ctx, 'runAs', `run_as needs exactly one of service_principal_name, user_name and group_name; found ${runners.length}.`);
  list(inputs, 'parameters').forEach((parameter, index, parameters) => {
    const name = text(parameter, 'name');
    if (name === undefined) return;
    if (!/^[\w.-]{1,256}$/.test(name))
      invalid(ctx, `parameters[${index}].name`, `The parameter name '${name}' is invalid: alphanumerics, '_', '-' and '.' only.`);
    if (parameters.findIndex((other) => text(other, 'name') === name) !== index)
      invalid(ctx, `parameters[${index}].name`, `The parameter '${name}' is declared more than once.`);
  });
}

function checkStart(ctx: CheckContext): void {
  const { inputs } = ctx;
  const ways = keysGiven(inputs, ['schedule', 'continuous', 'trigger']);
  if (ways.length > 1) invalid(ctx, ways[1] ?? 'schedule', `A job can have only one of schedule, continuous and trigger; found ${ways.join(' and ')}.`);
  for (const path of ['schedule', 'continuous', 'trigger']) checkOneOf(ctx, `${path}.pauseStatus`, ['PAUSED', 'UNPAUSED']);
  const cron = text(inputs, 'schedule.quartzCronExpression');
  if (cron !== undefined && !isQuartz(cron))
    invalid(ctx, 'schedule.quartzCronExpression', `The cron expression '${cron}' is invalid: Quartz syntax with 6 or 7 fields and '?' for one of the days.`);
  const zone = text(inputs, 'schedule.timezoneId');
  if (zone !== undefined && !isTimeZone(zone)) invalid(ctx, 'schedule.timezoneId', `'${zone}' is not a Java time zone id.`);
  if (isGiven(inputs, 'continuous') && (number(inputs, 'maxConcurrentRuns') ?? 1) > 1)
    invalid(ctx, 'maxConcurrentRuns', 'A continuous job has at most one concurrent run.');
  if (inputs['controlRunState'] === true && isMissing(inputs, 'continuous'))
    invalid(ctx, 'controlRunState', '`control_run_state` must be specified only with `continuous`');
}

const field = /^(\*|\?|[\dA-Z]+(-[\dA-Z]+)?|L(-\d+)?|\d+L|LW|\d+W|[\dA-Z]+#\d)(\/\d+)?$/i;
function isQuartz(cron: string): boolean {
  const fields = cron.trim().split(/\s+/);
  if (fields.length < 6 || fields.length > 7) return false;
  if (!fields.every((part) => part.split(',').every((item) => field.test(item)))) return false;
  return (fields[3] === '?') !== (fields[5] === '?');
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  const clusters = [...list(ctx.inputs, 'tasks'), ...list(ctx.inputs, 'jobClusters')]
    .map((entry) => record(entry, 'newCluster'))
    .filter((spec) => Object.keys(spec).length > 0);
  for (const spec of clusters) {
    admitClusterSpec(ctx, spec, 'job');
    for (const { scope } of [...secretReferences(spec['sparkEnvVars']), ...secretReferences(spec['sparkConf'])]) mustHave(ctx, 'SecretScope', scope, 'Scope');
  }
  for (const task of list(ctx.inputs, 'tasks')) {
    const [clusterId, warehouse, job] = [
      text(task, 'existingClusterId'),
      text(task, 'sqlTask.warehouseId') ?? text(task, 'dbtTask.warehouseId') ?? text(task, 'notebookTask.warehouseId'),
      number(task, 'runJobTask.jobId'),
    ];
    if (clusterId !== undefined) mustHave(ctx, 'Cluster', clusterId, 'Cluster', 'INVALID_PARAMETER_VALUE');
    if (warehouse !== undefined) mustHave(ctx, 'SqlEndpoint', warehouse, 'SQL warehouse');
    if (job !== undefined) mustHave(ctx, 'Job', String(job), 'Job');
  }
  admitPrincipal(ctx, text(ctx.inputs, 'runAs.servicePrincipalName'), 'INVALID_PARAMETER_VALUE');
}

export const job: Kind = inWorkspace({
  token: tokenOf('Job'),
  type: 'jobs',
  apiVersion: '2.2',
  id: ({ digits }) => digits('job', 15),
  location: 'none',
  defaults: () => ({ maxConcurrentRuns: 1, name: 'Untitled' }),
  check,
  admit,
  outputs: ({ id, inputs, world }) => ({
    url: `https://${world.host ?? ''}/#job/${id}`,
    format: list(inputs, 'tasks').length > 0 ? 'MULTI_TASK' : 'SINGLE_TASK',
    editMode: text(inputs, 'editMode') ?? 'EDITABLE',
    ...(isGiven(inputs, 'schedule') ? { schedule: { pauseStatus: text(inputs, 'schedule.pauseStatus') ?? 'UNPAUSED' } } : {}),
  }),
});
