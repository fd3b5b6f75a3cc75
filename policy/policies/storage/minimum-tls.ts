// CKV_AZURE_44: connections use TLS 1.2 or newer.
import { resourcePolicy } from '../../policy';
import { requireOneOf } from '../shared/switches';

export const storageMinimumTls = resourcePolicy({
  id: 'storage-minimum-tls',
  title: 'Storage accounts demand TLS 1.2 or newer',
  severity: 'critical',
  level: 'mandatory',
  checkov: ['CKV_AZURE_44'],
  differs: { CKV_AZURE_44: "checkov's ARM check fails TLS1_3, its Terraform check passes it; it passes here" },
  anchors: ['trivy AZU-0011', 'CIS Azure 5.0 9.3.6', 'PSRule Azure.Storage.MinTLS'],
  rationale: 'Older TLS can be broken on the way. Left out, the account falls back to TLS 1.0, which the service no longer speaks.',
  remediation: { text: 'Set minimumTlsVersion to TLS1_2.', example: "new storage.StorageAccount('lake', { minimumTlsVersion: 'TLS1_2', … });" },
  references: ['https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version'],
  types: ['azure-native:storage:StorageAccount'],
  check: (account) =>
    requireOneOf(account, 'minimumTlsVersion', ['TLS1_2', 'TLS1_3'], 'does not demand TLS 1.2 (TLS 1.0 and 1.1 ended for Azure Storage on 2026-02-03)'),
});
