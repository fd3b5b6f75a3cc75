// HX-DBX-08: notebooks, secrets and disks of a workspace are encrypted with a key of ours.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { inTurn } from '../../in-turn';

const entities = [
  { path: 'encryption.entities.managedServices.keySource', what: 'notebooks and secrets' },
  { path: 'encryption.entities.managedDisk.keySource', what: 'disks of its clusters' },
] as const;

export const databricksManagedKeys = resourcePolicy({
  id: 'databricks-managed-keys',
  title: 'Notebooks and disks of Databricks workspaces are encrypted with a customer-managed key',
  severity: 'medium',
  level: 'advisory',
  checkov: [],
  anchors: ['HX-DBX-08', 'CIS Azure 5.0 2.1.8'],
  rationale: 'The control plane, which Databricks runs, keeps notebooks and their results; a key of ours can lock it out. The key must then never be lost.',
  remediation: {
    text: 'Set encryption.entities.managedServices and managedDisk with the keySource Microsoft.Keyvault and a key.',
    example:
      "new databricks.Workspace('databricks', { encryption: { entities: { managedServices: { keySource: 'Microsoft.Keyvault', keyVaultProperties } } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/keys/customer-managed-keys'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace) => {
    inTurn(
      ...entities.map(({ path, what }) => () => {
        if (!isOneOf(workspace.read(path), ['Microsoft.Keyvault']))
          workspace.fail(path, `encrypts the ${what} with Microsoft's key: keySource is ${workspace.shown(path)}`);
      }),
    );
  },
});
