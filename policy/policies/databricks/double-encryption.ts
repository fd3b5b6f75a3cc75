// The root storage of a workspace is encrypted twice. It is fixed when the workspace is made.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isServerless } from './compute-mode';

const path = 'parameters.requireInfrastructureEncryption.value';

export const databricksDoubleEncryption = resourcePolicy({
  id: 'databricks-double-encryption',
  title: 'The root storage of Databricks workspaces is encrypted twice',
  severity: 'low',
  level: 'mandatory',
  checkov: [],
  rationale: 'The second layer costs nothing, holds where one algorithm or key fails, and can’t be added to a workspace that is there already.',
  remediation: {
    text: 'Set parameters.requireInfrastructureEncryption.value to true when the workspace is made.',
    example: "new databricks.Workspace('databricks', { parameters: { requireInfrastructureEncryption: { value: true }, … }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/keys/double-encryption'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace) => {
    if (isServerless(workspace) || isOn(workspace.read(path))) return;
    workspace.fail(path, `encrypts its root storage once: requireInfrastructureEncryption is ${workspace.shown(path)}`);
  },
});
