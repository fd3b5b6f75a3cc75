// The policies on Databricks clusters and cluster policies, in the order in which they are listed.
import { clusterAccessMode } from './access-mode';
import { clusterAutotermination } from './autotermination';
import { clusterDiskEncryption } from './disk-encryption';
import { clusterInitScripts } from './init-scripts';
import { clusterLogDelivery } from './log-delivery';
import { clusterNoPassthrough } from './no-passthrough';
import { clusterNoSsh } from './no-ssh';
import { clusterOnDemandDriver } from './on-demand-driver';
import { clusterPlainSecrets } from './plain-secrets';
import { clusterPolicyAttached } from './policy-attached';
import { clusterPolicyIsolation } from './policy-isolation';
import { clusterPolicyLimits } from './policy-limits';
import { clusterPolicyRules } from './policy-rules';
import { clusterRuntime } from './runtime';
import { clusterWorkerCeiling } from './worker-ceiling';

export const clusterPolicies = [
  clusterAccessMode,
  clusterNoPassthrough,
  clusterPlainSecrets,
  clusterNoSsh,
  clusterInitScripts,
  clusterDiskEncryption,
  clusterLogDelivery,
  clusterRuntime,
  clusterPolicyAttached,
  clusterPolicyRules,
  clusterPolicyIsolation,
  clusterPolicyLimits,
  clusterAutotermination,
  clusterWorkerCeiling,
  clusterOnDemandDriver,
];
