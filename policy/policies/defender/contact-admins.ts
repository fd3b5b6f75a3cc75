// CKV_AZURE_22: security alerts also go to the owners of the subscription.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const defenderContactAdmins = resourcePolicy({
  id: 'defender-contact-admins',
  title: 'Security alerts also go to the owners of the subscription',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_22'],
  differs: { CKV_AZURE_22: 'checkov knows the switch alertsToAdmins of old API versions alone' },
  rationale: 'Addresses go stale; owners change with the rights, so somebody who can act always hears of it.',
  remediation: {
    text: 'Turn notificationsByRole on for the role Owner.',
    example: "new security.SecurityContact('default', { notificationsByRole: { state: 'On', roles: ['Owner'] }, … });",
  },
  references: ['https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications'],
  types: ['azure-native:security:SecurityContact'],
  check: (contact) => {
    if (isOneOf(contact.read('alertsToAdmins'), ['On'])) return;
    if (!isOneOf(contact.read('notificationsByRole.state'), ['On']))
      contact.fail('notificationsByRole.state', `mails no owners: notificationsByRole.state is ${contact.shown('notificationsByRole.state')}`);
    else if (!contact.some('notificationsByRole.roles', (role) => isOneOf(role.read(''), ['Owner'])))
      contact.fail('notificationsByRole.roles', `mails no owners: notificationsByRole.roles is ${contact.shown('notificationsByRole.roles')}`);
  },
});
