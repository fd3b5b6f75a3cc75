// CKV_SECRET_2: no AWS key stands in the open.
import { awsKeys } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsAwsKey = secretPolicy({
  id: 'secrets-aws-key',
  title: 'No input holds an AWS key in the open',
  severity: 'critical',
  checkov: ['CKV_SECRET_2'],
  rationale: 'Ingestion reads from partners that live in AWS; their keys are theirs.',
  finds: findsShapes(awsKeys),
});
