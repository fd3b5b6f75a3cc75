// Log alerts: what each kind of rule needs, and how frequency, window, periods, muting and look-back limit each other.
import type { AdmitContext, CheckContext, Kind, Properties } from '../../kind';
import { admitIdentity, checkIdentity, identityOutputs } from '../shared/identity';
import { at, isFalse, isGiven, isMissing, isRecord, isTrue, list, number, same, text } from '../shared/values';
import { isOneOf, minutesOf } from './durations';
import { admitActionGroups, exists, isResourceId } from './targets';

const hours = ['PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT5H', 'PT6H'];
const frequencies = ['PT1M', 'PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', ...hours, 'P1D'];
const windows = [...frequencies, 'P2D'];
const mutes = ['PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', ...hours, 'P1D', 'P2D'];
const lookBacks = ['PT5M', 'PT10M', 'PT15M', 'PT20M', 'PT30M', 'PT45M', ...hours, 'P1D', 'P2D'];
// Not the specification's 'Equals': the service refuses that one (Azure/azure-rest-api-specs#21794).
const operators = ['Equal', 'GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual'];
const aggregations = ['Count', 'Average', 'Minimum', 'Maximum', 'Total'];

const refuse = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(path, 'InvalidRequestContent', message);
const oneOf = (value: string, values: readonly string[]): boolean => values.some((known) => same(known, value));

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkIdentity(ctx);
  const kind = text(inputs, 'kind') ?? 'LogAlert';
  const isLog = same(kind, 'LogAlert');
  const needs = [...(isLog ? ['severity', 'evaluationFrequency', 'windowSize'] : []), 'scopes', 'criteria'];
  for (const key of needs) if (isMissing(inputs, key)) refuse(ctx, key, `The property '${key}' is required for rules of kind '${kind}'.`);
  const { severity } = inputs;
  if (typeof severity === 'number' && !(Number.isInteger(severity) && severity >= 0 && severity <= 4))
    refuse(ctx, 'severity', `The severity ${severity} is invalid: an integer from 0 to 4.`);
  const scopes = list(inputs, 'scopes');
  if (Array.isArray(inputs['scopes']) && scopes.length !== 1)
    refuse(ctx, 'scopes', `A scheduled query rule has exactly one scope, but ${scopes.length} are given.`);
  scopes.forEach((scope, index) => {
    if (typeof scope === 'string' && !isResourceId(scope)) refuse(ctx, `scopes[${index}]`, `The scope '${scope}' is not a resource id.`);
  });
  const criteria = list(inputs, 'criteria.allOf').filter(isRecord);
  if (
    isGiven(inputs, 'criteria') &&
    (isMissing(inputs, 'criteria.allOf') ||
      (Array.isArray(at(inputs, 'criteria.allOf')) && criteria.length === 0 && list(inputs, 'criteria.allOf').length === 0))
  ) {
    refuse(ctx, 'criteria.allOf', 'A scheduled query rule needs a condition.');
  }
  if (criteria.length > 1) refuse(ctx, 'criteria.allOf', `A scheduled query rule has exactly one condition, but ${criteria.length} are given.`);
  criteria.forEach((condition, index) => checkCondition(ctx, condition, `criteria.allOf[${index}]`, kind));
  if (isLog) checkTimes(ctx, criteria[0] ?? {});
  if (list(inputs, 'actions.actionGroups').length > 5) refuse(ctx, 'actions.actionGroups', 'A scheduled query rule can have at most 5 action groups.');
  if (same(kind, 'LogToMetric') && isGiven(inputs, 'actions')) refuse(ctx, 'actions', "A rule of kind 'LogToMetric' has no actions.");
}

