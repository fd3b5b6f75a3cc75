// No Databricks token stands in the open; checkov finds some, by keyword.
import { databricksTokens } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsDatabricksToken = secretPolicy({
  id: 'secrets-databricks-token',
  title: 'No input holds a Databricks token in the open',
  severity: 'critical',
  checkov: [],
  rationale: 'A personal access token acts as its owner in the workspace, past single sign-on.',
  finds: findsShapes(databricksTokens),
});
