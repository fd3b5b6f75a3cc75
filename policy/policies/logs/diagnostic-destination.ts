// HX-DIA-01: a diagnostic setting collects something and sends it to somewhere.
import { stackPolicy } from '../../policy';
import { diagnosticSettingType } from '../shared/audit-logs';
import { collected, hasDestination } from '../shared/diagnostic-settings';

export const logsDiagnosticDestination = stackPolicy({
  id: 'logs-diagnostic-destination',
  title: 'Diagnostic settings collect something and send it on',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DIA-01'],
  rationale: 'A setting with every category off, or without a destination, looks like logging and is none.',
  remediation: {
    text: 'Enable a log group or metrics, and set workspaceId, storageAccountId or eventHubAuthorizationRuleId.',
    example: "new monitor.DiagnosticSetting('vault', { workspaceId: logs.id, logs: [{ categoryGroup: 'allLogs', enabled: true }], … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings'],
  types: [diagnosticSettingType, 'azure-native:monitor:SubscriptionDiagnosticSetting'],
  check: (setting, stack) => {
    const { resource, environment } = setting;
    if (!hasDestination(resource, stack)) setting.fail('', 'sends to nowhere: no workspace, storage account or event hub');
    if (collected(resource, 'logs', environment).length + collected(resource, 'metrics', environment).length === 0)
      setting.fail('logs', 'collects nothing: no log and no metric is enabled');
  },
});
