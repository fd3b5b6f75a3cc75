// Network security groups: inline rules without conflicts, Azure's default rules, not removable while subnets use them.
import type { AdmitContext, CheckContext, Kind } from '../../kind';
import { isMissing, same } from '../shared/values';
import { networkApi, networkName, networkPath } from './references';
import { checkRule, conflictMessage, groupToken, inlineRules, isConflict, standaloneRules } from './security-rules';
import { subnetsReferring } from './subnet-view';

const mostRules = 1000;

function check(ctx: CheckContext): void {
  const rules = inlineRules(ctx.inputs);
  if (rules.length > mostRules)
    ctx.refuse(
      'securityRules',
      'NetworkSecurityGroupRuleLimitExceeded',
      `A network security group can have at most ${mostRules} rules, but ${rules.length} are given.`,
    );
  rules.forEach((entry, index) => {
    const path = `securityRules[${index}].`;
    if (isMissing(entry.rule, 'name')) ctx.refuse(`${path}name`, 'MissingName', 'A security rule has no name.');
    else if (typeof entry.rule['name'] === 'string' && !/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$/.test(entry.name)) {
      ctx.refuse(`${path}name`, 'InvalidResourceName', `Security rule name '${entry.name}' is invalid: 1 to 80 word characters, dots and hyphens.`);
    }
    const earlier = rules.slice(0, index);
    if (entry.name !== '' && earlier.some((other) => same(other.name, entry.name))) {
      ctx.refuse(`${path}name`, 'DuplicateResourceName', `Security rule name '${entry.name}' is used more than once.`);
    }
    const clash = earlier.find((other) => isConflict(entry, other));
    if (clash) ctx.refuse(`${path}priority`, 'SecurityRuleConflict', conflictMessage(entry, clash));
    checkRule(ctx, entry.rule, path);
  });
}

function admit(ctx: AdmitContext): void {
  if (ctx.operation === 'delete') {
    const users = subnetsReferring(ctx.world, 'networkSecurityGroup.id', ctx.id);
    if (users.length === 0) return;
    ctx.refuse(
      400,
      'InUseNetworkSecurityGroupCannotBeDeleted',
      `Network security group ${ctx.id} cannot be deleted because it is in use by the following resources: ${users.join(', ')}. ` +
        'In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.',
    );
  }
}

const defaultRule = (name: string, direction: string, priority: number, access: string, source: string, destination: string, description: string) => ({
  name,
  type: 'Microsoft.Network/networkSecurityGroups/defaultSecurityRules',
  provisioningState: 'Succeeded',
  description,
  protocol: '*',
  sourcePortRange: '*',
  destinationPortRange: '*',
  sourceAddressPrefix: source,
  destinationAddressPrefix: destination,
  access,
  priority,
  direction,
});

const defaultRules = [
  defaultRule('AllowVnetInBound', 'Inbound', 65000, 'Allow', 'VirtualNetwork', 'VirtualNetwork', 'Allow inbound traffic from all VMs in VNET'),
  defaultRule('AllowAzureLoadBalancerInBound', 'Inbound', 65001, 'Allow', 'AzureLoadBalancer', '*', 'Allow inbound traffic from azure load balancer'),
  defaultRule('DenyAllInBound', 'Inbound', 65500, 'Deny', '*', '*', 'Deny all inbound traffic'),
  defaultRule('AllowVnetOutBound', 'Outbound', 65000, 'Allow', 'VirtualNetwork', 'VirtualNetwork', 'Allow outbound traffic from all VMs to all VMs in VNET'),
  defaultRule('AllowInternetOutBound', 'Outbound', 65001, 'Allow', '*', 'Internet', 'Allow outbound traffic from all VMs to Internet'),
  defaultRule('DenyAllOutBound', 'Outbound', 65500, 'Deny', '*', '*', 'Deny all outbound traffic'),
];

export const networkSecurityGroup: Kind = {
  token: groupToken,
  type: 'Microsoft.Network/networkSecurityGroups',
  apiVersion: networkApi,
  path: `${networkPath}/networkSecurityGroups/{networkSecurityGroupName}`,
  name: networkName('networkSecurityGroupName'),
  location: 'from-resource-group',
  check,
  admit,
  outputs: ({ id, before, guid }) => ({
    resourceGuid: before?.outputs['resourceGuid'] ?? guid('resourceGuid'),
    etag: `W/"${guid('etag')}"`,
    defaultSecurityRules: defaultRules.map((rule) => ({ ...rule, id: `${id}/defaultSecurityRules/${rule.name}` })),
    securityRules: [],
    networkInterfaces: [],
    flowLogs: [],
  }),
  view: (stored, world) => {
    const inline = inlineRules(stored.inputs);
    const all = [...inline, ...standaloneRules(world, stored.id).filter((rule) => !inline.some((other) => same(other.name, rule.name)))];
    return {
      securityRules: all.map(({ name, rule }) => ({
        ...rule,
        name,
        id: `${stored.id}/securityRules/${name}`,
        type: 'Microsoft.Network/networkSecurityGroups/securityRules',
        provisioningState: 'Succeeded',
      })),
      subnets: subnetsReferring(world, 'networkSecurityGroup.id', stored.id).map((id) => ({ id })),
    };
  },
  // A PUT without `securityRules` keeps what is there; one with them removes what it leaves out, be it a resource of its own.
  beside: ({ operation, stored, world }) => {
    if (operation === 'delete' || !Array.isArray(stored.inputs['securityRules'])) return [];
    const inline = inlineRules(stored.inputs);
    const others = standaloneRules(world, stored.id).filter((rule) => !inline.some((kept) => same(kept.name, rule.name)));
    return others.map((rule) => ({ delete: `${stored.id}/securityRules/${rule.name}` }));
  },
  isAsync: true,
};
