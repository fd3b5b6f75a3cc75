// CKV_SECRET_5, 7, 8 and 15: no key of Cloudant, IBM Cloud, its object storage or SoftLayer stands in the open.
import { ibmKeys } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsIbmCloud = secretPolicy({
  id: 'secrets-ibm-cloud',
  title: 'No input holds a key of IBM Cloud in the open',
  severity: 'high',
  checkov: ['CKV_SECRET_5', 'CKV_SECRET_7', 'CKV_SECRET_8', 'CKV_SECRET_15'],
  differs: { CKV_SECRET_7: 'a bare "key" with 44 characters is left to secrets-keyword' },
  rationale: 'Source systems of insurers run there; a leaked key is an incident at a partner.',
  finds: findsShapes(ibmKeys),
});
