// The policies on Key Vault, in the order in which they are listed.
import { keyVaultAccessPolicyLeast } from './access-policy-least';
import { keyVaultAuditLogs } from './audit-logs';
import { keyVaultDeleteLock } from './delete-lock';
import { keyVaultFirewallDefaultDeny } from './firewall-default-deny';
import { keyVaultHsmSku } from './hsm-sku';
import { keyVaultIpRulesNarrow } from './ip-rules-narrow';
import { keyVaultIpRulesPublic } from './ip-rules-public';
import { keyVaultItemNames } from './item-names';
import { keyVaultKeyExpiry } from './key-expiry';
import { keyVaultKeyHsm } from './key-hsm';
import { keyVaultKeyRotation } from './key-rotation';
import { keyVaultPrivateDns } from './private-dns';
import { keyVaultPrivateEndpoint } from './private-endpoint';
import { keyVaultPublicNetworkAccess } from './public-network-access';
import { keyVaultPurgeProtection } from './purge-protection';
import { keyVaultRbac } from './rbac';
import { keyVaultRecoverable } from './recoverable';
import { keyVaultSecretContentType } from './secret-content-type';
import { keyVaultSecretExpiry } from './secret-expiry';
import { keyVaultSecretValue } from './secret-value';
import { keyVaultSoftDelete } from './soft-delete';
import { keyVaultSoftDeleteDays } from './soft-delete-days';
import { keyVaultVaultName } from './vault-name';

export const keyVaultPolicies = [
  keyVaultAccessPolicyLeast,
  keyVaultAuditLogs,
  keyVaultDeleteLock,
  keyVaultFirewallDefaultDeny,
  keyVaultHsmSku,
  keyVaultIpRulesNarrow,
  keyVaultIpRulesPublic,
  keyVaultItemNames,
  keyVaultKeyExpiry,
  keyVaultKeyHsm,
  keyVaultKeyRotation,
  keyVaultPrivateDns,
  keyVaultPrivateEndpoint,
  keyVaultPublicNetworkAccess,
  keyVaultPurgeProtection,
  keyVaultRbac,
  keyVaultRecoverable,
  keyVaultSecretContentType,
  keyVaultSecretExpiry,
  keyVaultSecretValue,
  keyVaultSoftDelete,
  keyVaultSoftDeleteDays,
  keyVaultVaultName,
];
