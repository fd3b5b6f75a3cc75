// HX-DBX-05: people and clusters reach a workspace through a private endpoint.
import { stackPolicy } from '../../policy';
import { hasPrivateEndpoint } from '../shared/private-endpoint';

export const databricksPrivateEndpoint = stackPolicy({
  id: 'databricks-private-endpoint',
  title: 'Databricks workspaces have a private endpoint',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBX-05', 'CIS Azure 5.0 2.1.11', 'Azure Policy Databricks_PrivateEndpoint_Audit'],
  rationale: 'Without one, the workspace is reached over its public address, or not at all.',
  remediation: {
    text: 'Create a PrivateEndpoint for the group databricks_ui_api.',
    example:
      "new network.PrivateEndpoint('databricks', { subnet, privateLinkServiceConnections: [{ name: 'ui', privateLinkServiceId: workspace.id, groupIds: ['databricks_ui_api'] }] });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/classic/private-link'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace, stack) => {
    if (!hasPrivateEndpoint(workspace.resource, stack, 'databricks_ui_api'))
      workspace.fail('', 'no private endpoint of the stack leads to its group databricks_ui_api');
  },
});
