// No client secret of Microsoft Entra stands in the open; checkov misses them.
import { azureClientSecrets } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsAzureClientSecret = secretPolicy({
  id: 'secrets-azure-client-secret',
  title: 'No input holds a client secret of Microsoft Entra in the open',
  severity: 'critical',
  checkov: [],
  rationale: 'The secret of a service principal is the service principal; managed identities and federated credentials need none.',
  finds: findsShapes(azureClientSecrets),
});
