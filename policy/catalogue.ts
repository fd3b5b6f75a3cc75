// The catalogue: every policy, by area, in the order in which they are listed. Adding an area is a row here.
import type { Policy } from './policy';
import { accessPolicies } from './policies/access';
import { clusterPolicies } from './policies/cluster';
import { costPolicies } from './policies/cost';
import { databricksPolicies } from './policies/databricks';
import { datafactoryPolicies } from './policies/datafactory';
import { defenderPolicies } from './policies/defender';
import { governancePolicies } from './policies/governance';
import { identityPolicies } from './policies/identity';
import { jobPolicies } from './policies/job';
import { keyVaultPolicies } from './policies/keyvault';
import { logsPolicies } from './policies/logs';
import { monitorPolicies } from './policies/monitor';
import { networkPolicies } from './policies/network';
import { registryPolicies } from './policies/registry';
import { secretsPolicies } from './policies/secrets';
import { storagePolicies } from './policies/storage';

export const policies: readonly Policy[] = [
  ...accessPolicies,
  ...clusterPolicies,
  ...costPolicies,
  ...databricksPolicies,
  ...datafactoryPolicies,
  ...defenderPolicies,
  ...governancePolicies,
  ...identityPolicies,
  ...jobPolicies,
  ...keyVaultPolicies,
  ...logsPolicies,
  ...monitorPolicies,
  ...networkPolicies,
  ...registryPolicies,
  ...secretsPolicies,
  ...storagePolicies,
];
