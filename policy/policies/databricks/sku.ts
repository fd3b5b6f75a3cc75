// HX-DBX-06: a workspace is premium. The standard tier is retired, and a trial takes its data with it.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const path = 'sku.name';

export const databricksSku = resourcePolicy({
  id: 'databricks-sku',
  title: 'Databricks workspaces have the tier premium',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBX-06', 'PSRule AZR-000409', 'Azure Policy AllowedDatabricksSkus_Audit'],
  rationale: 'Premium alone has permissions on clusters, jobs and notebooks, IP access lists and private link. The others lock nobody out.',
  remediation: {
    text: 'Set sku.name to premium.',
    example: "new databricks.Workspace('databricks', { sku: { name: 'premium' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/account-settings/account'],
  types: ['azure-native:databricks:Workspace'],
  check: (workspace) => {
    const sku = workspace.read(path);
    if (isOneOf(sku, ['premium'])) return;
    if (isOneOf(sku, ['standard']))
      workspace.fail(path, 'asks for the retired standard tier: Azure makes no new ones since 2026-04-01 and upgraded the existing ones on 2026-10-01');
    else if (isOneOf(sku, ['trial'])) workspace.fail(path, 'is a trial: it ends after 14 days and takes its data with it');
    else workspace.fail(path, `is not premium: ${path} is ${workspace.shown(path)}`);
  },
});
