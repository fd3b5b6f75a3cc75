// The policies on Databricks workspaces and what is inside them, but for clusters and jobs; in the order in which they are listed.
import { databricksAuditLogs } from './audit-logs';
import { databricksDoubleEncryption } from './double-encryption';
import { databricksManagedKeys } from './managed-keys';
import { databricksNoPublicIp } from './no-public-ip';
import { databricksNsgRules } from './nsg-rules';
import { databricksPrivateEndpoint } from './private-endpoint';
import { databricksPublicAccess } from './public-access';
import { databricksRootStorageKey } from './root-storage-key';
import { databricksSku } from './sku';
import { databricksStorageFirewall } from './storage-firewall';
import { databricksSubnetNsg } from './subnet-nsg';
import { databricksVnetInjection } from './vnet-injection';

export const databricksPolicies = [
  databricksSku,
  databricksPublicAccess,
  databricksNsgRules,
  databricksPrivateEndpoint,
  databricksVnetInjection,
  databricksSubnetNsg,
  databricksNoPublicIp,
  databricksAuditLogs,
  databricksRootStorageKey,
  databricksManagedKeys,
  databricksDoubleEncryption,
  databricksStorageFirewall,
];
