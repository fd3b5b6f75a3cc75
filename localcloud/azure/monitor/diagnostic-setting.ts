// Diagnostic settings: categories that the resource has, at least one destination, no destination twice for one category.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { isFalse, isGiven, isMissing, isTrue, list, number, same, text } from '../shared/values';
import { normalizeRegion } from '../../arm/regions';
import { regionOf } from '../network/references';
import { categoriesOf } from './categories';
import { exists } from './targets';

const token = 'azure-native:monitor:DiagnosticSetting';
const sinks = ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId', 'marketplacePartnerId', 'serviceBusRuleId'] as const;
const refuse = (ctx: CheckContext, path: string, message: string): void => ctx.refuse(path, 'BadRequest', message);

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  if (sinks.every((sink) => isMissing(inputs, sink)))
    refuse(
      ctx,
      'workspaceId',
      'At least one data sink needs to be specified: workspaceId, storageAccountId, eventHubAuthorizationRuleId or marketplacePartnerId.',
    );
  if (isGiven(inputs, 'eventHubName') && isMissing(inputs, 'eventHubAuthorizationRuleId'))
    refuse(ctx, 'eventHubName', 'eventHubName needs eventHubAuthorizationRuleId.');
  const destination = text(inputs, 'logAnalyticsDestinationType');
  if (destination !== undefined && !['Dedicated', 'AzureDiagnostics'].some((known) => same(known, destination)))
    refuse(ctx, 'logAnalyticsDestinationType', `The destination type '${destination}' is invalid: 'Dedicated', or leave it out.`);
  const isVisible = ['logs', 'metrics'].every((key) => isMissing(inputs, key) || Array.isArray(inputs[key]));
  const entries = [...list(inputs, 'logs'), ...list(inputs, 'metrics')];
  if (isVisible && entries.length > 0 && entries.every((entry) => isFalse(entry, 'enabled')))
    refuse(ctx, 'logs', 'A diagnostic setting needs at least one enabled log or metric category.');
  if (isVisible && list(inputs, 'logs').length + list(inputs, 'metrics').length === 0)
    refuse(ctx, 'logs', 'A diagnostic setting needs at least one log or metric category.');
  checkCategories(ctx);
  const forms = {
    workspaceId: /\/providers\/Microsoft\.OperationalInsights\/workspaces\/[^/]+$/i,
    storageAccountId: /\/providers\/Microsoft\.Storage\/storageAccounts\/[^/]+$/i,
  };
  for (const [key, form] of Object.entries(forms)) {
    const id = text(inputs, key);
    if (id !== undefined && !(id.startsWith('/subscriptions/') && form.test(id))) refuse(ctx, key, `'${id}' is not a valid value of ${key}.`);
  }
}

