// Tasks of a job: unique keys, dependencies without circles, exactly one thing to do, and compute that the job declares.
import { at, isGiven, isMissing, isRecord, list, number, text } from '../azure/shared/values';
import { unknown, type CheckContext, type Properties, type Value } from '../kind';
import { checkClusterSpec } from './cluster-rules';
import { checkOneOf, checkWhole, invalid, isAbsolute, keysGiven } from './objects';

const work = [
  ...[
    'notebookTask',
    'sparkPythonTask',
    'pythonWheelTask',
    'sparkJarTask',
    'sparkSubmitTask',
    'dbtTask',
    'sqlTask',
    'pipelineTask',
    'runJobTask',
    'conditionTask',
    'forEachTask',
  ],
  ...[
    'dashboardTask',
    'powerBiTask',
    'dbtCloudTask',
    'dbtPlatformTask',
    'cleanRoomsNotebookTask',
    'genAiComputeTask',
    'alertTask',
    'aiRuntimeTask',
    'pythonOperatorTask',
  ],
];
const compute = ['existingClusterId', 'newCluster', 'jobClusterKey'];
const runIfs = ['ALL_SUCCESS', 'AT_LEAST_ONE_SUCCESS', 'NONE_FAILED', 'ALL_DONE', 'AT_LEAST_ONE_FAILED', 'ALL_FAILED'];
const unsupported = ['autoterminationMinutes', 'isPinned', 'workloadType'];

export function checkTasks(ctx: CheckContext): void {
  const tasks = list(ctx.inputs, 'tasks').map((task) => (isRecord(task) ? task : { taskKey: unknown }));
  if (tasks.length > 1000) invalid(ctx, 'tasks', `A job has at most 1000 tasks, not ${tasks.length}.`);
  const keys = tasks.map((task) => text(task, 'taskKey'));
  tasks.forEach((task, index) => {
    const path = `tasks[${index}]`;
    const key = keys[index];
    if (key !== undefined && !/^[\w-]{1,100}$/.test(key))
      invalid(ctx, `${path}.taskKey`, `The task key '${key}' is invalid: 1 to 100 alphanumerics, dashes and underscores.`);
    if (key !== undefined && keys.indexOf(key) !== index) invalid(ctx, `${path}.taskKey`, `The task key '${key}' is used more than once.`);
    checkWork(ctx, task, path);
    checkCompute(ctx, task, path);
    checkDependencies(ctx, task, path, keys, tasks);
    checkOneOf(ctx, 'runIf', runIfs, task, `${path}.runIf`);
    checkWhole(ctx, `${path}.maxRetries`, number(task, 'maxRetries'), -1);
    checkWhole(ctx, `${path}.minRetryIntervalMillis`, number(task, 'minRetryIntervalMillis'), 0);
    checkWhole(ctx, `${path}.timeoutSeconds`, number(task, 'timeoutSeconds'), 0);
  });
  const circle = circleIn(tasks);
  if (circle !== undefined) invalid(ctx, 'tasks', `The tasks depend on each other in a circle: ${circle.join(' -> ')}.`);
}

function checkWork(ctx: CheckContext, task: Properties, path: string): void {
  const given = keysGiven(task, work);
  const key = text(task, 'taskKey');
  if (task['taskKey'] !== unknown && given.length !== 1)
    invalid(ctx, path, `The task '${key}' must have exactly one kind of work (notebook_task, …); found ${given.length}.`);
  const notebook = text(task, 'notebookTask.notebookPath');
  const source = text(task, 'notebookTask.source') ?? (isGiven(ctx.inputs, 'gitSource') ? 'GIT' : 'WORKSPACE');
  checkOneOf(ctx, 'notebookTask.source', ['WORKSPACE', 'GIT'], task, `${path}.notebookTask.source`);
  if (notebook !== undefined && source === 'WORKSPACE' && !isAbsolute(notebook))
    invalid(
      ctx,
      `${path}.notebookTask.notebookPath`,
      `Only absolute paths are currently supported. Paths must begin with '/'; notebook_path is '${notebook}'.`,
    );
  if (notebook !== undefined && source === 'GIT' && notebook.startsWith('/'))
    invalid(ctx, `${path}.notebookTask.notebookPath`, `The path of a notebook in a git repository must be relative; notebook_path is '${notebook}'.`);
  for (const kind of ['notebookTask', 'sparkPythonTask', 'dbtTask']) {
    if (text(task, `${kind}.source`) === 'GIT' && isMissing(ctx.inputs, 'gitSource'))
      invalid(ctx, `${path}.${kind}.source`, `The source GIT of task '${key}' needs git_source.`);
  }
  list(task, 'dbtTask.commands').forEach((command, index) => {
    if (typeof command === 'string' && !/^dbt(\s|$)/.test(command))
      invalid(ctx, `${path}.dbtTask.commands[${index}]`, `Every dbt command must start with "dbt": '${command}'.`);
  });
}

