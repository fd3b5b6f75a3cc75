// HX-DBX-09: the root storage of a workspace, which Azure makes with it, has its firewall on.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isServerless } from './compute-mode';

export const databricksStorageFirewall = resourcePolicy({
  id: 'databricks-storage-firewall',
  title: 'The root storage of Databricks workspaces is behind a firewall',
  severity: 'medium',
  level: 'advisory',
  checkov: [],
  anchors: ['HX-DBX-09'],
  rationale:
    'Results, libraries and logs end up in the root storage, which is open to every network unless this is on. Clients then need private endpoints to it.',
  remediation: {
    text: 'Set defaultStorageFirewall to Enabled with the accessConnector that reads the storage, and lead private endpoints for blob and dfs to it.',
    example:
      "new databricks.Workspace('databricks', { defaultStorageFirewall: 'Enabled', accessConnector: { id: connector.id, identityType: 'SystemAssigned' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/storage/firewall-support'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace) => {
    if (isServerless(workspace) || isOneOf(workspace.read('defaultStorageFirewall'), ['Enabled'])) return;
    workspace.fail('defaultStorageFirewall', `leaves its root storage open: defaultStorageFirewall is ${workspace.shown('defaultStorageFirewall')}`);
  },
});
