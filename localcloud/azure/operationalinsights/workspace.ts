// Log Analytics workspaces: pricing tiers, retention by tier, commitment that can't be lowered early, daily cap.
import { normalizeRegion } from '../../arm/regions';
import type { AdmitContext, CheckContext, Kind, OutputContext, Properties } from '../../kind';
import { admitIdentity, checkIdentity, identityOutputs } from '../shared/identity';
import { isIdOf } from '../shared/ids';
import { at, compact, isChanged, isGiven, isMissing, number, record, same, text } from '../shared/values';

const token = 'azure-native:operationalinsights:Workspace';
const recoverableDays = 14;
const tiers = ['Free', 'Standard', 'Premium', 'PerNode', 'PerGB2018', 'Standalone', 'CapacityReservation', 'LACluster'];
const levels = [100, 200, 300, 400, 500, 1000, 2000, 5000, 10000, 25000, 50000];
const commitmentDays = 31;
const code = 'BadRequest';

const skuOf = (inputs: Properties): string | undefined => (isMissing(inputs, 'sku') ? 'PerGB2018' : text(inputs, 'sku.name'));

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  checkIdentity(ctx);
  checkSku(ctx);
  checkRetention(ctx);
  const quota = number(inputs, 'workspaceCapping.dailyQuotaGb');
  if (quota !== undefined && quota !== -1 && quota < 0.023)
    ctx.refuse('workspaceCapping.dailyQuotaGb', code, `The daily quota ${quota} is invalid: it is -1 for none, or at least 0.023 GB.`);
  const rule = text(inputs, 'defaultDataCollectionRuleResourceId');
  if (rule !== undefined && !isIdOf(rule, 'Microsoft.Insights/dataCollectionRules')) {
    ctx.refuse('defaultDataCollectionRuleResourceId', 'LinkedInvalidPropertyId', `'${rule}' is not the resource id of a data collection rule.`);
  }
}

function checkSku(ctx: CheckContext): void {
  const { inputs } = ctx;
  const sku = text(inputs, 'sku.name');
  const level = number(inputs, 'sku.capacityReservationLevel');
  if (sku !== undefined && !tiers.some((tier) => same(tier, sku))) ctx.refuse('sku.name', code, `The pricing tier '${sku}' is not one of ${tiers.join(', ')}.`);
  const isNew = !same(text(ctx.before, 'sku.name'), sku);
  if (isNew && (same(sku, 'Standard') || same(sku, 'Premium')))
    ctx.refuse('sku.name', code, `The pricing tier '${sku}' is retired: workspaces can't be created with it any more.`);
  if (isNew && same(sku, 'Free')) ctx.refuse('sku.name', code, "The pricing tier 'Free' can't be chosen since 1 July 2022.");
  if (same(sku, 'LACluster')) ctx.refuse('sku.name', code, "The pricing tier 'LACluster' is set only by linking the workspace to a cluster.");
  if (same(sku, 'CapacityReservation')) {
    if (isMissing(inputs, 'sku.capacityReservationLevel'))
      ctx.refuse('sku.capacityReservationLevel', code, "It is required for the pricing tier 'CapacityReservation'.");
    if (level !== undefined && !levels.includes(level))
      ctx.refuse('sku.capacityReservationLevel', code, `The capacity reservation level ${level} is not one of ${levels.join(', ')}.`);
  } else if (sku !== undefined && isGiven(inputs, 'sku.capacityReservationLevel')) {
    ctx.refuse('sku.capacityReservationLevel', code, `A capacity reservation level needs the pricing tier 'CapacityReservation', not '${sku}'.`);
  }
}

function checkRetention(ctx: CheckContext): void {
  const days = number(ctx.inputs, 'retentionInDays');
  const sku = skuOf(ctx.inputs);
  if (days === undefined || sku === undefined) return;
  const isFree = same(sku, 'Free');
  const isAllowed = Number.isInteger(days) && (isFree ? days === 7 : days >= 30 && days <= 730);
  if (!isAllowed)
    ctx.refuse(
      'retentionInDays',
      code,
      `The value provided for retention is invalid. Retention is ${isFree ? '7' : '30 to 730'} days for the pricing tier '${sku}'.`,
    );
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') return;
  admitIdentity(ctx);
  if (ctx.operation === 'create') admitName(ctx);
  if (ctx.operation === 'update' && ctx.before && isChanged(ctx.before.inputs, ctx.inputs, 'sku')) admitLowerTier(ctx, ctx.before.outputs);
}

