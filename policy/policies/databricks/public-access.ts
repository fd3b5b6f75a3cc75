// CKV_AZURE_158: the front end of a workspace is reached by private link alone.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const databricksPublicAccess = resourcePolicy({
  id: 'databricks-public-access',
  title: 'Databricks workspaces are closed to the public network',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_158'],
  differs: { CKV_AZURE_158: "checkov's ARM variant passes every value but the exact word Enabled, also enabled and misspelled ones" },
  anchors: ['CIS Azure 5.0 2.1.10', 'PSRule Azure.Databricks.PublicAccess'],
  rationale: 'A workspace runs whatever code its users type, next to customer data; on the public network a stolen token is enough to get there.',
  remediation: {
    text: 'Set publicNetworkAccess to Disabled and requiredNsgRules to NoAzureDatabricksRules, and lead private endpoints to the workspace.',
    example: "new databricks.Workspace('databricks', { publicNetworkAccess: 'Disabled', requiredNsgRules: 'NoAzureDatabricksRules', … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/security/network/classic/private-link'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace) => {
    if (!isOneOf(workspace.read('publicNetworkAccess'), ['Disabled']))
      workspace.fail('publicNetworkAccess', `is open to the public network: publicNetworkAccess is ${workspace.shown('publicNetworkAccess')}`);
  },
});
