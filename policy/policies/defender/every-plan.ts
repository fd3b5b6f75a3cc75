// CKV_AZURE_19: a Defender plan that is configured is on, whatever it protects.
import { planPolicy } from './plan';

export const defenderEveryPlan = planPolicy({
  id: 'defender-every-plan',
  what: 'every plan that is configured',
  checkov: 'CKV_AZURE_19',
  anchors: ['trivy AZU-0045'],
  severity: 'low',
  // Each plan costs money; those of a data platform have mandatory policies of their own.
  level: 'advisory',
  differs: 'checkov tells upper from lower case; Azure does not',
  rationale: 'The free tier only lists settings; it raises no alert when something happens.',
});
