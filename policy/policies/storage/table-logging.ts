// CKV2_AZURE_20: who reads tables is logged.
import { stackPolicy } from '../../policy';
import { judgeLogging, type LoggedService, loggedTypes } from './service-logging';

const tableRequests: LoggedService = { service: 'table', items: ['azure-native:storage:Table'], categories: ['StorageRead'] };

export const storageTableLogging = stackPolicy({
  id: 'storage-table-logging',
  title: 'Table services log reads',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_20'],
  differs: { CKV2_AZURE_20: 'checkov asks for a storage insight, which logs no requests; here it is a diagnostic setting' },
  rationale: 'Without these logs nobody can tell afterwards who read or deleted what.',
  remediation: {
    text: 'Add a DiagnosticSetting on <account id>/tableServices/default that sends allLogs, or StorageRead, to a workspace.',
    example:
      "new monitor.DiagnosticSetting('table-logs', { resourceUri: interpolate`${account.id}/tableServices/default`, workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] });",
  },
  references: ['https://learn.microsoft.com/azure/storage/tables/monitor-table-storage'],
  types: loggedTypes,
  check: (subject, stack) => judgeLogging(subject, stack, tableRequests),
});
