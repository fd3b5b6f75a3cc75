// CKV_AZURE_33: who reads, writes and deletes messages is logged.
import { stackPolicy } from '../../policy';
import { judgeLogging, type LoggedService, loggedTypes } from './service-logging';

const queueRequests: LoggedService = { service: 'queue', items: ['azure-native:storage:Queue'], categories: ['StorageRead', 'StorageWrite', 'StorageDelete'] };

export const storageQueueLogging = stackPolicy({
  id: 'storage-queue-logging',
  title: 'Queue services log reads, writes and deletes',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_33'],
  differs: {
    CKV_AZURE_33:
      'checkov asks for classic logging, which azure-native cannot set, also of accounts without a queue; here an account with a queue needs a diagnostic setting',
  },
  anchors: ['trivy AZU-0009'],
  rationale: 'Without these logs nobody can tell afterwards who read or deleted what.',
  remediation: {
    text: 'Add a DiagnosticSetting on <account id>/queueServices/default that sends allLogs, or StorageRead, StorageWrite, StorageDelete, to a workspace.',
    example:
      "new monitor.DiagnosticSetting('queue-logs', { resourceUri: interpolate`${account.id}/queueServices/default`, workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] });",
  },
  references: ['https://learn.microsoft.com/azure/storage/queues/monitor-queue-storage'],
  types: loggedTypes,
  check: (subject, stack) => judgeLogging(subject, stack, queueRequests),
});
