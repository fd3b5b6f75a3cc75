// HX-DBX-07: a workspace behind private link has no rule left that lets its control plane in over the public network.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isServerless } from './compute-mode';

export const databricksNsgRules = resourcePolicy({
  id: 'databricks-nsg-rules',
  title: 'Closed Databricks workspaces need no rules for the public control plane',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBX-07'],
  rationale: 'Closing the front end says nothing of the clusters: with AllRules they still talk to the control plane over public addresses.',
  remediation: {
    text: 'Set requiredNsgRules to NoAzureDatabricksRules where publicNetworkAccess is Disabled.',
    example: "new databricks.Workspace('databricks', { publicNetworkAccess: 'Disabled', requiredNsgRules: 'NoAzureDatabricksRules', … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/classic/private-link'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace) => {
    if (!isOneOf(workspace.read('publicNetworkAccess'), ['Disabled']) || isServerless(workspace)) return;
    if (!isOneOf(workspace.read('requiredNsgRules'), ['NoAzureDatabricksRules']))
      workspace.fail('requiredNsgRules', `lets the control plane in over the public network: requiredNsgRules is ${workspace.shown('requiredNsgRules')}`);
  },
});
