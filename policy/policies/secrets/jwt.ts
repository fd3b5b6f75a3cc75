// CKV_SECRET_9: no JSON web token stands in the open.
import { webTokens } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsJwt = secretPolicy({
  id: 'secrets-jwt',
  title: 'No input holds a JSON web token in the open',
  severity: 'high',
  checkov: ['CKV_SECRET_9'],
  rationale: 'Whoever has the token is its owner until it expires.',
  finds: findsShapes(webTokens),
});
