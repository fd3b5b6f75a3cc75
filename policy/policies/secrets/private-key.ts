// CKV_SECRET_13 and 192: no private key stands in the open.
import { privateKeys } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsPrivateKey = secretPolicy({
  id: 'secrets-private-key',
  title: 'No input holds a private key in the open',
  severity: 'critical',
  checkov: ['CKV_SECRET_13', 'CKV_SECRET_192'],
  differs: { CKV_SECRET_192: 'checkov gets the pattern from its paid platform' },
  rationale: 'A private key is an identity that cannot be told from its owner.',
  finds: findsShapes(privateKeys),
});
