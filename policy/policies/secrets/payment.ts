// CKV_SECRET_16 and 17: no key of Square or Stripe stands in the open.
import { paymentKeys } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsPayment = secretPolicy({
  id: 'secrets-payment',
  title: 'No input holds a key of a payment service in the open',
  severity: 'critical',
  checkov: ['CKV_SECRET_16', 'CKV_SECRET_17'],
  rationale: 'These keys move money.',
  finds: findsShapes(paymentKeys),
});
