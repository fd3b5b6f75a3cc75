// CKV2_AZURE_21: what is read from blobs is on record.
import { textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import { collectsService } from '../shared/diagnostic-settings';
import { accountType } from './diagnostic-kinds';

export const logsStorageBlob = stackPolicy({
  id: 'logs-storage-blob',
  title: 'Blob services log reads',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_21'],
  differs: {
    CKV2_AZURE_21:
      'checkov asks for the retired storage insights of a workspace; a diagnostic setting of the blob service counts here, also where the access level of the container is left out',
  },
  anchors: ['trivy AZU-0057'],
  rationale: 'The lake holds policies and claims of customers; after a leak the read log is the one thing that says what was taken.',
  remediation: {
    text: "Create a DiagnosticSetting for the account's blobServices/default with StorageRead, or with the group allLogs.",
    example:
      "new monitor.DiagnosticSetting('blob', { resourceUri: pulumi.interpolate`${account.id}/blobServices/default`,\n  logs: [{ categoryGroup: 'allLogs', enabled: true }], workspaceId: logs.id });",
  },
  references: ['https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage'],
  types: ['azure-native:storage:BlobContainer'],
  check: (subject, stack) => {
    const account = stack.ofType(accountType).find((one) => stack.refers(subject.resource, 'accountName', one));
    const accountName = account === undefined ? textOf(subject.read('accountName')) : undefined;
    if (!collectsService({ account, accountName, service: 'blob', categories: ['StorageRead'] }, stack, subject.environment))
      subject.fail('', 'no diagnostic setting of the stack collects reads of the blob service of its account');
  },
});