/** What the job declares; `unknown` among it where that can't be told yet. */
const keysOf = (ctx: CheckContext, property: string, key: string): (Value | undefined)[] =>
  ctx.inputs[property] === unknown ? [unknown] : list(ctx.inputs, property).map((entry) => at(entry, key));

function checkCompute(ctx: CheckContext, task: Properties, path: string): void {
  const given = keysGiven(task, compute);
  const key = text(task, 'taskKey');
  if (given.length > 1) invalid(ctx, path, `The task '${key}' can have only one of existing_cluster_id, new_cluster and job_cluster_key.`);
  const shared = text(task, 'jobClusterKey');
  const known = keysOf(ctx, 'jobClusters', 'jobClusterKey');
  if (shared !== undefined && !known.includes(shared) && !known.includes(unknown))
    invalid(ctx, `${path}.jobClusterKey`, `The job cluster '${shared}' of task '${key}' is not declared in job_clusters.`);
  const environment = text(task, 'environmentKey');
  const environments = keysOf(ctx, 'environments', 'environmentKey');
  if (environment !== undefined && !environments.includes(environment) && !environments.includes(unknown))
    invalid(ctx, `${path}.environmentKey`, `The environment '${environment}' of task '${key}' is not declared in environments.`);
  const { newCluster } = task;
  if (isRecord(newCluster)) checkJobCluster(ctx, newCluster, `${path}.newCluster`);
  const needsEnvironment = keysGiven(task, ['sparkPythonTask', 'pythonWheelTask', 'dbtTask']).length > 0;
  if (given.length === 0 && needsEnvironment && environment === undefined && isMissing(task, 'environmentKey'))
    invalid(ctx, path, `A task of this kind needs a cluster or environment_key: '${key}'.`);
  if (given.length === 0 && list(task, 'libraries').length > 0)
    invalid(ctx, `${path}.libraries`, `Libraries of the serverless task '${key}' belong into its environment.`);
}

export function checkJobCluster(ctx: CheckContext, spec: Properties, path: string): void {
  checkClusterSpec(ctx, spec, `${path}.`);
  for (const key of unsupported) if (isGiven(spec, key)) invalid(ctx, `${path}.${key}`, `${key} is not supported for job clusters.`);
}

function checkDependencies(ctx: CheckContext, task: Properties, path: string, keys: readonly (string | undefined)[], tasks: readonly Properties[]): void {
  const own = text(task, 'taskKey');
  list(task, 'dependsOns').forEach((dependency, index) => {
    const here = `${path}.dependsOns[${index}]`;
    const target = text(dependency, 'taskKey');
    if (target === undefined) return;
    if (target === own) invalid(ctx, here, `The task '${own}' depends on itself.`);
    else if (!keys.includes(target) && tasks.every((other) => at(other, 'taskKey') !== unknown))
      invalid(ctx, here, `The task '${own}' depends on '${target}', which the job does not have.`);
    if (isGiven(dependency, 'outcome')) {
      checkOneOf(ctx, 'outcome', ['true', 'false'], dependency, `${here}.outcome`);
      const other = tasks[keys.indexOf(target)];
      if (other && isMissing(other, 'conditionTask'))
        invalid(ctx, `${here}.outcome`, `outcome can only be given for a dependency on a condition task; '${target}' is none.`);
    }
  });
}

function circleIn(tasks: readonly Properties[]): string[] | undefined {
  const edges = new Map(tasks.map((task) => [text(task, 'taskKey') ?? '', list(task, 'dependsOns').flatMap((entry) => text(entry, 'taskKey') ?? [])]));
  const done = new Set<string>();
  const walk = (key: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(key)) return [...trail.slice(trail.indexOf(key)), key];
    if (done.has(key)) return undefined;
    done.add(key);
    for (const next of (edges.get(key) ?? []).filter((target) => target !== key)) {
      const found = walk(next, [...trail, key]);
      if (found) return found;
    }
    return undefined;
  };
  for (const key of edges.keys()) {
    const found = walk(key, []);
    if (found) return found;
  }
  return undefined;
}
