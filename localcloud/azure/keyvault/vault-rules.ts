// What a vault's inputs may say: irreversible switches, retention, access policies, firewall.
import type { CheckContext, Properties } from '../../kind';
import { isGuid, isIdOf } from '../shared/ids';
import { ipFault } from '../shared/ip-rules';
import { subnetType } from '../shared/subnets';
import { isFalse, isMissing, isRecord, isTrue, list, number, same, text } from '../shared/values';
import { checkPermissions } from './permissions';

export const badRequest = 'BadRequest';

export function checkVault(ctx: CheckContext): void {
  const { inputs } = ctx;
  const refuse = (property: string, message: string): void => ctx.refuse(`properties.${property}`, badRequest, message);
  if (isFalse(inputs, 'properties.enablePurgeProtection')) {
    refuse(
      'enablePurgeProtection',
      'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
    );
  }
  if (isFalse(inputs, 'properties.enableSoftDelete')) {
    refuse(
      'enableSoftDelete',
      'The property "enableSoftDelete" cannot be set to false: every vault has soft delete, and enabling it is an irreversible action.',
    );
  }
  const days = number(inputs, 'properties.softDeleteRetentionInDays');
  if (days !== undefined && (days < 7 || days > 90 || !Number.isInteger(days)))
    refuse('softDeleteRetentionInDays', `The property "softDeleteRetentionInDays" must be between 7 and 90; ${days} is not.`);
  const tenant = text(inputs, 'properties.tenantId');
  if (tenant !== undefined && !isGuid(tenant)) refuse('tenantId', `An invalid value was provided for 'tenantId': '${tenant}' is not a UUID.`);
  const access = text(inputs, 'properties.publicNetworkAccess');
  if (access !== undefined && !['enabled', 'disabled', 'securedbyperimeter'].includes(access.toLowerCase())) {
    refuse('publicNetworkAccess', `An invalid value was provided for 'publicNetworkAccess': '${access}'. It is Enabled, Disabled or SecuredByPerimeter.`);
  }
  const sku = text(inputs, 'properties.sku.name');
  if (sku !== undefined && !['standard', 'premium'].includes(sku.toLowerCase()))
    refuse('sku.name', `An invalid value was provided for 'sku.name': '${sku}'. It is standard or premium.`);
  checkPolicies(ctx, tenant);
  checkFirewall(ctx);
}

function checkPolicies(ctx: CheckContext, tenant: string | undefined): void {
  const { inputs } = ctx;
  const path = 'properties.accessPolicies';
  const policies = list(inputs, path);
  const needsPolicies = isFalse(inputs, 'properties.enableRbacAuthorization') || isMissing(inputs, 'properties.enableRbacAuthorization');
  if (needsPolicies && isMissing(inputs, path) && !isMissing(inputs, 'properties') && text(inputs, 'properties.createMode') !== 'recover') {
    ctx.refuse(path, badRequest, 'The property "accessPolicies" is required unless enableRbacAuthorization is true or createMode is recover.');
  }
  if (policies.length > 1024) ctx.refuse(path, badRequest, 'A vault has at most 1024 access policies.');
  const seen = new Set<string>();
  policies.filter(isRecord).forEach((policy, index) => {
    const at = `${path}[${index}]`;
    const [object, owner] = [text(policy, 'objectId'), text(policy, 'tenantId')];
    if (owner !== undefined && tenant !== undefined && !same(owner, tenant))
      ctx.refuse(`${at}.tenantId`, badRequest, 'All access policies must use the same tenant ID as the vault.');
    checkPermissions(ctx, policy, `${at}.permissions`);
    if (object === undefined) return;
    if (!isGuid(object)) ctx.refuse(`${at}.objectId`, badRequest, `An invalid value was provided for 'accessPolicies': objectId '${object}' is not a UUID.`);
    const key = `${object} ${text(policy, 'applicationId') ?? ''}`.toLowerCase();
    if (seen.has(key)) ctx.refuse(`${at}.objectId`, badRequest, `The object ID '${object}' must be unique for the list of access policies.`);
    seen.add(key);
  });
}

function checkFirewall(ctx: CheckContext): void {
  const base = 'properties.networkAcls';
  const rules = list(ctx.inputs, `${base}.ipRules`);
  if (rules.length > 1000) ctx.refuse(`${base}.ipRules`, badRequest, 'A vault has at most 1000 IP rules.');
  rules.forEach((rule, index) => {
    const value = text(rule, 'value');
    const fault = value === undefined ? undefined : ipFault(value);
    // Unlike storage, a vault takes /31 and /32.
    if (fault === undefined || fault === 'small') return;
    const why =
      fault === 'private' ? 'ranges reserved for private networks (RFC 1918) are not allowed' : 'it is not an IPv4 address or an IPv4 range in CIDR format';
    ctx.refuse(`${base}.ipRules[${index}].value`, badRequest, `The IP rule '${value}' is invalid: ${why}.`);
  });
  const subnets = list(ctx.inputs, `${base}.virtualNetworkRules`);
  if (subnets.length > 200) ctx.refuse(`${base}.virtualNetworkRules`, badRequest, 'A vault has at most 200 virtual network rules.');
  subnets.forEach((rule, index) => {
    const id = text(rule, 'id');
    if (id !== undefined && !isIdOf(id, subnetType))
      ctx.refuse(`${base}.virtualNetworkRules[${index}].id`, badRequest, `'${id}' is not the resource id of a subnet.`);
  });
}

export const isProtected = (outputs: Properties): boolean => isTrue(outputs, 'properties.enablePurgeProtection');
