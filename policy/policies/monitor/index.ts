// The policies on alerts, the activity log and Application Insights, in the order in which they are listed.
import { monitorActionGroupReceivers } from './action-group-receivers';
import { monitorActivityAlerts } from './activity-alerts';
import { monitorActivityLogCategories } from './activity-log-categories';
import { monitorActivityLogRetention } from './activity-log-retention';
import { monitorAlertAction } from './alert-action';
import { monitorAlertAutoResolve } from './alert-auto-resolve';
import { monitorAlertEnabled } from './alert-enabled';
import { monitorAlertScope } from './alert-scope';
import { monitorAppInsightsLocalAuth } from './app-insights-local-auth';
import { monitorAppInsightsWorkspace } from './app-insights-workspace';

export const monitorPolicies = [
  monitorActivityLogRetention,
  monitorActivityLogCategories,
  monitorActivityAlerts,
  monitorAlertAction,
  monitorAlertEnabled,
  monitorAlertScope,
  monitorAlertAutoResolve,
  monitorActionGroupReceivers,
  monitorAppInsightsWorkspace,
  monitorAppInsightsLocalAuth,
];
