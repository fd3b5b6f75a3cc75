// CKV_AZURE_87: the Defender plan for key vaults is on.
import { planPolicy } from './plan';

export const defenderKeyvault = planPolicy({
  id: 'defender-keyvault',
  what: 'key vaults',
  checkov: 'CKV_AZURE_87',
  anchors: ['CIS Azure 5.0 8.1.8'],
  plans: ['KeyVaults'],
  severity: 'medium',
  level: 'mandatory',
  rationale: 'Without the plan nobody hears of a vault that is read out by a stolen identity.',
  differs: 'checkov tells upper from lower case, and for ARM fails plans of other services too',
});
