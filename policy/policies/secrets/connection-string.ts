// No connection string with a password or key stands in the open.
import { connectionStrings } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsConnectionString = secretPolicy({
  id: 'secrets-connection-string',
  title: 'No input holds a connection string with a password or key in the open',
  severity: 'critical',
  checkov: [],
  anchors: ['HX-ADF-01', 'HX-DBC-09'],
  rationale: 'Connection strings end up in linked services and Spark settings, where every user of the workspace reads them.',
  finds: findsShapes(connectionStrings),
});
