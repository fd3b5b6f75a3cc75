// CKV_AZURE_131: the security contact has an address. Checkov's other sense of the id is secrets-template-default.
import { textOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isList } from '../../value';

export const defenderContactEmails = resourcePolicy({
  id: 'defender-contact-emails',
  title: 'The security contact has e-mail addresses',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_131'],
  differs: { CKV_AZURE_131: 'checkov uses the id twice; defaults of secure template parameters are judged by secrets-template-default' },
  rationale: 'Alerts of Defender for Cloud reach nobody without an address.',
  remediation: {
    text: 'Set emails to the addresses of the team, separated by semicolons.',
    example: "new security.SecurityContact('default', { emails: 'data-platform@example.com', … });",
  },
  references: ['https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications'],
  types: ['azure-native:security:SecurityContact'],
  check: (contact) => {
    const emails = contact.readAny('emails', 'email');
    const isThere = isList(emails) ? emails.length > 0 : (textOf(emails)?.trim() ?? '') !== '';
    if (!isThere) contact.fail('emails', 'has no address: emails is not set');
  },
});
