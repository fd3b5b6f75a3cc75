// A cluster policy lets through only access modes that keep users apart, and no passthrough.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Value } from '../../value';
import { isolatingModes } from './access-modes';
import { allowedValues, clusterPolicyType, definitionOf, hasFamily } from './policy-definition';

const passthrough = 'spark_conf.spark.databricks.passthrough.enabled';

export const clusterPolicyIsolation = resourcePolicy({
  id: 'cluster-policy-isolation',
  title: 'Cluster policies let through only clusters that keep users apart',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['Databricks SAT GOV-12'],
  rationale: 'Where the policy leaves the access mode open, one click makes a cluster on which everyone reads the data of all, past Unity Catalog.',
  remediation: {
    text: 'Fix data_security_mode to USER_ISOLATION or SINGLE_USER, or list such modes.',
    example: "new databricks.ClusterPolicy('policy', { definition: JSON.stringify({ data_security_mode: { type: 'fixed', value: 'USER_ISOLATION' } }) });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/clusters/policy-definition'],
  types: [clusterPolicyType],
  check: (policy) => {
    const definition = definitionOf(policy);
    const modes = allowedValues(definition, 'data_security_mode');
    if (modes === undefined) {
      if (!hasFamily(policy)) policy.fail('definition', 'leaves the access mode open: data_security_mode is not fixed');
    } else {
      const open = modes.filter((mode) => !isIsolating(mode));
      if (open.length > 0)
        policy.fail('definition', `lets through clusters that do not keep users apart: data_security_mode may be ${JSON.stringify(open[0])}`);
    }
    if (allowedValues(definition, passthrough)?.some((value) => value === true || value === 'true') === true)
      policy.fail('definition', "lets clusters pass their users' credentials on to storage");
  },
});

const isIsolating = (mode: Value): boolean => typeof mode === 'string' && isOneOf(mode, isolatingModes);
