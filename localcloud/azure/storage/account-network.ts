// The firewall of a storage account: public IPv4 addresses, subnets with the service endpoint, resource instances.
import type { AdmitContext, CheckContext } from '../../kind';
import { isGuid, isIdOf, parseId } from '../shared/ids';
import { ipFault } from '../shared/ip-rules';
import { admitSubnets, subnetType } from '../shared/subnets';
import { list, text } from '../shared/values';

const invalid = 'InvalidValuesForRequestParameters';
const bypassParts = ['None', 'Logging', 'Metrics', 'AzureServices'];

export function checkNetwork(ctx: CheckContext): void {
  checkIpRules(ctx);
  checkSubnetRules(ctx);
  checkBypass(ctx);
  const instances = list(ctx.inputs, 'networkRuleSet.resourceAccessRules');
  instances.forEach((rule, index) => {
    const path = `networkRuleSet.resourceAccessRules[${index}]`;
    const [id, tenant] = [text(rule, 'resourceId'), text(rule, 'tenantId')];
    if (id !== undefined && !parseId(id.replace(/\/\*$/, '/x')))
      ctx.refuse(path, invalid, `Values for request parameters are invalid: networkAcls.resourceAccessRules[*].resourceId '${id}'.`);
    if (tenant !== undefined && !isGuid(tenant))
      ctx.refuse(path, invalid, `Values for request parameters are invalid: networkAcls.resourceAccessRules[*].tenantId '${tenant}'.`);
  });
  if (instances.length > 200) ctx.refuse('networkRuleSet.resourceAccessRules', 'TooManyResourceAccessRules', 'At most 200 resource access rules are allowed.');
}

function checkIpRules(ctx: CheckContext): void {
  const rules = list(ctx.inputs, 'networkRuleSet.ipRules');
  if (rules.length > 400) ctx.refuse('networkRuleSet.ipRules', 'TooManyIpRules', 'At most 400 IP network rules are allowed.');
  const seen = new Set<string>();
  rules.forEach((rule, index) => {
    const value = text(rule, 'iPAddressOrRange');
    if (value === undefined) return;
    const path = `networkRuleSet.ipRules[${index}].iPAddressOrRange`;
    const prefix = 'Values for request parameters are invalid: networkAcls.ipRule[*].value.';
    const fault = ipFault(value);
    if (fault === 'format') ctx.refuse(path, invalid, `${prefix} '${value}' is not an IPv4 address or an IPv4 range in CIDR format; only IPv4 is allowed.`);
    if (fault === 'private') ctx.refuse(path, invalid, `${prefix} '${value}' is in a private range (RFC 1918); only public addresses are allowed.`);
    if (fault === 'small') ctx.refuse(path, invalid, `${prefix} '${value}': ranges with prefix /31 or /32 are not supported; give the bare addresses.`);
    if (seen.has(value)) ctx.refuse(path, invalid, `${prefix} '${value}' is given more than once.`);
    seen.add(value);
  });
}

function checkSubnetRules(ctx: CheckContext): void {
  const rules = list(ctx.inputs, 'networkRuleSet.virtualNetworkRules');
  if (rules.length > 400) ctx.refuse('networkRuleSet.virtualNetworkRules', 'TooManyVirtualNetworkRules', 'At most 400 virtual network rules are allowed.');
  rules.forEach((rule, index) => {
    const id = text(rule, 'virtualNetworkResourceId');
    if (id === undefined || isIdOf(id, subnetType)) return;
    ctx.refuse(
      `networkRuleSet.virtualNetworkRules[${index}].virtualNetworkResourceId`,
      'InvalidVirtualNetworkRule',
      `Values for request parameters are invalid: networkAcls.virtualNetworkRules[*].id. '${id}' is not the resource id of a subnet.`,
    );
  });
}

function checkBypass(ctx: CheckContext): void {
  const bypass = text(ctx.inputs, 'networkRuleSet.bypass');
  if (bypass === undefined) return;
  const parts = bypass.split(',').map((part) => part.trim());
  const isAllowed = parts.every((part) => bypassParts.includes(part)) && !(parts.includes('None') && parts.length > 1);
  if (!isAllowed)
    ctx.refuse(
      'networkRuleSet.bypass',
      invalid,
      `Values for request parameters are invalid: networkAcls.bypass '${bypass}'. It is None or any combination of Logging, Metrics, AzureServices.`,
    );
}

export function admitNetwork(ctx: AdmitContext): void {
  const ids = list(ctx.inputs, 'networkRuleSet.virtualNetworkRules').flatMap((rule) => text(rule, 'virtualNetworkResourceId') ?? []);
  admitSubnets(ctx, ids, 'Microsoft.Storage', 'NetworkAclsValidationFailure');
}
