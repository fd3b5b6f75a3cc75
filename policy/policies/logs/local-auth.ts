// HX-LOG-02: no shared key writes into a workspace.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isProperties } from '../../value';

export const logsLocalAuth = resourcePolicy({
  id: 'logs-local-auth',
  title: 'Log Analytics workspaces take identities, not keys',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-LOG-02'],
  rationale: 'Whoever has the workspace key can write false logs, and nobody can tell who it was.',
  remediation: {
    text: 'Set features.disableLocalAuth to true.',
    example: "new operationalinsights.Workspace('logs', { features: { disableLocalAuth: true }, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/logs/azure-ad-authentication-logs'],
  types: ['azure-native:operationalinsights:Workspace'],
  check: (workspace) => {
    if (!isOn(workspace.read('features.disableLocalAuth')))
      workspace.fail('features.disableLocalAuth', `takes a shared key: features.disableLocalAuth is ${workspace.shown('features.disableLocalAuth')}`);
  },
  remediate: (inputs) => ({ ...inputs, features: { ...(isProperties(inputs['features']) ? inputs['features'] : {}), disableLocalAuth: true } }),
});
