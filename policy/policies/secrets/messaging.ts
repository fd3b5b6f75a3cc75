// CKV_SECRET_11, 14 and 18: no token of Mailchimp, Slack, Twilio and the like stands in the open.
import { messagingTokens } from '../../secrets';
import { findsShapes, secretPolicy } from './secret-policy';

export const secretsMessaging = secretPolicy({
  id: 'secrets-messaging',
  title: 'No input holds a token of a messaging service in the open',
  severity: 'high',
  checkov: ['CKV_SECRET_11', 'CKV_SECRET_14', 'CKV_SECRET_18'],
  rationale: 'A webhook or token lets strangers speak in the alert channel, where people act on what they read.',
  finds: findsShapes(messagingTokens),
});
