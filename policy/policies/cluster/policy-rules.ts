// A cluster policy has rules: with an empty one, whoever may use it makes any cluster at all.
import { resourcePolicy } from '../../policy';
import { isProperties } from '../../value';
import { clusterPolicyType, definitionOf, hasFamily } from './policy-definition';

export const clusterPolicyRules = resourcePolicy({
  id: 'cluster-policy-rules',
  title: 'Cluster policies restrict something',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  rationale: 'CAN_USE on a policy without rules is the right to make clusters without limits, by another name.',
  remediation: {
    text: 'Give definition rules of the types fixed, range, allowlist, regex or forbidden, or set policyFamilyId.',
    example: "new databricks.ClusterPolicy('policy', { definition: JSON.stringify({ data_security_mode: { type: 'fixed', value: 'USER_ISOLATION' }, … }) });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/clusters/policy-definition'],
  types: [clusterPolicyType],
  check: (policy) => {
    const { rules, problem } = definitionOf(policy);
    const isRestricting = Object.values(rules).some((rule) => !isProperties(rule) || rule['type'] !== 'unlimited');
    if (problem === 'is no JSON' || problem === 'is no JSON object') policy.fail('definition', `definition ${problem}`);
    else if (!isRestricting && !hasFamily(policy)) policy.fail('definition', `restricts nothing: definition ${problem ?? 'has no rule but unlimited ones'}`);
  },
});
