// CKV_SECRET_1 and 12: no token of Artifactory, npm or PyPI stands in the open.
import { packageTokens } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsPackageRegistry = secretPolicy({
  id: 'secrets-package-registry',
  title: 'No input holds a token of a package registry in the open',
  severity: 'high',
  checkov: ['CKV_SECRET_1', 'CKV_SECRET_12'],
  differs: { CKV_SECRET_12: 'checkov misses the npm_ tokens of today, and those that are UUIDs' },
  rationale: 'Whoever can publish a package runs code in every build that uses it.',
  finds: findsShapes(packageTokens),
});
