// CKV_SECRET_3: no key of an Azure service stands in the open.
import { azureKeys } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsAzureKey = secretPolicy({
  id: 'secrets-azure-key',
  title: 'No input holds a key of an Azure service in the open',
  severity: 'critical',
  checkov: ['CKV_SECRET_3'],
  differs: { CKV_SECRET_3: 'checkov wants the word azure or AccountKey near the key and leaves keys of Cosmos DB out' },
  rationale: 'An account key opens everything in the account, from anywhere the firewall lets through, and leaves no name in the log.',
  finds: findsShapes(azureKeys),
});
