// Activities of a pipeline: unique names, dependencies without cycles, containers that may nest, and what single types need.
import { asText } from '../../values';
import { unknown, type CheckContext, type Properties, type Value } from '../../kind';
import { at, isMissing, isRecord, list, number, same, text } from '../shared/values';
import { isExpression, isTimeSpan } from './documents';

const conditions = ['Succeeded', 'Failed', 'Skipped', 'Completed'];
const branches: { readonly [type: string]: readonly string[] } = {
  ForEach: ['activities'],
  Until: ['activities'],
  IfCondition: ['ifTrueActivities', 'ifFalseActivities'],
  Switch: ['defaultActivities'],
};
const forbiddenIn: { readonly [type: string]: readonly string[] } = {
  ForEach: ['ForEach', 'Until'],
  Until: ['ForEach', 'Until'],
  IfCondition: ['ForEach', 'Until', 'IfCondition', 'Switch'],
  Switch: ['ForEach', 'Until', 'IfCondition', 'Switch'],
};

const refuse = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(path, 'BadRequest', message);

/** Checks a list of activities and all that are nested in them; `names` collects the names of the whole pipeline. */
export function checkActivities(
  ctx: CheckContext,
  activities: readonly Value[],
  path: string,
  names: Set<string>,
  variables: ReadonlySet<string> | undefined,
): void {
  const known = activities.map((activity) => (isRecord(activity) ? activity : { name: unknown, type: unknown }));
  known.forEach((activity, index) => {
    const here = `${path}[${index}]`;
    checkName(ctx, activity, here, names);
    checkDependencies(ctx, activity, here, known);
    checkType(ctx, activity, here, variables);
    checkPolicy(ctx, activity, here);
    for (const { key, nested, parent } of nestedIn(activity)) {
      const odd = nested.find((child) => forbiddenIn[parent]?.includes(text(child, 'type') ?? ''));
      if (odd !== undefined)
        refuse(
          ctx,
          `${here}.${key}`,
          `The activity '${text(odd, 'name')}' of type ${text(odd, 'type')} cannot be nested in '${text(activity, 'name')}' of type ${parent}.`,
        );
      checkActivities(ctx, nested, `${here}.${key}`, names, variables);
    }
  });
  const cycle = cycleIn(known);
  if (cycle !== undefined) refuse(ctx, path, `The activities depend on each other in a circle: ${cycle.join(' -> ')}.`);
}

function nestedIn(activity: Properties): { key: string; nested: Properties[]; parent: string }[] {
  const parent = text(activity, 'type') ?? '';
  const direct = (branches[parent] ?? []).map((key) => ({ key, nested: list(activity, key).filter(isRecord), parent }));
  const cases =
    parent === 'Switch'
      ? list(activity, 'cases').map((entry, index) => ({ key: `cases[${index}].activities`, nested: list(entry, 'activities').filter(isRecord), parent }))
      : [];
  return [...direct, ...cases].filter(({ nested }) => nested.length > 0);
}

