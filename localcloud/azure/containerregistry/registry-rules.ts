// What a registry's inputs may say: which features its sku has, its firewall, policies and customer-managed key.
import type { CheckContext } from '../../kind';
import { checkIdentity, hasUserIdentity } from '../shared/identity';
import { ipFault } from '../shared/ip-rules';
import { at, isGiven, isMissing, isTrue, list, number, same, text } from '../shared/values';
import { hasZones } from '../shared/zones';

export const premiumOnly: readonly { readonly path: string; readonly value: boolean | string; readonly feature: string }[] = [
  { path: 'dataEndpointEnabled', value: true, feature: 'Dedicated data endpoints' },
  { path: 'zoneRedundancy', value: 'Enabled', feature: 'Zone redundancy' },
  { path: 'publicNetworkAccess', value: 'Disabled', feature: 'Disabling public network access' },
  { path: 'networkRuleSet.defaultAction', value: 'Deny', feature: 'Network rules' },
  { path: 'policies.quarantinePolicy.status', value: 'enabled', feature: 'The quarantine policy' },
  { path: 'policies.retentionPolicy.status', value: 'enabled', feature: 'The retention policy' },
  { path: 'policies.trustPolicy.status', value: 'enabled', feature: 'The content trust policy' },
  { path: 'policies.exportPolicy.status', value: 'disabled', feature: 'The export policy' },
  { path: 'encryption.status', value: 'enabled', feature: 'Encryption with a customer-managed key' },
];

export function checkRegistry(ctx: CheckContext): void {
  const { inputs } = ctx;
  const sku = text(inputs, 'sku.name');
  checkIdentity(ctx);
  if (sku === 'Classic')
    ctx.refuse('sku.name', 'SkuNotSupported', 'Classic registries are retired and cannot be created; the skus are Basic, Standard and Premium.');
  if (sku !== undefined && sku !== 'Premium') checkSkuFeatures(ctx, sku);
  checkZones(ctx);
  checkFirewall(ctx);
  checkPolicies(ctx);
  checkEncryption(ctx);
}

/** For registries and their replications. */
export function checkZones(ctx: CheckContext): void {
  const region = text(ctx.inputs, 'location');
  if (region === undefined || hasZones(region) || !same(text(ctx.inputs, 'zoneRedundancy'), 'Enabled')) return;
  ctx.refuse('zoneRedundancy', 'ZoneRedundancyNotSupportedInRegion', `Zone redundancy is not supported in '${region}': the region has no availability zones.`);
}

function checkSkuFeatures(ctx: CheckContext, sku: string): void {
  const refuse = (path: string, feature: string, needs: string): void =>
    ctx.refuse(path, 'SkuNotSupported', `${feature} is not supported for a registry with sku ${sku}; it needs ${needs}.`);
  for (const { path, value, feature } of premiumOnly) {
    const given = at(ctx.inputs, path);
    if (given === value || (typeof given === 'string' && typeof value === 'string' && same(given, value))) refuse(path, feature, 'Premium');
  }
  if (list(ctx.inputs, 'networkRuleSet.ipRules').length > 0) refuse('networkRuleSet.ipRules', 'IP rules', 'Premium');
  if (sku === 'Basic' && isTrue(ctx.inputs, 'anonymousPullEnabled')) refuse('anonymousPullEnabled', 'Anonymous pull', 'Standard or Premium');
}

function checkFirewall(ctx: CheckContext): void {
  const rules = list(ctx.inputs, 'networkRuleSet.ipRules');
  if (rules.length > 200) ctx.refuse('networkRuleSet.ipRules', 'TooManyIpRules', 'A registry has at most 200 IP rules.');
  const seen = new Set<string>();
  rules.forEach((rule, index) => {
    const value = text(rule, 'iPAddressOrRange');
    if (value === undefined) return;
    const path = `networkRuleSet.ipRules[${index}].iPAddressOrRange`;
    const fault = ipFault(value);
    if (fault === 'format')
      ctx.refuse(path, 'InvalidNetworkRuleSet', `'${value}' is not an IPv4 address or an IPv4 range in CIDR format; only IPv4 is allowed.`);
    if (fault === 'private') ctx.refuse(path, 'InvalidNetworkRuleSet', `'${value}' is in a private range (RFC 1918); IP rules are for public addresses.`);
    if (seen.has(value)) ctx.refuse(path, 'InvalidNetworkRuleSet', `The IP rule '${value}' is given more than once.`);
    seen.add(value);
  });
}

function checkPolicies(ctx: CheckContext): void {
  const { inputs } = ctx;
  const isOn = (policy: string): boolean => same(text(inputs, `policies.${policy}.status`), 'enabled');
  if (
    same(text(inputs, 'policies.exportPolicy.status'), 'disabled') &&
    (isMissing(inputs, 'publicNetworkAccess') || same(text(inputs, 'publicNetworkAccess'), 'Enabled'))
  ) {
    ctx.refuse('policies.exportPolicy.status', 'ExportPolicyNotSupported', 'Exports can be disabled only when publicNetworkAccess is Disabled.');
  }
  if (isOn('softDeletePolicy') && isOn('retentionPolicy')) {
    ctx.refuse('policies.softDeletePolicy.status', 'SoftDeletePolicyConflict', 'The soft delete policy and the retention policy cannot be enabled together.');
  }
  for (const [path, min, max] of [
    ['policies.retentionPolicy.days', 0, 365],
    ['policies.softDeletePolicy.retentionDays', 1, 90],
  ] as const) {
    const days = number(inputs, path);
    if (days !== undefined && (days < min || days > max || !Number.isInteger(days)))
      ctx.refuse(path, 'InvalidRetentionDays', `The retention of ${days} days is not between ${min} and ${max}.`);
  }
}

function checkEncryption(ctx: CheckContext): void {
  const { inputs } = ctx;
  const isEnabled = same(text(inputs, 'encryption.status'), 'enabled');
  const keyPath = 'encryption.keyVaultProperties.keyIdentifier';
  if (!isEnabled) {
    const isOff = isMissing(inputs, 'encryption.status') || text(inputs, 'encryption.status') !== undefined;
    if (isOff && isGiven(inputs, 'encryption.keyVaultProperties'))
      ctx.refuse('encryption.keyVaultProperties', 'InvalidEncryption', "Key vault properties need encryption.status 'enabled'.");
    return;
  }
  if (isMissing(inputs, keyPath)) ctx.refuse(keyPath, 'InvalidEncryption', 'An encrypted registry needs the identifier of a key.');
  if (isMissing(inputs, 'encryption.keyVaultProperties.identity'))
    ctx.refuse('encryption.keyVaultProperties.identity', 'InvalidEncryption', 'An encrypted registry needs the client id of the identity that reads the key.');
  const identity = text(inputs, 'identity.type');
  if (isMissing(inputs, 'identity') || (identity !== undefined && !hasUserIdentity(inputs)))
    ctx.refuse('identity', 'InvalidEncryption', 'An encrypted registry needs a user-assigned identity.');
  const key = text(inputs, keyPath);
  if (key !== undefined && !/^https:\/\/[^/]+\/keys\/[^/]+(\/[0-9a-f]{32})?$/i.test(key))
    ctx.refuse(keyPath, 'InvalidEncryption', `'${key}' is not the URI of a key vault key.`);
}
