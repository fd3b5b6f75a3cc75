// HX-LOG-04: where nobody relies on the logs, a loop cannot log without end.
import { numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const logsDailyCap = resourcePolicy({
  id: 'logs-daily-cap',
  title: 'Log Analytics workspaces outside of protected environments have a daily cap',
  severity: 'low',
  level: 'advisory',
  checkov: [],
  anchors: ['HX-LOG-04'],
  rationale: 'One notebook that logs in a loop can cost more in a night than the environment in a month.',
  remediation: {
    text: 'Set workspaceCapping.dailyQuotaGb; a protected environment needs none, since it would lose logs.',
    example: "new operationalinsights.Workspace('logs', { workspaceCapping: { dailyQuotaGb: 5 }, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/logs/daily-cap'],
  types: ['azure-native:operationalinsights:Workspace'],
  check: (workspace) => {
    if (workspace.environment.isProtected) return;
    // -1 stands for no cap.
    if (!((numberOf(workspace.read('workspaceCapping.dailyQuotaGb')) ?? -1) > 0))
      workspace.fail('workspaceCapping.dailyQuotaGb', `has no daily cap: workspaceCapping.dailyQuotaGb is ${workspace.shown('workspaceCapping.dailyQuotaGb')}`);
  },
});
