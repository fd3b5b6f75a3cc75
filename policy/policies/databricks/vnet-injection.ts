// HX-DBX-01: the clusters of a workspace run in a network of ours.
import { stackPolicy } from '../../policy';
import { isServerless } from './compute-mode';

const path = 'parameters.customVirtualNetworkId.value';

export const databricksVnetInjection = stackPolicy({
  id: 'databricks-vnet-injection',
  title: 'Databricks clusters run in a virtual network of ours',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBX-01', 'CIS Azure 5.0 2.1.1', 'Azure Policy Databricks_VNETEnabled_Audit'],
  rationale:
    'In the network that Databricks makes by itself there is no firewall, no egress address and no private endpoint of ours; a workspace can’t be moved later.',
  remediation: {
    text: 'Set parameters.customVirtualNetworkId, customPublicSubnetName and customPrivateSubnetName.',
    example: "new databricks.Workspace('databricks', { parameters: { customVirtualNetworkId: { value: vnet.id }, … }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/classic/vnet-inject'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace, stack) => {
    if (isServerless(workspace)) return;
    if (!stack.isSet(workspace.resource, path))
      workspace.fail(path, 'runs its clusters in a network that Databricks manages: customVirtualNetworkId is not set');
  },
});
