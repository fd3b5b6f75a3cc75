// CKV_AZURE_20: the security contact has a phone number.
import { textOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const defenderContactPhone = resourcePolicy({
  id: 'defender-contact-phone',
  title: 'The security contact has a phone number',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_20'],
  differs: { CKV_AZURE_20: 'checkov takes a number for a phone; Azure takes text alone' },
  anchors: ['trivy AZU-0046'],
  rationale: 'When Microsoft finds the subscription under attack at night, mail is read in the morning.',
  remediation: {
    text: 'Set phone to a number that is answered at any hour.',
    example: "new security.SecurityContact('default', { phone: '+1-555-0100', … });",
  },
  references: ['https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications'],
  types: ['azure-native:security:SecurityContact'],
  check: (contact) => {
    if ((textOf(contact.read('phone'))?.trim() ?? '') === '') contact.fail('phone', 'has no phone number: phone is not set');
  },
});
