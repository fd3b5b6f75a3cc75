// CKV2_AZURE_21: who reads blobs is logged.
import { stackPolicy } from '../../policy';
import { judgeLogging, type LoggedService, loggedTypes } from './service-logging';

const blobRequests: LoggedService = { service: 'blob', items: ['azure-native:storage:BlobContainer'], categories: ['StorageRead'] };

export const storageBlobLogging = stackPolicy({
  id: 'storage-blob-logging',
  title: 'Blob services log reads',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_21'],
  differs: {
    CKV2_AZURE_21:
      'checkov asks for a storage insight, which logs no requests, and for a container that is not public, which CKV_AZURE_34 asks for; here it is a diagnostic setting',
  },
  anchors: ['trivy AZU-0057'],
  rationale: 'Without these logs nobody can tell afterwards who read or deleted what.',
  remediation: {
    text: 'Add a DiagnosticSetting on <account id>/blobServices/default that sends allLogs, or StorageRead, to a workspace.',
    example:
      "new monitor.DiagnosticSetting('blob-logs', { resourceUri: interpolate`${account.id}/blobServices/default`, workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage'],
  types: loggedTypes,
  check: (subject, stack) => judgeLogging(subject, stack, blobRequests),
});
