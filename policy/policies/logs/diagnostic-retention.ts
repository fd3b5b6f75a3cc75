// Diagnostic settings no longer say how long a storage account keeps logs.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';
import { diagnosticSettingType } from '../shared/audit-logs';

export const logsDiagnosticRetention = resourcePolicy({
  id: 'logs-diagnostic-retention',
  title: 'Diagnostic settings leave retention to the destination',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure ignores the retention of a diagnostic setting: logs that look as if they were kept for a year are kept as the destination says.',
  remediation: {
    text: 'Remove retentionPolicy; set the retention of the workspace, or a lifecycle rule on the storage account.',
    example: "new operationalinsights.Workspace('logs', { retentionInDays: 365, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/essentials/migrate-to-azure-storage-lifecycle-policy'],
  types: [diagnosticSettingType],
  check: (setting) => {
    for (const kind of ['logs', 'metrics'])
      setting.each(kind, (item) => {
        if (isOn(item.read('retentionPolicy.enabled')))
          item.fail('retentionPolicy', 'has no effect: retention in diagnostic settings was retired on 2025-09-30');
      });
  },
});