function checkName(ctx: CheckContext, activity: Properties, path: string, names: Set<string>): void {
  const name = text(activity, 'name');
  if (isMissing(activity, 'name') || name === '') refuse(ctx, `${path}.name`, 'An activity has no name.');
  if (isMissing(activity, 'type') && Object.keys(activity).length > 0) refuse(ctx, `${path}.type`, `The activity '${name}' has no type.`);
  if (name === undefined) return;
  if (name.length > 55) refuse(ctx, `${path}.name`, `The activity name '${name}' has ${name.length} characters; at most 55 are allowed.`);
  if (name !== '' && !/^[A-Za-z0-9_][^<>*#.%&:\\+?/]*$/.test(name))
    refuse(ctx, `${path}.name`, `The activity name '${name}' is invalid: it starts with a letter, a digit or '_' and has none of < > * # . % & : \\ + ? /`);
  if (names.has(name.toLowerCase())) refuse(ctx, `${path}.name`, `The activity name '${name}' is used more than once in the pipeline.`);
  names.add(name.toLowerCase());
}

function checkDependencies(ctx: CheckContext, activity: Properties, path: string, siblings: readonly Properties[]): void {
  const seen = new Set<string>();
  list(activity, 'dependsOn').forEach((dependency, index) => {
    const here = `${path}.dependsOn[${index}]`;
    const target = text(dependency, 'activity');
    if (isMissing(dependency, 'activity')) refuse(ctx, `${here}.activity`, `A dependency of activity '${text(activity, 'name')}' names no activity.`);
    if (target !== undefined) {
      if (same(target, text(activity, 'name'))) refuse(ctx, `${here}.activity`, `The activity '${target}' depends on itself.`);
      else if (!siblings.some((sibling) => same(text(sibling, 'name'), target)) && siblings.every((sibling) => at(sibling, 'name') !== unknown)) {
        refuse(ctx, `${here}.activity`, `The activity '${text(activity, 'name')}' depends on '${target}', which is not in the pipeline.`);
      }
      if (seen.has(target.toLowerCase())) refuse(ctx, `${here}.activity`, `The activity '${text(activity, 'name')}' depends on '${target}' more than once.`);
      seen.add(target.toLowerCase());
    }
    const given = list(dependency, 'dependencyConditions');
    if (isMissing(dependency, 'dependencyConditions') || (Array.isArray(at(dependency, 'dependencyConditions')) && given.length === 0)) {
      refuse(
        ctx,
        `${here}.dependencyConditions`,
        `The dependency of activity '${text(activity, 'name')}' on '${target}' needs at least one dependencyCondition.`,
      );
    }
    const odd = given.find((condition) => typeof condition === 'string' && !conditions.some((one) => same(one, condition)));
    if (odd !== undefined) refuse(ctx, `${here}.dependencyConditions`, `The dependency condition '${asText(odd)}' is invalid: ${conditions.join(', ')}.`);
  });
}

function checkType(ctx: CheckContext, activity: Properties, path: string, variables: ReadonlySet<string> | undefined): void {
  const name = text(activity, 'name');
  const needs = (key: string): void => {
    if (isMissing(activity, key)) refuse(ctx, `${path}.${key}`, `The activity '${name}' of type ${text(activity, 'type')} needs ${key}.`);
  };
  switch (text(activity, 'type')) {
    case 'DatabricksNotebook': {
      needs('linkedServiceName');
      needs('notebookPath');
      const notebook = text(activity, 'notebookPath');
      if (notebook !== undefined && !isExpression(notebook) && !notebook.startsWith('/'))
        refuse(ctx, `${path}.notebookPath`, `The notebook path '${notebook}' of activity '${name}' must be absolute: it begins with a slash.`);
      break;
    }
    case 'Wait': {
      needs('waitTimeInSeconds');
      const wait = at(activity, 'waitTimeInSeconds');
      if (typeof wait === 'number' && !(Number.isInteger(wait) && wait >= 1))
        refuse(ctx, `${path}.waitTimeInSeconds`, `waitTimeInSeconds of activity '${name}' must be a positive integer, not ${wait}.`);
      break;
    }
    case 'ForEach': {
      needs('items');
      needs('activities');
      const batch = number(activity, 'batchCount');
      if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1 && batch <= 50))
        refuse(ctx, `${path}.batchCount`, `batchCount of activity '${name}' must be 1 to 50, not ${batch}.`);
      break;
    }
    case 'IfCondition':
    case 'Until':
      needs('expression');
      break;
    case 'ExecutePipeline':
      needs('pipeline');
      if (same(text(activity, 'pipeline.referenceName'), text(ctx.inputs, 'pipelineName')))
        refuse(ctx, `${path}.pipeline`, `The activity '${name}' executes the pipeline that it is part of.`);
      break;
    case 'SetVariable':
    case 'AppendVariable': {
      const variable = text(activity, 'variableName');
      if (variable !== undefined && at(activity, 'setSystemVariable') !== true && variables && !variables.has(variable))
        refuse(ctx, `${path}.variableName`, `The variable '${variable}' of activity '${name}' is not defined in the pipeline.`);
      break;
    }
    case 'WebActivity': {
      needs('url');
      needs('method');
      const method = text(activity, 'method');
      if ((method === 'POST' || method === 'PUT') && isMissing(activity, 'body'))
        refuse(ctx, `${path}.body`, `The activity '${name}' needs a body for method ${method}.`);
      if (method === 'GET' && at(activity, 'body') !== undefined) refuse(ctx, `${path}.body`, `The activity '${name}' cannot have a body for method GET.`);
      break;
    }
    default:
    // Activities of other types have no rule here but the schema's.
  }
}

function checkPolicy(ctx: CheckContext, activity: Properties, path: string): void {
  const name = text(activity, 'name');
  const timeout = text(activity, 'policy.timeout');
  if (timeout !== undefined && !isExpression(timeout) && !isTimeSpan(timeout))
    refuse(ctx, `${path}.policy.timeout`, `The timeout '${timeout}' of activity '${name}' is not a time span: [d.]hh:mm:ss.`);
  const retry = number(activity, 'policy.retry');
  if (retry !== undefined && !(Number.isInteger(retry) && retry >= 0))
    refuse(ctx, `${path}.policy.retry`, `retry of activity '${name}' must be an integer from 0 on, not ${retry}.`);
  const interval = number(activity, 'policy.retryIntervalInSeconds');
  if (interval !== undefined && !(interval >= 30 && interval <= 86400))
    refuse(ctx, `${path}.policy.retryIntervalInSeconds`, `retryIntervalInSeconds of activity '${name}' must be 30 to 86400, not ${interval}.`);
  if (list(activity, 'userProperties').length > 5) refuse(ctx, `${path}.userProperties`, `The activity '${name}' has more than 5 user properties.`);
  const state = text(activity, 'onInactiveMarkAs');
  if (state !== undefined && same(text(activity, 'state') ?? 'Active', 'Active'))
    refuse(ctx, `${path}.onInactiveMarkAs`, `onInactiveMarkAs of activity '${name}' can only be set while its state is Inactive.`);
}

function cycleIn(activities: readonly Properties[]): string[] | undefined {
  const edges = new Map(
    activities.map((activity) => [
      (text(activity, 'name') ?? '').toLowerCase(),
      list(activity, 'dependsOn').flatMap((entry) => text(entry, 'activity')?.toLowerCase() ?? []),
    ]),
  );
  const done = new Set<string>();
  const walk = (name: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(name)) return trail.length > 0 && trail.at(-1) === name ? undefined : [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return undefined;
    done.add(name);
    for (const next of edges.get(name) ?? []) {
      const found = next === name ? undefined : walk(next, [...trail, name]);
      if (found) return found;
    }
    return undefined;
  };
  for (const name of edges.keys()) {
    const found = walk(name, []);
    if (found) return found;
  }
  return undefined;
}
