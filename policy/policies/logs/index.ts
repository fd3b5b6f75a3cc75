// The policies on logs and diagnostic settings, in the order in which they are listed.
import { logsDailyCap } from './daily-cap';
import { logsDiagnosticDestination } from './diagnostic-destination';
import { logsDiagnosticRetention } from './diagnostic-retention';
import { logsDiagnosticSetting } from './diagnostic-setting';
import { logsLocalAuth } from './local-auth';
import { logsPublicAccess } from './public-access';
import { logsRetention } from './retention';

export const logsPolicies = [
  logsDiagnosticSetting,
  logsDiagnosticDestination,
  logsDiagnosticRetention,
  logsRetention,
  logsLocalAuth,
  logsPublicAccess,
  logsDailyCap,
];
