// CKV_AZURE_33: what is read, written and deleted in queues is on record.
import { isOneOf, textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import { collectsService } from '../shared/diagnostic-settings';
import { accountType } from './diagnostic-kinds';

export const logsStorageQueue = stackPolicy({
  id: 'logs-storage-queue',
  title: 'Queue services log reads, writes and deletions',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_33'],
  differs: {
    CKV_AZURE_33:
      'checkov for Terraform reads the classic logging of the account, which azure-native lacks; a diagnostic setting of the queue service counts here',
  },
  anchors: ['trivy AZU-0009'],
  rationale: 'Messages in queues start work on customer data; without a log nobody can say who put them there.',
  remediation: {
    text: "Create a DiagnosticSetting for the account's queueServices/default with StorageRead, StorageWrite and StorageDelete, or with the group allLogs.",
    example:
      "new monitor.DiagnosticSetting('queue', { resourceUri: pulumi.interpolate`${account.id}/queueServices/default`,\n  logs: [{ categoryGroup: 'allLogs', enabled: true }], workspaceId: logs.id });",
  },
  references: ['https://learn.microsoft.com/azure/storage/queues/monitor-queue-storage'],
  types: [accountType],
  check: (account, stack) => {
    const kind = textOf(account.read('kind'));
    // Other kinds have no queues.
    if (kind !== undefined && !isOneOf(kind, ['Storage', 'StorageV2'])) return;
    const logs = { account: account.resource, accountName: undefined, service: 'queue', categories: ['StorageRead', 'StorageWrite', 'StorageDelete'] } as const;
    if (!collectsService(logs, stack, account.environment))
      account.fail('', 'no diagnostic setting of the stack collects reads, writes and deletions in its queues');
  },
});