function checkTimes(ctx: CheckContext, condition: Properties): void {
  const { inputs } = ctx;
  const given = (key: string, allowed: readonly string[]): number | undefined => {
    const value = text(inputs, key);
    if (value !== undefined && !isOneOf(value, allowed))
      refuse(ctx, key, `The value '${value}' of ${key} is invalid. Supported values: ${allowed.join(', ')}.`);
    return minutesOf(value);
  };
  const [frequency, window, mute, range] = [
    given('evaluationFrequency', frequencies),
    given('windowSize', windows),
    given('muteActionsDuration', mutes),
    given('overrideQueryTimeRange', lookBacks),
  ];
  const periods = number(condition, 'failingPeriods.numberOfEvaluationPeriods') ?? 1;
  if (window !== undefined) {
    const lookBack = window * periods;
    if (frequency !== undefined && frequency > lookBack)
      refuse(
        ctx,
        'evaluationFrequency',
        'EvaluationFrequency cannot be greater than the query look back, which is WindowSize times NumberOfEvaluationPeriods.',
      );
    if (lookBack > 48 * 60) refuse(ctx, 'windowSize', 'The query look back, WindowSize times NumberOfEvaluationPeriods, cannot exceed 48 hours.');
    if (range !== undefined && range < lookBack)
      refuse(
        ctx,
        'overrideQueryTimeRange',
        'OverrideQueryTimeRange cannot be less than the query look back, which is WindowSize times NumberOfEvaluationPeriods.',
      );
  }
  if (mute !== undefined && frequency !== undefined && frequency > mute)
    refuse(ctx, 'muteActionsDuration', 'EvaluationFrequency cannot be greater than MuteActionsDuration.');
  if (isGiven(inputs, 'muteActionsDuration') && isTrue(inputs, 'autoMitigate'))
    refuse(ctx, 'muteActionsDuration', 'MuteActionsDuration cannot be set when AutoMitigate is true.');
  const resolve = minutesOf(text(inputs, 'resolveConfiguration.timeToResolve'));
  if (isTrue(inputs, 'resolveConfiguration.autoResolved') && isFalse(inputs, 'autoMitigate'))
    refuse(ctx, 'resolveConfiguration', 'ResolveConfiguration needs AutoMitigate.');
  if (resolve !== undefined && frequency !== undefined && resolve < frequency)
    refuse(ctx, 'resolveConfiguration.timeToResolve', 'TimeToResolve cannot be less than EvaluationFrequency.');
}

function checkCondition(ctx: CheckContext, condition: Properties, path: string, kind: string): void {
  const query = text(condition, 'query');
  if (query?.trim() === '' || (isMissing(condition, 'query') && !same(kind, 'LogToMetric')))
    refuse(ctx, `${path}.query`, 'The condition of a scheduled query rule needs a query.');
  if (same(kind, 'LogToMetric')) {
    if (isMissing(condition, 'metricName')) refuse(ctx, `${path}.metricName`, "metricName is required for rules of kind 'LogToMetric'.");
    return;
  }
  if (!same(kind, 'LogAlert')) return;
  const isDynamic = text(condition, 'criterionType') === 'DynamicThresholdCriterion';
  for (const key of ['operator', 'timeAggregation', ...(isDynamic ? ['alertSensitivity'] : ['threshold'])]) {
    if (isMissing(condition, key)) refuse(ctx, `${path}.${key}`, `${key} is required for rules of kind 'LogAlert'.`);
  }
  const [operator, aggregation] = [text(condition, 'operator'), text(condition, 'timeAggregation')];
  const allowed = isDynamic ? ['GreaterThan', 'LessThan', 'GreaterOrLessThan'] : operators;
  if (operator !== undefined && !oneOf(operator, allowed)) refuse(ctx, `${path}.operator`, `The operator '${operator}' is invalid: ${allowed.join(', ')}.`);
  if (aggregation !== undefined && !oneOf(aggregation, aggregations))
    refuse(ctx, `${path}.timeAggregation`, `The time aggregation '${aggregation}' is invalid: ${aggregations.join(', ')}.`);
  const isCount = same(aggregation, 'Count');
  if (aggregation !== undefined && !isCount && isMissing(condition, 'metricMeasureColumn'))
    refuse(ctx, `${path}.metricMeasureColumn`, `metricMeasureColumn is required when timeAggregation is '${aggregation}'.`);
  if (isCount && isGiven(condition, 'metricMeasureColumn') && condition['metricMeasureColumn'] !== '')
    refuse(ctx, `${path}.metricMeasureColumn`, "metricMeasureColumn cannot be set when timeAggregation is 'Count'.");
  const [periods, failing] = [
    number(condition, 'failingPeriods.numberOfEvaluationPeriods') ?? 1,
    number(condition, 'failingPeriods.minFailingPeriodsToAlert') ?? 1,
  ];
  if (!(Number.isInteger(periods) && periods >= 1 && periods <= 6))
    refuse(ctx, `${path}.failingPeriods.numberOfEvaluationPeriods`, `NumberOfEvaluationPeriods must be 1 to 6, not ${periods}.`);
  if (!(Number.isInteger(failing) && failing >= 1 && failing <= periods))
    refuse(
      ctx,
      `${path}.failingPeriods.minFailingPeriodsToAlert`,
      `MinFailingPeriodsToAlert must be 1 to NumberOfEvaluationPeriods (${periods}), not ${failing}.`,
    );
  list(condition, 'dimensions').forEach((dimension, index) => {
    const compare = text(dimension, 'operator');
    if (compare !== undefined && !oneOf(compare, ['Include', 'Exclude']))
      refuse(ctx, `${path}.dimensions[${index}].operator`, `The dimension operator '${compare}' is invalid: Include or Exclude.`);
    if (isRecord(dimension) && Array.isArray(dimension['values']) && list(dimension, 'values').length === 0)
      refuse(ctx, `${path}.dimensions[${index}].values`, `The dimension '${text(dimension, 'name')}' has no values.`);
  });
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  admitIdentity(ctx);
  for (const scope of list(ctx.inputs, 'scopes')) {
    if (typeof scope === 'string' && !exists(ctx, scope))
      ctx.refuse(404, 'ResourceNotFound', `The scope '${scope}' of scheduled query rule '${ctx.id}' was not found.`);
  }
  admitActionGroups(
    ctx,
    list(ctx.inputs, 'actions.actionGroups').filter((id) => typeof id === 'string'),
  );
  if (ctx.operation === 'update' && !same(text(ctx.before?.inputs, 'kind') ?? 'LogAlert', text(ctx.inputs, 'kind') ?? 'LogAlert')) {
    ctx.refuse(400, 'InvalidRequestContent', `The kind of scheduled query rule '${ctx.id}' cannot be changed.`);
  }
}

