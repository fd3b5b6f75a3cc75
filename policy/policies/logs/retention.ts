// HX-LOG-01: a workspace keeps logs as long as the environment asks for.
import { numberOf } from '../../compare';
import type { PolicyEnvironment } from '../../environment';
import { resourcePolicy } from '../../policy';

/** What Azure takes where nothing is said. */
const defaultDays = 30;

export const logsRetention = resourcePolicy({
  id: 'logs-retention',
  title: 'Log Analytics workspaces keep logs long enough',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-LOG-01'],
  rationale: 'Intruders and wrong figures are found after weeks; the logs that explain them must still be there.',
  remediation: {
    text: "Set retentionInDays to the environment's minimum: 30 days, and 90 in a protected environment, unless it says otherwise.",
    example: "new operationalinsights.Workspace('logs', { retentionInDays: 365, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure'],
  types: ['azure-native:operationalinsights:Workspace'],
  check: (workspace) => {
    const least = leastDays(workspace.environment);
    const value = workspace.read('retentionInDays');
    const days = value === undefined ? defaultDays : numberOf(value);
    if (days === undefined || days < least)
      workspace.fail('retentionInDays', `keeps logs for too short a time: retentionInDays is ${workspace.shown('retentionInDays')}, not ${least} or more`);
  },
});

const leastDays = ({ minimumLogDays, isProtected }: PolicyEnvironment): number => minimumLogDays ?? (isProtected ? 90 : 30);
