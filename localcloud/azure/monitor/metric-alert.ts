// Metric alerts: global, with fixed frequencies and windows, and criteria that fit the number and kind of their scopes.
import { typeOf } from '../../arm/ids';
import type { AdmitContext, CheckContext, Kind, Properties } from '../../kind';
import { at, isMissing, isRecord, isTrue, list, number, same, text } from '../shared/values';
import { isOneOf, minutesOf } from './durations';
import { admitActionGroups, exists, isResourceGroup, isResourceId, isSubscription } from './targets';
import { knownMetrics } from './metrics';

const single = 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria';
const multiple = 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria';
const webtest = 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria';
const frequencies = ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H'];
const windows = ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT12H', 'P1D'];
const aggregations = ['Average', 'Count', 'Minimum', 'Maximum', 'Total'];
const operators = {
  StaticThresholdCriterion: ['Equals', 'GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual'],
  DynamicThresholdCriterion: ['GreaterThan', 'LessThan', 'GreaterOrLessThan'],
};

const shortOf = (type: string | undefined): string => type?.split('.').at(-1) ?? '';
const refuse = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(path, 'BadRequest', message);
const oneOf = (value: string, values: readonly string[]): boolean => values.some((known) => same(known, value));

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const location = text(inputs, 'location');
  if (location !== undefined && location.toLowerCase() !== 'global') {
    ctx.refuse(
      'location',
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type 'Microsoft.Insights/metricAlerts'. List of available regions for the resource type is 'global'.`,
    );
  }
  const { severity } = inputs;
  if (typeof severity === 'number' && !(Number.isInteger(severity) && severity >= 0 && severity <= 4))
    refuse(ctx, 'severity', `The severity ${severity} is invalid: 0 to 4.`);
  const [frequency, window] = [text(inputs, 'evaluationFrequency'), text(inputs, 'windowSize')];
  if (frequency !== undefined && !isOneOf(frequency, frequencies))
    refuse(ctx, 'evaluationFrequency', `The evaluation frequency '${frequency}' is invalid. Supported values: ${frequencies.join(', ')}.`);
  if (window !== undefined && !isOneOf(window, windows))
    refuse(ctx, 'windowSize', `The window size '${window}' is invalid. Supported values: ${windows.join(', ')}.`);
  if ((minutesOf(frequency) ?? 0) > (minutesOf(window) ?? Infinity))
    refuse(ctx, 'windowSize', `The window size '${window}' cannot be shorter than the evaluation frequency '${frequency}'.`);
  checkScopes(ctx);
  checkCriteria(ctx);
  if (list(inputs, 'actions').length > 5) refuse(ctx, 'actions', 'A metric alert can have at most 5 action groups.');
}

function checkScopes(ctx: CheckContext): void {
  const { inputs } = ctx;
  const scopes = list(inputs, 'scopes').filter((scope) => typeof scope === 'string');
  if (Array.isArray(inputs['scopes']) && inputs['scopes'].length === 0) refuse(ctx, 'scopes', 'A metric alert needs at least one scope.');
  scopes.forEach((scope, index) => {
    if (!isResourceId(scope)) refuse(ctx, `scopes[${index}]`, `The scope '${scope}' is not a resource id.`);
    if (scopes.findIndex((other) => same(other, scope)) !== index) refuse(ctx, `scopes[${index}]`, `The scope '${scope}' is given more than once.`);
  });
  const types = new Set(scopes.map((scope) => typeOf(scope).toLowerCase()));
  // Availability criteria watch a test and the component that it belongs to.
  if (types.size > 1 && text(inputs, 'criteria.odataType') !== webtest)
    refuse(ctx, 'scopes', `All scopes of a metric alert must be of one resource type, but they are of ${[...types].join(', ')}.`);
  const isWide = scopes.length > 1 || scopes.some((scope) => isSubscription(scope) || isResourceGroup(scope));
  const type = text(inputs, 'criteria.odataType');
  if (!isWide || type === webtest) return;
  for (const key of ['targetResourceType', 'targetResourceRegion']) {
    if (isMissing(inputs, key)) refuse(ctx, key, `${key} is required when the scope contains a subscription, a resource group, or more than one resource.`);
  }
  if (type === single)
    refuse(
      ctx,
      'scopes',
      `Scopes property is invalid. Only single resource is allowed for criteria type ${shortOf(single)}. If you want to create an alert on multiple resources, use ${shortOf(multiple)} odata.type.`,
    );
}

function checkCriteria(ctx: CheckContext): void {
  const type = text(ctx.inputs, 'criteria.odataType');
  if (isMissing(ctx.inputs, 'criteria')) return;
  if (isMissing(ctx.inputs, 'criteria.odataType') || (type !== undefined && ![single, multiple, webtest].includes(type))) {
    return refuse(ctx, 'criteria.odataType', `The criteria type '${type ?? ''}' is invalid: ${[single, multiple, webtest].join(', ')}.`);
  }
  if (type === webtest) return checkWebtest(ctx);
  const criteria = list(ctx.inputs, 'criteria.allOf').filter(isRecord);
  if (isMissing(ctx.inputs, 'criteria.allOf') || (Array.isArray(at(ctx.inputs, 'criteria.allOf')) && list(ctx.inputs, 'criteria.allOf').length === 0))
    refuse(ctx, 'criteria.allOf', 'A metric alert needs at least one criterion.');
  if (criteria.length > 5) refuse(ctx, 'criteria.allOf', `A metric alert can have at most 5 criteria, but ${criteria.length} are given.`);
  const dynamic = criteria.filter((criterion) => text(criterion, 'criterionType') === 'DynamicThresholdCriterion');
  if (dynamic.length > 0 && type === single) refuse(ctx, 'criteria.odataType', `Dynamic thresholds need criteria of type ${multiple}.`);
  if (dynamic.length > 0 && same(text(ctx.inputs, 'evaluationFrequency'), 'PT1M'))
    refuse(ctx, 'evaluationFrequency', 'A metric alert with a dynamic threshold is evaluated every 5 minutes at most.');
  if (dynamic.length > 0 && criteria.length > 1) refuse(ctx, 'criteria.allOf', 'A metric alert with a dynamic threshold can have one criterion only.');
  criteria.forEach((criterion, index) => {
    const name = text(criterion, 'name');
    const path = `criteria.allOf[${index}]`;
    if (name !== undefined && criteria.findIndex((other) => same(text(other, 'name'), name)) !== index)
      refuse(ctx, `${path}.name`, `The criterion name '${name}' is used more than once.`);
    checkCriterion(ctx, criterion, path);
  });
}

function checkWebtest(ctx: CheckContext): void {
  for (const key of ['componentId', 'webTestId', 'failedLocationCount'])
    if (isMissing(ctx.inputs, `criteria.${key}`)) refuse(ctx, `criteria.${key}`, `Availability criteria need ${key}.`);
  const count = number(ctx.inputs, 'criteria.failedLocationCount');
  if (count !== undefined && !(Number.isInteger(count) && count >= 1))
    refuse(ctx, 'criteria.failedLocationCount', `failedLocationCount must be at least 1, not ${count}.`);
}

function checkCriterion(ctx: CheckContext, criterion: Properties, path: string): void {
  for (const key of ['name', 'metricName', 'operator', 'timeAggregation'])
    if (isMissing(criterion, key)) refuse(ctx, `${path}.${key}`, `A criterion of a metric alert has no ${key}.`);
  const [type, operator, aggregation] = ['criterionType', 'operator', 'timeAggregation'].map((key) => text(criterion, key));
  if (isMissing(criterion, 'criterionType') || (type !== undefined && !(type in operators)))
    refuse(ctx, `${path}.criterionType`, `The criterion type '${type ?? ''}' is invalid: ${Object.keys(operators).join(', ')}.`);
  if (aggregation !== undefined && !oneOf(aggregation, aggregations))
    refuse(ctx, `${path}.timeAggregation`, `The time aggregation '${aggregation}' is invalid: ${aggregations.join(', ')}.`);
  const allowed = type === 'DynamicThresholdCriterion' ? operators.DynamicThresholdCriterion : operators.StaticThresholdCriterion;
  if (operator !== undefined && !oneOf(operator, allowed)) refuse(ctx, `${path}.operator`, `The operator '${operator}' is invalid: ${allowed.join(', ')}.`);
  if (type === 'StaticThresholdCriterion' && isMissing(criterion, 'threshold')) refuse(ctx, `${path}.threshold`, 'A static criterion needs a threshold.');
  list(criterion, 'dimensions').forEach((dimension, index) => {
    const here = `${path}.dimensions[${index}]`;
    const [compare, values] = [text(dimension, 'operator'), list(dimension, 'values')];
    if (compare !== undefined && !oneOf(compare, ['Include', 'Exclude', 'StartsWith']))
      refuse(ctx, `${here}.operator`, `The dimension operator '${compare}' is invalid: Include or Exclude.`);
    if (isRecord(dimension) && Array.isArray(dimension['values']) && values.length === 0)
      refuse(ctx, `${here}.values`, `The dimension '${text(dimension, 'name')}' has no values.`);
  });
  if (type === 'DynamicThresholdCriterion') checkDynamic(ctx, criterion, path);
  checkMetric(ctx, criterion, path);
}

function checkDynamic(ctx: CheckContext, criterion: Properties, path: string): void {
  const sensitivity = text(criterion, 'alertSensitivity');
  if (isMissing(criterion, 'alertSensitivity') || (sensitivity !== undefined && !oneOf(sensitivity, ['Low', 'Medium', 'High'])))
    refuse(ctx, `${path}.alertSensitivity`, `The alert sensitivity '${sensitivity ?? ''}' is invalid: Low, Medium or High.`);
  const [periods, failing] = [number(criterion, 'failingPeriods.numberOfEvaluationPeriods'), number(criterion, 'failingPeriods.minFailingPeriodsToAlert')];
  if (isMissing(criterion, 'failingPeriods')) refuse(ctx, `${path}.failingPeriods`, 'A dynamic criterion needs failingPeriods.');
  if (periods !== undefined && !(Number.isInteger(periods) && periods >= 1 && periods <= 6))
    refuse(ctx, `${path}.failingPeriods.numberOfEvaluationPeriods`, `numberOfEvaluationPeriods must be 1 to 6, not ${periods}.`);
  if (failing !== undefined && (failing < 1 || failing > (periods ?? 6)))
    refuse(
      ctx,
      `${path}.failingPeriods.minFailingPeriodsToAlert`,
      `minFailingPeriodsToAlert must be at least 1 and at most numberOfEvaluationPeriods, not ${failing}.`,
    );
  const since = text(criterion, 'ignoreDataBefore');
  if (since !== undefined && Number.isNaN(Date.parse(since))) refuse(ctx, `${path}.ignoreDataBefore`, `'${since}' is not an ISO 8601 time.`);
}

function checkMetric(ctx: CheckContext, criterion: Properties, path: string): void {
  const metric = text(criterion, 'metricName');
  const known = knownMetrics(text(criterion, 'metricNamespace') ?? '');
  if (metric === undefined || known === undefined || isTrue(criterion, 'skipMetricValidation') || oneOf(metric, known)) return;
  refuse(
    ctx,
    `${path}.metricName`,
    `Couldn't find a metric named ${metric}. Make sure the name is correct. Activity ID: 00000000-0000-0000-0000-000000000000.`,
  );
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  for (const scope of list(ctx.inputs, 'scopes')) {
    if (typeof scope === 'string' && !exists(ctx, scope)) ctx.refuse(404, 'ResourceNotFound', `The scope '${scope}' of alert rule '${ctx.id}' was not found.`);
  }
  const [old, next] = [ctx.before?.inputs, ctx.inputs].map((inputs) => text(inputs, 'criteria.odataType'));
  if (ctx.operation === 'update' && !same(old, next ?? '')) {
    ctx.refuse(400, 'BadRequest', `Alert update failed. Updating from odata.type ${shortOf(old)} to odata.type ${shortOf(next)} is not supported.`);
  }
  admitActionGroups(
    ctx,
    list(ctx.inputs, 'actions').flatMap((action) => text(action, 'actionGroupId') ?? []),
  );
}

export const metricAlert: Kind = {
  token: 'azure-native:monitor:MetricAlert',
  type: 'Microsoft.Insights/metricAlerts',
  apiVersion: '2018-03-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/metricAlerts/{ruleName}',
  name: {
    property: 'ruleName',
    pattern: /^(?=.{1,260}$)[^*#&+:<>?@%{}\\/\p{Cc}]*[^*#&+:<>?@%{}\\/\p{Cc} .]$/u,
    code: 'BadRequest',
    message: 'The alert rule name is invalid: 1 to 260 characters without * # & + : < > ? @ % { } \\ /, not ending with a space or a period.',
  },
  location: 'global',
  replaceOn: ['location'],
  defaults: () => ({ autoMitigate: true }),
  check,
  admit,
  outputs: ({ now }) => ({ isMigrated: false, lastUpdatedTime: now }),
};
