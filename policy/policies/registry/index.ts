// The policies on container registries, in the order in which they are listed.
import { registryAdminUser } from './admin-user';
import { registryAnonymousPull } from './anonymous-pull';
import { registryAuditLogs } from './audit-logs';
import { registryDataEndpoint } from './data-endpoint';
import { registryExportPolicy } from './export-policy';
import { registryFirewall } from './firewall';
import { registryGeoReplication } from './geo-replication';
import { registryPrivateEndpoint } from './private-endpoint';
import { registryPrivateIpRules } from './private-ip-rules';
import { registryPublicAccess } from './public-access';
import { registryQuarantine } from './quarantine';
import { registryRetention } from './retention';
import { registryScanningSku } from './scanning-sku';
import { registrySkuFeatures } from './sku-features';
import { registrySkuSiblings } from './sku-siblings';
import { registrySoftDelete } from './soft-delete';
import { registryTrustPolicy } from './trust-policy';
import { registryWebhookHttps } from './webhook-https';
import { registryZoneRedundancy } from './zone-redundancy';

export const registryPolicies = [
  registryAdminUser,
  registryAnonymousPull,
  registryPublicAccess,
  registryFirewall,
  registryPrivateIpRules,
  registryPrivateEndpoint,
  registryExportPolicy,
  registryScanningSku,
  registrySkuFeatures,
  registrySkuSiblings,
  registryTrustPolicy,
  registryQuarantine,
  registryRetention,
  registrySoftDelete,
  registryGeoReplication,
  registryZoneRedundancy,
  registryDataEndpoint,
  registryWebhookHttps,
  registryAuditLogs,
];