export const scheduledQueryRule: Kind = {
  token: 'azure-native:monitor:ScheduledQueryRule',
  type: 'Microsoft.Insights/scheduledQueryRules',
  apiVersion: '2025-01-01-preview',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/scheduledQueryRules/{ruleName}',
  name: {
    property: 'ruleName',
    pattern: /^(?=.{1,260}$)[^*#&+:<>?@%{}\\/\p{Cc}]*[^*#&+:<>?@%{}\\/\p{Cc} .]$/u,
    code: 'InvalidRequestContent',
    message: 'The rule name is invalid: 1 to 260 characters without * # & + : < > ? @ % { } \\ /, not ending with a space or a period.',
  },
  location: 'from-resource-group',
  // The SDK's type is that of another resource, whose enum has the same name; the rule's own words are checked below.
  ownEnums: ['criteria.allOf[].operator'],
  replaceOn: ['location'],
  check,
  admit,
  outputs: (ctx) => ({
    ...identityOutputs(ctx),
    etag: ctx.guid('etag'),
    kind: text(ctx.inputs, 'kind') ?? 'LogAlert',
    enabled: at(ctx.inputs, 'enabled') !== false,
    autoMitigate: at(ctx.inputs, 'autoMitigate') !== false && isMissing(ctx.inputs, 'muteActionsDuration'),
    createdWithApiVersion: '2025-01-01-preview',
    isLegacyLogAnalyticsRule: false,
    isWorkspaceAlertsStorageConfigured: false,
    criteria: {
      allOf: list(ctx.inputs, 'criteria.allOf')
        .filter(isRecord)
        .map((condition) => ({
          ...condition,
          criterionType: text(condition, 'criterionType') ?? 'StaticThresholdCriterion',
          failingPeriods: {
            numberOfEvaluationPeriods: number(condition, 'failingPeriods.numberOfEvaluationPeriods') ?? 1,
            minFailingPeriodsToAlert: number(condition, 'failingPeriods.minFailingPeriodsToAlert') ?? 1,
          },
        })),
    },
  }),
};
