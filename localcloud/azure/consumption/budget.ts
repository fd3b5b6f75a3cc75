// Budgets of a subscription or a group: amount, period against today, notifications and filters.
import type { AdmitContext, CheckContext, Kind, Properties } from '../../kind';
import { isIdOf, parseId } from '../shared/ids';
import { at, compact, isChanged, isGiven, isMissing, isRecord, list, number, record, same, text } from '../shared/values';

const dimensions = new Set(
  ['ChargeType', 'Frequency', 'InvoiceId', 'Meter', 'MeterCategory', 'MeterSubCategory', 'PartNumber', 'PricingModel', 'Product', 'ProductOrderId']
    .concat(['ProductOrderName', 'PublisherType', 'ReservationId', 'ReservationName', 'ResourceGroupName', 'ResourceGuid', 'ResourceId', 'ResourceLocation'])
    .concat(['ResourceType', 'ServiceFamily', 'ServiceName', 'SubscriptionID', 'SubscriptionName', 'UnitOfMeasure'])
    .map((name) => name.toLowerCase()),
);

const code = 'BadRequest';
const actionGroup = 'Microsoft.Insights/actionGroups';

function check(ctx: CheckContext): void {
  const amount = number(ctx.inputs, 'amount');
  if (amount !== undefined && !(amount > 0)) ctx.refuse('amount', code, `The budget amount ${amount} is invalid; it must be greater than 0.`);
  const scope = text(ctx.inputs, 'scope');
  if (scope !== undefined && !/^\/?(subscriptions|providers)\/[^/]+/i.test(scope))
    ctx.refuse('scope', code, `The scope '${scope}' is not the id of a subscription, a resource group, a management group or a billing account.`);
  checkPeriod(ctx);
  const notifications = record(ctx.inputs, 'notifications');
  if (Object.keys(notifications).length > 5)
    ctx.refuse('notifications', code, `A budget can have up to five notifications; this one has ${Object.keys(notifications).length}.`);
  for (const [name, notification] of Object.entries(notifications))
    if (isRecord(notification)) checkNotification(ctx, notification, `notifications["${name}"]`);
  checkFilter(ctx);
}

/** Months since year 0 of a date that is the first of its month; undefined for any other. */
function monthOf(date: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-01(?:T00:00(?::00(?:\.0+)?)?(?:Z|[+]00:00)?)?$/.exec(date);
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : undefined;
}

function checkPeriod(ctx: CheckContext): void {
  const [start, end] = [text(ctx.inputs, 'timePeriod.startDate'), text(ctx.inputs, 'timePeriod.endDate')];
  if (end !== undefined && Number.isNaN(Date.parse(end))) ctx.refuse('timePeriod.endDate', code, `The end date '${end}' is not a date.`);
  if (start === undefined) return;
  const refuse = (message: string): void => ctx.refuse('timePeriod.startDate', code, message);
  const month = monthOf(start);
  if (month === undefined) return refuse(`Invalid budget start date '${start}': it must be the first of a month.`);
  if (end !== undefined && Date.parse(end) <= Date.parse(start))
    refuse(`Invalid budget dates: the start date '${start}' must be before the end date '${end}'.`);
  if (Date.parse(start) < Date.UTC(2017, 5, 1)) refuse(`Invalid budget start date '${start}': it must be on or after June 1, 2017.`);
  // A start date that the budget already has may lie behind.
  if (text(ctx.before, 'timePeriod.startDate') === start) return;
  const today = new Date(ctx.now);
  const current = today.getUTCFullYear() * 12 + today.getUTCMonth();
  if (month > current + 12) refuse(`Invalid budget start date '${start}': a future start date may be at most twelve months ahead.`);
  const months = monthsOf(text(ctx.inputs, 'timeGrain'));
  if (months !== undefined && month < current - (current % months))
    refuse(`Invalid budget start date '${start}': a past start date must be within the current time grain period.`);
}

function monthsOf(grain: string | undefined): number | undefined {
  if (grain === undefined) return undefined;
  return { monthly: 1, billingmonth: 1, quarterly: 3, billingquarter: 3, annually: 12, billingannual: 12 }[grain.toLowerCase()];
}

