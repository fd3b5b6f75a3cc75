// No shared access signature stands in the open; checkov misses them.
import { azureSas } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsAzureSas = secretPolicy({
  id: 'secrets-azure-sas',
  title: 'No input holds a shared access signature in the open',
  severity: 'critical',
  checkov: [],
  rationale: 'Whoever reads the signature has its rights until it expires; it cannot be taken back without changing the key.',
  finds: findsShapes(azureSas),
});
