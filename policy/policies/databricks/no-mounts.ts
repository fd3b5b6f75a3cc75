// Data is reached by Unity Catalog, not by mounts, which give everyone on the cluster the same rights.
import { resourcePolicy } from '../../policy';

export const databricksNoMounts = resourcePolicy({
  id: 'databricks-no-mounts',
  title: 'Databricks workspaces mount no storage',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'A mount is open to every user of the workspace with the rights of whoever made it, and Unity Catalog neither grants nor logs such reads.',
  remediation: {
    text: 'Use an ExternalLocation with a StorageCredential in place of the mount.',
    example: "new databricks.ExternalLocation('bronze', { url: 'abfss://bronze@….dfs.core.windows.net/', credentialName: credential.name });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/dbfs/mounts'],
  types: ['databricks:index/mount:Mount'],
  check: (mount) => mount.fail('', 'mounts storage for everyone in the workspace'),
});
