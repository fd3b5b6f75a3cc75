// CKV_SECRET_4: no address holds a password.
import { basicAuth } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsBasicAuth = secretPolicy({
  id: 'secrets-basic-auth',
  title: 'No address holds a user name and a password',
  severity: 'high',
  checkov: ['CKV_SECRET_4'],
  differs: { CKV_SECRET_4: 'a password with punctuation counts too' },
  rationale: 'Addresses are logged by every proxy and shown in every error message, the password with them.',
  finds: findsShapes(basicAuth),
});
