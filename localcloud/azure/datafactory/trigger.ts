// Triggers: created stopped, untouchable while started; schedules, tumbling windows and storage events with their limits.
import { asText } from '../../values';
import type { AdmitContext, CheckContext, Kind, Properties } from '../../kind';
import { isChanged, isMissing, list, number, record, same, text } from '../shared/values';
import { admitReferences, documentName, documentNameOf, factoryPath, isTimeSpan, refuseReferenced } from './documents';

const token = 'azure-native:datafactory:Trigger';
const refuse = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(`properties.${path}`, 'BadRequest', message);
const isInstant = (value: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.test(value) && !Number.isNaN(Date.parse(value));

function check(ctx: CheckContext): void {
  const properties = record(ctx.inputs, 'properties');
  switch (text(properties, 'type')) {
    case 'ScheduleTrigger':
      return checkSchedule(ctx, properties);
    case 'TumblingWindowTrigger':
      return checkWindow(ctx, properties);
    case 'BlobEventsTrigger':
      return checkEvents(ctx, properties, 'blobPathBeginsWith', 'blobPathEndsWith');
    case 'CustomEventsTrigger':
      if (isMissing(properties, 'events') || isEmpty(properties, 'events')) refuse(ctx, 'events', 'A custom event trigger needs at least one event type.');
      return;
    default:
      // The schema refuses unknown types; an unknown value is judged when it is known.
      return;
  }
}

const isEmpty = (properties: Properties, key: string): boolean => Array.isArray(properties[key]) && list(properties, key).length === 0;

function checkTimes(ctx: CheckContext, properties: Properties, at: string): void {
  const [start, end] = ['startTime', 'endTime'].map((key) => text(properties, `${at}${key}`));
  if (start !== undefined && !isInstant(start)) refuse(ctx, `${at}startTime`, `The start time '${start}' is not an ISO 8601 time.`);
  if (end !== undefined && !isInstant(end)) refuse(ctx, `${at}endTime`, `The end time '${end}' is not an ISO 8601 time.`);
  if (start !== undefined && end !== undefined && Date.parse(start) >= Date.parse(end))
    refuse(ctx, `${at}endTime`, `The end time '${end}' must be after the start time '${start}'.`);
}

function checkSchedule(ctx: CheckContext, properties: Properties): void {
  const frequency = text(properties, 'recurrence.frequency');
  const interval = number(properties, 'recurrence.interval');
  if (isMissing(properties, 'recurrence')) return refuse(ctx, 'recurrence', 'A schedule trigger needs a recurrence.');
  if (isMissing(properties, 'recurrence.frequency')) refuse(ctx, 'recurrence.frequency', 'The recurrence of a schedule trigger needs a frequency.');
  if (frequency !== undefined && !['Minute', 'Hour', 'Day', 'Week', 'Month', 'Year', 'NotSpecified'].some((known) => same(known, frequency))) {
    refuse(ctx, 'recurrence.frequency', `The frequency '${frequency}' is invalid: Minute, Hour, Day, Week, Month or Year.`);
  }
  if (interval !== undefined && !(Number.isInteger(interval) && interval >= 1 && interval <= 1000))
    refuse(ctx, 'recurrence.interval', `The interval of a recurrence must be an integer between 1 and 1000, not ${interval}.`);
  checkTimes(ctx, properties, 'recurrence.');
  const zone = text(properties, 'recurrence.timeZone');
  if (zone !== undefined && !/^(UTC([+-]\d\d)?|.* (Standard|Daylight) Time( \(.*\))?)$/.test(zone))
    refuse(ctx, 'recurrence.timeZone', `The time zone '${zone}' is not a Windows time zone name such as 'UTC' or 'W. Europe Standard Time'.`);
  checkOccurrences(ctx, properties, frequency);
}

function checkOccurrences(ctx: CheckContext, properties: Properties, frequency: string | undefined): void {
  const limits = { hours: [0, 23], minutes: [0, 59], monthDays: [-31, 31] } as const;
  for (const [key, [min, max]] of Object.entries(limits)) {
    const odd = list(properties, `recurrence.schedule.${key}`).find(
      (value) => typeof value === 'number' && (!Number.isInteger(value) || value < min || value > max || (key === 'monthDays' && value === 0)),
    );
    if (odd !== undefined) refuse(ctx, `recurrence.schedule.${key}`, `The value ${asText(odd)} of ${key} is out of range: ${min} to ${max}.`);
  }
  const allowed: { readonly [key: string]: readonly string[] } = {
    weekDays: ['Week'],
    monthDays: ['Month'],
    monthlyOccurrences: ['Month'],
    hours: ['Day', 'Week', 'Month'],
    minutes: ['Hour', 'Day', 'Week', 'Month'],
  };
  for (const [key, frequencies] of Object.entries(allowed)) {
    if (list(properties, `recurrence.schedule.${key}`).length === 0 || frequency === undefined || frequencies.some((known) => same(known, frequency))) continue;
    refuse(ctx, `recurrence.schedule.${key}`, `${key} can only be given with the frequency ${frequencies.join(', ')}, not '${frequency}'.`);
  }
}

function checkWindow(ctx: CheckContext, properties: Properties): void {
  const frequency = text(properties, 'frequency');
  const interval = number(properties, 'interval');
  if (frequency !== undefined && !['Minute', 'Hour', 'Month'].some((known) => same(known, frequency)))
    refuse(ctx, 'frequency', `The frequency '${frequency}' of a tumbling window is invalid: Minute, Hour or Month.`);
  if (interval !== undefined && !(Number.isInteger(interval) && interval >= 1))
    refuse(ctx, 'interval', `The interval of a tumbling window must be a positive integer, not ${interval}.`);
  else if (interval !== undefined && same(frequency, 'Minute') && interval < 5)
    refuse(ctx, 'interval', `A tumbling window must be at least 5 minutes long, not ${interval}.`);
  const concurrency = number(properties, 'maxConcurrency');
  if (isMissing(properties, 'maxConcurrency')) refuse(ctx, 'maxConcurrency', 'A tumbling window trigger needs maxConcurrency.');
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 50))
    refuse(ctx, 'maxConcurrency', `maxConcurrency must be an integer between 1 and 50, not ${concurrency}.`);
  for (const key of ['frequency', 'interval', 'startTime', 'pipeline'])
    if (isMissing(properties, key)) refuse(ctx, key, `A tumbling window trigger needs ${key}.`);
  checkTimes(ctx, properties, '');
  const delay = text(properties, 'delay');
  if (delay !== undefined && !delay.startsWith('@') && !isTimeSpan(delay)) refuse(ctx, 'delay', `The delay '${delay}' is not a time span: [d.]hh:mm:ss.`);
  const [count, pause] = [number(properties, 'retryPolicy.count'), number(properties, 'retryPolicy.intervalInSeconds')];
  if (count !== undefined && !(Number.isInteger(count) && count >= 0))
    refuse(ctx, 'retryPolicy.count', `The retry count must be an integer from 0 on, not ${count}.`);
  if (pause !== undefined && !(pause >= 30 && pause <= 86400))
    refuse(ctx, 'retryPolicy.intervalInSeconds', `The retry interval must be 30 to 86400 seconds, not ${pause}.`);
  list(properties, 'dependsOn').forEach((entry, index) => {
    const offset = text(entry, 'offset');
    if (text(entry, 'type') !== 'SelfDependencyTumblingWindowTriggerReference') return;
    if (offset === undefined || !/^-((\d+)\.)?\d\d:\d\d:\d\d$/.test(offset))
      refuse(ctx, `dependsOn[${index}].offset`, `A dependency of a tumbling window on itself needs a negative offset, not '${offset ?? ''}'.`);
  });
}

