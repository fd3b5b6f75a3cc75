// HX-DBX-04: who did what in a workspace is kept.
import { stackPolicy } from '../../policy';
import { keepsAuditLogs } from '../shared/audit-logs';

/** The categories that say who came in and who took data or secrets out. */
const categories = ['accounts', 'clusters', 'jobs', 'secrets', 'workspace', 'unityCatalog'];

export const databricksAuditLogs = stackPolicy({
  id: 'databricks-audit-logs',
  title: 'Databricks workspaces keep their audit logs',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBX-04', 'CIS Azure 5.0 2.1.7', 'Azure Policy Databricks_AuditDiagnosticLog_Audit'],
  rationale: 'Who read the claims table? Without a diagnostic setting the question can never be answered.',
  remediation: {
    text: 'Create a DiagnosticSetting on the workspace that sends the category group audit or allLogs.',
    example:
      "new monitor.DiagnosticSetting('databricks-logs', { resourceUri: workspace.id, workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/account-settings/audit-log-delivery'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace, stack) => {
    if (!keepsAuditLogs(workspace.resource, stack, categories)) workspace.fail('', 'no diagnostic setting of the stack keeps its audit logs');
  },
});