function checkNotification(ctx: CheckContext, notification: Properties, path: string): void {
  const threshold = number(notification, 'threshold');
  if (threshold !== undefined && (threshold < 0 || threshold > 1000))
    ctx.refuse(`${path}.threshold`, code, `The threshold ${threshold} is a percentage and must be between 0 and 1000.`);
  const emails = list(notification, 'contactEmails');
  const groups = list(notification, 'contactGroups');
  const isSeen = ['contactEmails', 'contactGroups', 'contactRoles'].every((key) => isMissing(notification, key) || Array.isArray(notification[key]));
  // The reference names emails and groups; the service is content with roles too.
  if (isSeen && emails.length + groups.length + list(notification, 'contactRoles').length === 0)
    ctx.refuse(`${path}.contactEmails`, code, 'A notification must have at least one contact email, contact group or contact role.');
  if (emails.length > 50) ctx.refuse(`${path}.contactEmails`, code, 'A notification has at most 50 contact emails.');
  for (const email of emails)
    if (typeof email === 'string' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
      ctx.refuse(`${path}.contactEmails`, code, `'${email}' is not an email address.`);
  for (const group of groups)
    if (typeof group === 'string' && !isIdOf(group, actionGroup))
      ctx.refuse(`${path}.contactGroups`, code, `'${group}' is not the resource id of an action group.`);
}

function checkFilter(ctx: CheckContext): void {
  const filter = at(ctx.inputs, 'filter');
  if (!isRecord(filter)) return;
  const given = ['and', 'dimensions', 'tags'].filter((key) => isGiven(filter, key));
  if (given.length > 1) ctx.refuse('filter', code, `A filter has one of and, dimensions and tags; this one has ${given.join(' and ')}.`);
  if (Array.isArray(filter['and']) && filter['and'].length < 2) ctx.refuse('filter.and', code, 'The logical "and" expression must have at least 2 items.');
  checkExpression(ctx, filter, 'filter');
  list(filter, 'and')
    .filter(isRecord)
    .forEach((item, index) => {
      if (isGiven(item, 'dimensions') === isGiven(item, 'tags')) ctx.refuse(`filter.and[${index}]`, code, 'An item has exactly one of dimensions and tags.');
      checkExpression(ctx, item, `filter.and[${index}]`);
    });
}

function checkExpression(ctx: CheckContext, node: Properties, path: string): void {
  const name = text(node, 'dimensions.name');
  if (name !== undefined && !dimensions.has(name.toLowerCase())) ctx.refuse(`${path}.dimensions.name`, code, `The dimension '${name}' is not supported.`);
  for (const key of ['dimensions', 'tags'] as const) {
    if (Array.isArray(at(node, `${key}.values`)) && list(node, `${key}.values`).length === 0)
      ctx.refuse(`${path}.${key}.values`, code, 'A comparison needs at least one value.');
  }
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  if (ctx.operation === 'update') {
    const fixed = ['timePeriod.startDate', 'timeGrain'].find((property) => isChanged(ctx.before?.inputs, ctx.inputs, property));
    if (fixed !== undefined) ctx.refuse(400, code, `The property '${fixed}' of a budget cannot be changed after it is created.`);
  }
  for (const notification of Object.values(record(ctx.inputs, 'notifications'))) {
    for (const group of list(notification, 'contactGroups')) {
      if (typeof group !== 'string' || !same(parseId(group)?.subscriptionId, ctx.world.subscriptionId) || ctx.world.get(group)) continue;
      ctx.refuse(400, code, `The contact group '${group}' was not found.`);
    }
  }
}

const tenYearsOn = (start: string): string => `${Number(start.slice(0, 4)) + 10}${start.slice(4)}`;

export const budget: Kind = {
  token: 'azure-native:consumption:Budget',
  type: 'Microsoft.Consumption/budgets',
  apiVersion: '2024-08-01',
  path: '/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}',
  name: {
    property: 'budgetName',
    pattern: /^[-_a-zA-Z0-9]{1,63}$/,
    code,
    message: 'The budget name is invalid: 1 to 63 alphanumeric characters, hyphens and underscores.',
  },
  location: 'none',
  check,
  admit,
  outputs: (ctx) => {
    const start = text(ctx.inputs, 'timePeriod.startDate');
    const notifications = Object.entries(record(ctx.inputs, 'notifications')).map(([name, given]) => [
      name,
      isRecord(given) ? { thresholdType: 'Actual', ...given } : given,
    ]);
    return compact({
      notifications: notifications.length > 0 ? Object.fromEntries(notifications) : undefined,
      timePeriod: compact({ startDate: start, endDate: at(ctx.inputs, 'timePeriod.endDate') ?? (start === undefined ? undefined : tenYearsOn(start)) }),
      currentSpend: { amount: 0, unit: 'USD' },
      eTag: `"1d${ctx.hex(`etag ${ctx.now}`, 13)}"`,
    });
  },
};
