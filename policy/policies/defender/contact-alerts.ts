// CKV_AZURE_21: alerts of high severity are mailed to the security contact.
import { isOff, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';

/** Versions before 2023 have one switch: "On", or an object with a state. */
const isOnInOldVersions = (contact: Subject): boolean =>
  isOneOf(contact.read('alertNotifications'), ['On']) || isOneOf(contact.read('alertNotifications.state'), ['On']);

const isOnBySource = (contact: Subject): boolean =>
  contact.some(
    'notificationsSources',
    (source) => isOneOf(source.read('sourceType'), ['Alert']) && isOneOf(source.read('minimalSeverity'), ['High', 'Medium', 'Low']),
  );

export const defenderContactAlerts = resourcePolicy({
  id: 'defender-contact-alerts',
  title: 'Alerts of high severity are mailed to the security contact',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_21'],
  differs: { CKV_AZURE_21: 'checkov knows the switch of old API versions alone' },
  anchors: ['trivy AZU-0044'],
  rationale: 'An alert that nobody is sent is found weeks later, in the portal.',
  remediation: {
    text: 'Add a notification source for alerts with a minimal severity, and leave the contact enabled.',
    example: "new security.SecurityContact('default', { isEnabled: true, notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'High' }], … });",
  },
  references: ['https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications'],
  types: ['azure-native:security:SecurityContact'],
  check: (contact) => {
    if (isOff(contact.read('isEnabled'))) contact.fail('isEnabled', `the contact is off: isEnabled is ${contact.shown('isEnabled')}`);
    else if (!isOnBySource(contact) && !isOnInOldVersions(contact)) contact.fail('notificationsSources', 'mails no alerts of high severity');
  },
});
