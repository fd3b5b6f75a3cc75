// Cluster policies: a definition, or a family with overrides; the name is unique.
import { at, isGiven, isMissing, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { checkWhole, inWorkspace, invalid, tokenOf, uniqueName } from './objects';
import { checkDefinition } from './policy-definition';

export const clusterPolicy: Kind = inWorkspace({
  token: tokenOf('ClusterPolicy'),
  type: 'policies/clusters',
  apiVersion: '2.0',
  id: ({ hex }) => hex('policy', 16).toUpperCase(),
  location: 'none',
  check: (ctx) => {
    const { inputs } = ctx;
    const name = text(inputs, 'name');
    if (name !== undefined && (name.length < 1 || name.length > 100))
      invalid(ctx, 'name', `The policy name must have 1 to 100 characters, not ${name.length}.`);
    if (isGiven(inputs, 'definition') && isGiven(inputs, 'policyFamilyId'))
      invalid(ctx, 'definition', 'definition cannot be used with policy_family_id; use policy_family_definition_overrides.');
    if (isMissing(inputs, 'definition') && isMissing(inputs, 'policyFamilyId'))
      invalid(ctx, 'definition', 'A cluster policy needs definition or policy_family_id.');
    if (isGiven(inputs, 'policyFamilyDefinitionOverrides') && isMissing(inputs, 'policyFamilyId'))
      invalid(ctx, 'policyFamilyDefinitionOverrides', 'policy_family_definition_overrides needs policy_family_id.');
    for (const key of ['definition', 'policyFamilyDefinitionOverrides']) {
      const json = text(inputs, key);
      if (json !== undefined) checkDefinition(ctx, key, json);
    }
    checkWhole(ctx, 'maxClustersPerUser', at(inputs, 'maxClustersPerUser'), 1);
  },
  admit: (ctx) => {
    if (ctx.operation !== 'delete') uniqueName(ctx, 'ClusterPolicy', 'name', 'Policy');
  },
  outputs: ({ id }) => ({ policyId: id }),
});
