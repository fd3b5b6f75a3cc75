// HX-DIA-01: whatever can log, does.
import { isOneOf } from '../../compare';
import { stackPolicy } from '../../policy';
import type { Stack } from '../../stack';
import type { Subject } from '../../subject';
import { collected, collectsService, includesLogs, settingsOf } from '../shared/diagnostic-settings';
import { accountType, diagnosticKinds } from './diagnostic-kinds';

export const logsDiagnosticSetting = stackPolicy({
  id: 'logs-diagnostic-setting',
  title: 'Every resource that can log has a diagnostic setting',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DIA-01', 'CIS Azure 5.0 6.1.4'],
  rationale:
    'Azure keeps no resource logs by itself: after an incident in a vault, a workspace or the lake there is nothing to read unless a setting collected it before.',
  remediation: {
    text: 'Create a DiagnosticSetting for the resource with the group allLogs enabled and the Log Analytics workspace as its destination.',
    example: "new monitor.DiagnosticSetting('vault', { resourceUri: vault.id, workspaceId: logs.id, logs: [{ categoryGroup: 'allLogs', enabled: true }] });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings'],
  types: [...Object.keys(diagnosticKinds), accountType],
  check: (subject, stack) => (subject.resource.type === accountType ? judgeAccount(subject, stack) : judge(subject, stack)),
});

function judge(subject: Subject, stack: Stack): void {
  const settings = settingsOf(subject.resource, stack);
  if (settings.length === 0) return subject.fail('', 'no diagnostic setting of the stack collects from it');
  const wanted = diagnosticKinds[subject.resource.type] ?? [];
  const kind = wanted === 'metrics' ? 'metrics' : 'logs';
  const names = settings.flatMap((setting) => collected(setting, kind, subject.environment));
  const isEnough = wanted === 'metrics' || wanted.length === 0 ? names.length > 0 : includesLogs(names, wanted);
  if (!isEnough)
    subject.fail(
      '',
      `its diagnostic settings collect ${wanted === 'metrics' ? 'no metrics' : wanted.length === 0 ? 'no logs' : `not all of ${wanted.join(', ')}`}`,
    );
  return undefined;
}

/** The account itself has metrics alone: what is read and written is logged by the service that holds the data. */
function judgeAccount(subject: Subject, stack: Stack): void {
  const service = isOneOf(subject.read('kind'), ['FileStorage']) ? 'file' : 'blob';
  const logs = { account: subject.resource, service, categories: ['StorageRead', 'StorageWrite', 'StorageDelete'] } as const;
  if (!collectsService(logs, stack, subject.environment)) subject.fail('', `no diagnostic setting of the stack collects the logs of its ${service} service`);
}