function checkCategories(ctx: CheckContext): void {
  const known = categoriesOf(text(ctx.inputs, 'resourceUri') ?? '');
  const seen = new Set<string>();
  for (const key of ['logs', 'metrics'] as const) {
    list(ctx.inputs, key).forEach((entry, index) => {
      const path = `${key}[${index}]`;
      const [category, group] = [text(entry, 'category'), text(entry, 'categoryGroup')];
      if (isMissing(entry, 'category') && isMissing(entry, 'categoryGroup'))
        refuse(ctx, path, `An entry of ${key} needs category${key === 'logs' ? ' or categoryGroup' : ''}.`);
      if (category !== undefined && group !== undefined)
        refuse(ctx, path, `Category '${category}' and category group '${group}' cannot be given in one entry.`);
      const name = (category ?? group)?.toLowerCase();
      if (name !== undefined && seen.has(`${key}/${name}`)) refuse(ctx, path, `The category '${category ?? group}' is given more than once.`);
      if (name !== undefined) seen.add(`${key}/${name}`);
      const allowed = key === 'metrics' ? known?.metrics : category === undefined ? known?.groups : known?.logs;
      if (name !== undefined && allowed && !allowed.some((one) => same(one, name))) refuse(ctx, path, `Category '${category ?? group}' is not supported.`);
      const days = number(entry, 'retentionPolicy.days');
      if (days !== undefined && !(Number.isInteger(days) && days >= 0 && days <= 365))
        refuse(ctx, `${path}.retentionPolicy.days`, `The retention of ${days} days is invalid: 0 to 365.`);
      if (isTrue(entry, 'retentionPolicy.enabled'))
        refuse(ctx, `${path}.retentionPolicy`, 'Diagnostic settings no longer support retention for new diagnostic settings.');
    });
  }
  const groups = list(ctx.inputs, 'logs').flatMap((entry) => text(entry, 'categoryGroup') ?? []);
  if (groups.length > 0 && list(ctx.inputs, 'logs').some((entry) => text(entry, 'category') !== undefined))
    refuse(ctx, 'logs', 'A diagnostic setting cannot have both log categories and log category groups.');
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  const uri = `/${(text(ctx.inputs, 'resourceUri') ?? '').replace(/^\/+|\/+$/g, '')}`;
  if (uri !== '/' && !exists(ctx, uri)) ctx.refuse(404, 'ResourceNotFound', `The Resource '${uri}' was not found.`);
  for (const key of ['workspaceId', 'storageAccountId'] as const) {
    const id = text(ctx.inputs, key);
    if (id !== undefined && !ctx.world.get(id)) ctx.refuse(404, 'ResourceNotFound', `Resource '${id}' was not found.`);
  }
  admitStorage(ctx, uri);
  const others = ctx.world.list({ token, under: uri }).filter(
    (other) =>
      !same(other.id, ctx.id) &&
      !other.id
        .slice(uri.length + 1)
        .toLowerCase()
        .includes('/services/'),
  );
  const siblings = others.filter((other) => same(other.id.replace(/\/providers\/microsoft\.insights\/diagnosticsettings\/[^/]+$/i, ''), uri));
  if (siblings.length >= 5 && ctx.operation === 'create')
    ctx.refuse(409, 'Conflict', `The resource '${uri}' already has 5 diagnostic settings; no more are allowed.`);
  for (const other of siblings) {
    for (const sink of sinks) {
      const id = text(ctx.inputs, sink);
      if (id === undefined || !same(id, text(other.inputs, sink))) continue;
      const clash = enabled(ctx.inputs).find((category) => enabled(other.inputs).includes(category));
      if (clash === undefined) continue;
      ctx.refuse(
        409,
        'Conflict',
        `Data sink '${id}' is already used in diagnostic setting '${other.id.slice(other.id.lastIndexOf('/') + 1)}' for category '${clash}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
      );
    }
  }
}

const enabled = (inputs: CheckContext['inputs']): string[] =>
  ['logs', 'metrics'].flatMap((key) =>
    list(inputs, key)
      .filter((entry) => isTrue(entry, 'enabled'))
      .flatMap((entry) => text(entry, 'category') ?? text(entry, 'categoryGroup') ?? []),
  );

/** A storage account that logs are written to is in the resource's region, and is not the resource itself. */
function admitStorage(ctx: AdmitContext, uri: string): void {
  const id = text(ctx.inputs, 'storageAccountId');
  if (id === undefined) return;
  if (same(uri, id) || uri.toLowerCase().startsWith(`${id.toLowerCase()}/`))
    ctx.refuse(400, 'BadRequest', `The storage account '${id}' cannot be the destination of its own diagnostic logs.`);
  const [own, theirs] = [regionOf(ctx.world.get(uri)), regionOf(ctx.world.get(id))];
  if (own !== undefined && theirs !== undefined && own !== 'global' && own !== normalizeRegion(theirs)) {
    ctx.refuse(400, 'BadRequest', `The storage account '${id}' is in region '${theirs}'; it must be in the region of the resource, '${own}'.`);
  }
}

export const diagnosticSetting: Kind = {
  token,
  type: 'Microsoft.Insights/diagnosticSettings',
  apiVersion: '2021-05-01-preview',
  path: '/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}',
  name: {
    property: 'name',
    pattern: /^[^<>*%&:\\?+/#|"\p{Cc}]{1,260}$/u,
    code: 'BadRequest',
    message: 'The name of the diagnostic setting is invalid: 1 to 260 characters without < > * % & : \\ ? + / # | "',
  },
  location: 'none',
  check,
  admit,
};
