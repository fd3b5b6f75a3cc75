// CKV_AZURE_86: the Defender plan for container registries is on.
import { planPolicy } from './plan';

export const defenderRegistry = planPolicy({
  id: 'defender-registry',
  what: 'container registries',
  checkov: 'CKV_AZURE_86',
  plans: ['Containers', 'ContainerRegistry'],
  severity: 'medium',
  level: 'mandatory',
  rationale: 'Without the plan the images of the ETL are not scanned once they lie in the registry.',
  differs: 'the plan is called Containers today, which checkov does not know; and it tells upper from lower case',
});
