// HX-AI-01: Application Insights keeps its data in a workspace.
import { stackPolicy } from '../../policy';

export const monitorAppInsightsWorkspace = stackPolicy({
  id: 'monitor-app-insights-workspace',
  title: 'Application Insights components stand on a workspace',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-AI-01', 'PSRule Azure.AppInsights.Workspace'],
  rationale: 'A classic component has a retention and an access of its own, and Azure retired the kind.',
  remediation: {
    text: 'Set workspaceResourceId to the Log Analytics workspace; it cannot be taken back later.',
    example: "new applicationinsights.Component('app', { workspaceResourceId: logs.id, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/app/create-workspace-resource'],
  types: ['azure-native:applicationinsights:Component'],
  check: (component, stack) => {
    if (!stack.isSet(component.resource, 'workspaceResourceId'))
      component.fail('workspaceResourceId', 'is a classic component without a workspace: the kind was retired on 2024-02-29');
  },
});
