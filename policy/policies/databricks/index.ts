// The policies on Databricks workspaces and what is inside them, but for clusters and jobs; in the order in which they are listed.
import { databricksAuditLogs } from './audit-logs';
import { databricksCatalogIsolation } from './catalog-isolation';
import { databricksClusterCreation } from './cluster-creation';
import { databricksDataExport } from './data-export';
import { databricksDoubleEncryption } from './double-encryption';
import { databricksGrantsEveryone } from './grants-everyone';
import { databricksIpAccessList } from './ip-access-list';
import { databricksIpAccessListsOn } from './ip-access-lists-on';
import { databricksManagedKeys } from './managed-keys';
import { databricksNoMounts } from './no-mounts';
import { databricksNoPublicIp } from './no-public-ip';
import { databricksNsgRules } from './nsg-rules';
import { databricksPermissionsEveryone } from './permissions-everyone';
import { databricksPoolLimits } from './pool-limits';
import { databricksPrivateEndpoint } from './private-endpoint';
import { databricksPublicAccess } from './public-access';
import { databricksRootStorageKey } from './root-storage-key';
import { databricksSecretAccess } from './secret-access';
import { databricksSku } from './sku';
import { databricksStorageCredential } from './storage-credential';
import { databricksStorageFirewall } from './storage-firewall';
import { databricksSubnetEgress } from './subnet-egress';
import { databricksSubnetNsg } from './subnet-nsg';
import { databricksTokenCeiling } from './token-ceiling';
import { databricksTokenLifetime } from './token-lifetime';
import { databricksVnetInjection } from './vnet-injection';
import { databricksWarehouseAutoStop } from './warehouse-auto-stop';
import { databricksWarehouseCeiling } from './warehouse-ceiling';
import { databricksWorkspaceSwitches } from './workspace-switches';

export const databricksPolicies = [
  databricksSku,
  databricksPublicAccess,
  databricksNsgRules,
  databricksPrivateEndpoint,
  databricksVnetInjection,
  databricksSubnetNsg,
  databricksSubnetEgress,
  databricksNoPublicIp,
  databricksAuditLogs,
  databricksRootStorageKey,
  databricksManagedKeys,
  databricksDoubleEncryption,
  databricksStorageFirewall,
  databricksIpAccessList,
  databricksIpAccessListsOn,
  databricksTokenCeiling,
  databricksTokenLifetime,
  databricksWorkspaceSwitches,
  databricksDataExport,
  databricksPermissionsEveryone,
  databricksSecretAccess,
  databricksClusterCreation,
  databricksPoolLimits,
  databricksWarehouseAutoStop,
  databricksWarehouseCeiling,
  databricksNoMounts,
  databricksStorageCredential,
  databricksGrantsEveryone,
  databricksCatalogIsolation,
];