/** A deleted workspace keeps its name in its group for 14 days: the same region brings it back, another one meets it. */
function admitName(ctx: AdmitContext): void {
  const name = text(ctx.inputs, 'workspaceName') ?? '';
  const deleted = ctx.world.softDeleted(token, name);
  if (!same(deleted?.id, ctx.id) || deleted?.location === undefined) return;
  if (normalizeRegion(deleted.location) !== normalizeRegion(text(ctx.inputs, 'location') ?? ''))
    ctx.refuse(
      409,
      'Conflict',
      `The workspace name '${name}' is not unique: a workspace of that name was deleted in '${deleted.location}' and can be recovered.`,
    );
}

/** A commitment holds for 31 days; a higher one may be chosen at any time. */
function admitLowerTier(ctx: AdmitContext, before: Properties): void {
  if (!same(text(before, 'sku.name'), 'CapacityReservation')) return;
  const level = same(skuOf(ctx.inputs), 'CapacityReservation') ? (number(ctx.inputs, 'sku.capacityReservationLevel') ?? 0) : 0;
  const since = Date.parse(text(before, 'sku.lastSkuUpdate') ?? '');
  const isLower = level < (number(before, 'sku.capacityReservationLevel') ?? 0);
  if (!isLower || !(Date.parse(ctx.now) - since < commitmentDays * 86_400_000)) return;
  ctx.refuse(
    400,
    code,
    `The workspace can't move to a lower pricing tier within the ${commitmentDays}-day commitment that began ${new Date(since).toISOString()}.`,
  );
}

function outputs(ctx: OutputContext): Properties {
  const { inputs, before } = ctx;
  const isTierKept = before !== undefined && !isChanged({ sku: record(before.inputs, 'sku') }, { sku: record(inputs, 'sku') }, 'sku');
  const midnight = `${new Date(Date.parse(ctx.now) + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
  return compact({
    ...identityOutputs(ctx),
    customerId: ctx.guid('customer'),
    createdDate: before?.outputs['createdDate'] ?? ctx.now,
    modifiedDate: ctx.now,
    etag: `"${ctx.hex(`etag ${ctx.now}`, 8)}-0000-0100-0000-${ctx.hex(`etag tail ${ctx.now}`, 12)}"`,
    features: { enableLogAccessUsingOnlyResourcePermissions: true, ...record(inputs, 'features') },
    publicNetworkAccessForIngestion: at(inputs, 'publicNetworkAccessForIngestion') ?? 'Enabled',
    publicNetworkAccessForQuery: at(inputs, 'publicNetworkAccessForQuery') ?? 'Enabled',
    retentionInDays: at(inputs, 'retentionInDays') ?? 30,
    sku: { name: 'PerGB2018', ...record(inputs, 'sku'), lastSkuUpdate: (isTierKept ? at(before.outputs, 'sku.lastSkuUpdate') : undefined) ?? ctx.now },
    workspaceCapping: { dailyQuotaGb: -1, ...record(inputs, 'workspaceCapping'), dataIngestionStatus: 'RespectQuota', quotaNextResetTime: midnight },
  });
}

export const workspace: Kind = {
  token,
  type: 'Microsoft.OperationalInsights/workspaces',
  apiVersion: '2023-09-01',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}',
  name: {
    property: 'workspaceName',
    pattern: /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
    code: 'InvalidResourceName',
    message: 'The workspace name is invalid: 4 to 63 alphanumeric characters and hyphens, starting and ending with a letter or digit.',
  },
  location: 'from-resource-group',
  // Portal and templates write pergb2018 too; the service takes the tier in any case.
  ownEnums: ['sku.name'],
  replaceOn: ['location'],
  check,
  admit,
  outputs,
  softDelete: () => ({ retentionDays: recoverableDays, isPurgeable: true }),
  recovers: () => true,
  isAsync: true,
};
