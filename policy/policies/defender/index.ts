// The policies on Defender for Cloud, in the order in which they are listed.
import { defenderContactAdmins } from './contact-admins';
import { defenderContactAlerts } from './contact-alerts';
import { defenderContactEmails } from './contact-emails';
import { defenderContactPhone } from './contact-phone';
import { defenderEveryPlan } from './every-plan';
import { defenderKeyvault } from './keyvault';
import { defenderRegistry } from './registry';
import { defenderResourceManager } from './resource-manager';
import { defenderStorage } from './storage';

export const defenderPolicies = [
  defenderContactAdmins,
  defenderContactAlerts,
  defenderContactEmails,
  defenderContactPhone,
  defenderEveryPlan,
  defenderKeyvault,
  defenderRegistry,
  defenderResourceManager,
  defenderStorage,
];
