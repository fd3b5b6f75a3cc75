// CKV2_AZURE_20: what is read from tables is on record.
import { textOf } from '../../compare';
import { stackPolicy } from '../../policy';
import { collectsService } from '../shared/diagnostic-settings';
import { accountType } from './diagnostic-kinds';

export const logsStorageTable = stackPolicy({
  id: 'logs-storage-table',
  title: 'Table services log reads',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV2_AZURE_20'],
  differs: { CKV2_AZURE_20: 'checkov asks for the retired storage insights of a workspace; a diagnostic setting of the table service counts here' },
  rationale: 'Tables hold run states and reference data; without a log nobody can say who read them.',
  remediation: {
    text: "Create a DiagnosticSetting for the account's tableServices/default with StorageRead, or with the group allLogs.",
    example:
      "new monitor.DiagnosticSetting('table', { resourceUri: pulumi.interpolate`${account.id}/tableServices/default`,\n  logs: [{ categoryGroup: 'allLogs', enabled: true }], workspaceId: logs.id });",
  },
  references: ['https://learn.microsoft.com/azure/storage/tables/monitor-table-storage'],
  types: ['azure-native:storage:Table'],
  check: (subject, stack) => {
    const account = stack.ofType(accountType).find((one) => stack.refers(subject.resource, 'accountName', one));
    const accountName = account === undefined ? textOf(subject.read('accountName')) : undefined;
    if (!collectsService({ account, accountName, service: 'table', categories: ['StorageRead'] }, stack, subject.environment))
      subject.fail('', 'no diagnostic setting of the stack collects reads of the table service of its account');
  },
});
