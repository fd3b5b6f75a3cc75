// HX-AI-01: no shared key writes into Application Insights.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';

export const monitorAppInsightsLocalAuth = resourcePolicy({
  id: 'monitor-app-insights-local-auth',
  title: 'Application Insights takes identities, not keys',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-AI-01', 'PSRule Azure.AppInsights.LocalAuth'],
  rationale: 'The instrumentation key stands in configuration and logs; whoever reads it can feed false runs to the alerts.',
  remediation: {
    text: 'Set disableLocalAuth to true, and grant writers the role Monitoring Metrics Publisher.',
    example: "new applicationinsights.Component('app', { disableLocalAuth: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication'],
  types: ['azure-native:applicationinsights:Component'],
  check: (component) => {
    if (!isOn(component.read('disableLocalAuth')))
      component.fail('disableLocalAuth', `takes a shared key: disableLocalAuth is ${component.shown('disableLocalAuth')}`);
  },
  remediate: (inputs) => ({ ...inputs, disableLocalAuth: true }),
});
