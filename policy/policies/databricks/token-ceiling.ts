// HX-DBP-04: the workspace lets nobody make a token that lives for years.
import { isOff, numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const mostDays = 90;
const path = 'customConfig.maxTokenLifetimeDays';

export const databricksTokenCeiling = resourcePolicy({
  id: 'databricks-token-ceiling',
  title: `Databricks workspaces let tokens live ${mostDays} days at most`,
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-DBP-04', 'CIS Azure 5.0 2.1.6', 'Databricks SAT IA-5'],
  rationale: 'People make tokens in the browser, where no program looks; without a ceiling theirs live for two years.',
  remediation: {
    text: `Set customConfig.maxTokenLifetimeDays to at most ${mostDays}, or enableTokensConfig to false.`,
    example: "new databricks.WorkspaceConf('conf', { customConfig: { maxTokenLifetimeDays: '90', … } });",
  },
  references: ['https://learn.microsoft.com/azure/databricks/admin/access-control/tokens'],
  types: ['databricks:index/workspaceConf:WorkspaceConf'],
  check: (conf) => {
    const days = numberOf(conf.read(path));
    if (days !== undefined && days >= 1 && days <= mostDays) return;
    // 0 means no ceiling. Without tokens there is nothing to end.
    if (!isOff(conf.read('customConfig.enableTokensConfig'))) conf.fail(path, `lets tokens live too long: maxTokenLifetimeDays is ${conf.shown(path)}`);
  },
});