function checkEvents(ctx: CheckContext, properties: Properties, begins: string, ends: string): void {
  if ([begins, ends].every((key) => isMissing(properties, key) || properties[key] === ''))
    refuse(ctx, begins, `At least one of ${begins} and ${ends} must be given.`);
  if (isMissing(properties, 'events') || isEmpty(properties, 'events')) refuse(ctx, 'events', 'A storage event trigger needs at least one event.');
  const scope = text(properties, 'scope');
  if (scope !== undefined && !/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Storage\/storageAccounts\/[^/]+$/i.test(scope))
    refuse(ctx, 'scope', `The scope '${scope}' is not the id of a storage account.`);
}

const isStarted = (ctx: AdmitContext): boolean => same(text(ctx.before?.outputs, 'properties.runtimeState'), 'Started');

function admit(ctx: AdmitContext): void {
  if (ctx.operation !== 'create' && isStarted(ctx)) {
    ctx.refuse(400, 'TriggerEnabledCannotUpdate', `Cannot update enabled Trigger; the trigger needs to be disabled first. Trigger: ${documentNameOf(ctx.id)}.`);
  }
  if (ctx.operation === 'delete') return refuseReferenced(ctx, token);
  const scope = text(ctx.inputs, 'properties.scope');
  if (text(ctx.inputs, 'properties.type') === 'BlobEventsTrigger' && scope !== undefined && !ctx.world.get(scope)) {
    ctx.refuse(400, 'BadRequest', `The storage account '${scope}' of trigger '${documentNameOf(ctx.id)}' was not found.`);
  }
  admitReferences(ctx, ctx.inputs['properties']);
  if (ctx.operation !== 'update') return;
  if (isChanged(ctx.before?.inputs, ctx.inputs, 'properties.type'))
    ctx.refuse(400, 'BadRequest', `The type of trigger '${documentNameOf(ctx.id)}' cannot be changed.`);
  if (text(ctx.inputs, 'properties.type') !== 'TumblingWindowTrigger') return;
  for (const key of ['frequency', 'interval', 'startTime']) {
    if (isChanged(ctx.before?.inputs, ctx.inputs, `properties.${key}`))
      ctx.refuse(400, 'BadRequest', `The ${key} of tumbling window trigger '${documentNameOf(ctx.id)}' cannot be updated.`);
  }
}

export const trigger: Kind = {
  token,
  type: 'Microsoft.DataFactory/factories/triggers',
  apiVersion: '2018-06-01',
  path: `${factoryPath}/triggers/{triggerName}`,
  name: documentName('triggerName'),
  location: 'none',
  check,
  admit,
  outputs: ({ before, guid }) => ({
    etag: guid('etag'),
    properties: { runtimeState: text(before?.outputs, 'properties.runtimeState') ?? 'Stopped' },
  }),
};
