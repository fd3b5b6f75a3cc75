// CKV_AZURE_234: the Defender plan for Azure Resource Manager is on.
import { planPolicy } from './plan';

export const defenderResourceManager = planPolicy({
  id: 'defender-resource-manager',
  what: 'Azure Resource Manager',
  checkov: 'CKV_AZURE_234',
  plans: ['Arm'],
  severity: 'medium',
  level: 'mandatory',
  rationale: 'Without the plan nobody hears of a deployment identity that suddenly does what attackers do.',
});
