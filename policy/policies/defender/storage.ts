// CKV_AZURE_84: the Defender plan for storage accounts is on.
import { planPolicy } from './plan';

export const defenderStorage = planPolicy({
  id: 'defender-storage',
  what: 'storage',
  checkov: 'CKV_AZURE_84',
  anchors: ['CIS Azure 5.0 8.1.5'],
  plans: ['StorageAccounts'],
  severity: 'medium',
  level: 'mandatory',
  rationale: 'Without the plan nobody hears of malware in an upload or of a key that is used from an unusual place.',
  differs: 'checkov tells upper from lower case, and for ARM fails plans of other services too',
});
