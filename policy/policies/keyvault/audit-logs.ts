// HX-KV-03: who used which key and secret is logged.
import { stackPolicy } from '../../policy';
import { type Resource } from '../../resource';
import { type Stack } from '../../stack';
import { diagnosticSettingType, sendsLogs } from '../shared/audit-logs';

export const keyVaultAuditLogs = stackPolicy({
  id: 'keyvault-audit-logs',
  title: 'Key vaults send their audit log to a workspace',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-KV-03', 'CIS Azure 5.0 6.1.1.4', 'PSRule AZR-000119'],
  rationale: 'The audit log is the only trace of who read a secret; without it a leak cannot be followed.',
  remediation: {
    text: 'Add a DiagnosticSetting on the vault that sends the group audit or allLogs to a Log Analytics workspace.',
    example: "new monitor.DiagnosticSetting('vault-logs', { resourceUri: vault.id, workspaceId, logs: [{ categoryGroup: 'audit', enabled: true }] });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/general/logging'],
  types: ['azure-native:keyvault:Vault'],
  check: (vault, stack) => {
    if (!isAudited(vault.resource, stack)) vault.fail('', 'no diagnostic setting of the stack sends its AuditEvent log to a workspace');
  },
});

const isAudited = (vault: Resource, stack: Stack): boolean =>
  stack.isReferred(diagnosticSettingType, 'resourceUri', vault, (setting) => sendsLogs(setting, ['AuditEvent']) && stack.isSet(setting, 'workspaceId'));
