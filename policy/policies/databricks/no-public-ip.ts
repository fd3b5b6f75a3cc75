// HX-DBX-02: no machine of a cluster has a public address.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isServerless } from './compute-mode';

const path = 'parameters.enableNoPublicIp.value';

export const databricksNoPublicIp = resourcePolicy({
  id: 'databricks-no-public-ip',
  title: 'Databricks clusters have no public addresses',
  severity: 'critical',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBX-02', 'CIS Azure 5.0 2.1.9', 'PSRule AZR-000393'],
  rationale: 'With public addresses every machine that holds customer data can be reached from the internet, and needs open ports for it.',
  remediation: {
    text: 'Write parameters.enableNoPublicIp.value: true. It can be turned on later, and never off again.',
    example: "new databricks.Workspace('databricks', { parameters: { enableNoPublicIp: { value: true }, … }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/classic/secure-cluster-connectivity'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace) => {
    if (isServerless(workspace)) return;
    const value = workspace.read(path);
    if (isOn(value)) return;
    // What is left out means on in newer API versions and off in older ones.
    const why = value === undefined ? 'is not set, and what that means depends on the API version' : `is ${workspace.shown(path)}`;
    workspace.fail(path, `may give its clusters public addresses: enableNoPublicIp ${why}`);
  },
});
