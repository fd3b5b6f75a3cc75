// Security rules as resources of their own: priority and direction are unique in the group.
import type { Kind } from '../../kind';
import { mustExist, nameAt, networkApi, networkName, networkPath } from './references';
import { checkRule, inlineRules, refuseConflict, ruleToken, standaloneRules } from './security-rules';
import { list, same, text } from '../shared/values';

const groupOf = (id: string): string => id.replace(/\/securityRules\/[^/]+$/i, '');

export const securityRule: Kind = {
  token: ruleToken,
  type: 'Microsoft.Network/networkSecurityGroups/securityRules',
  apiVersion: networkApi,
  path: `${networkPath}/networkSecurityGroups/{networkSecurityGroupName}/securityRules/{securityRuleName}`,
  name: networkName('securityRuleName'),
  location: 'none',
  check: (ctx) => checkRule(ctx, ctx.inputs, ''),
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    for (const side of ['source', 'destination']) {
      for (const group of list(ctx.inputs, `${side}ApplicationSecurityGroups`)) {
        const id = text(group, 'id');
        if (id !== undefined) mustExist(ctx, id);
      }
    }
    const groupId = groupOf(ctx.id);
    const group = ctx.world.get(groupId);
    if (ctx.operation === 'create' && group && inlineRules(group.inputs).some((inline) => same(inline.name, nameAt(ctx.id))))
      ctx.refuse(409, 'ResourceAlreadyExists', `cannot create already existing resource '${ctx.id}'`);
    const others = [...(group ? inlineRules(group.inputs) : []), ...standaloneRules(ctx.world, groupId)];
    refuseConflict(ctx, { name: nameAt(ctx.id), rule: ctx.inputs }, others);
  },
  outputs: ({ guid }) => ({ etag: `W/"${guid('etag')}"` }),
  isAsync: true,
};
