// HX-ACR-04: logins, pushes and pulls of a registry are kept.
import { stackPolicy } from '../../policy';
import { keepsAuditLogs } from '../shared/audit-logs';

const categories = ['ContainerRegistryLoginEvents', 'ContainerRegistryRepositoryEvents'];

export const registryAuditLogs = stackPolicy({
  id: 'registry-audit-logs',
  title: 'Container registries keep their audit logs',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ACR-04', 'PSRule Azure.ACR.AuditLogs'],
  rationale: 'Who pushed the image that ran last night? Without a diagnostic setting nobody can say.',
  remediation: {
    text: 'Create a DiagnosticSetting on the registry that sends the category group audit or allLogs.',
    example: "new monitor.DiagnosticSetting('registry-logs', { resourceUri: registry.id, workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/monitor-container-registry'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry, stack) => {
    if (!keepsAuditLogs(registry.resource, stack, categories)) registry.fail('', 'no diagnostic setting of the stack keeps its audit logs');
  },
});
