// HX-ACR-03: a deleted image can be brought back. Azure refuses soft delete beside a retention policy, so either will do.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const path = 'policies.softDeletePolicy.status';

export const registrySoftDelete = resourcePolicy({
  id: 'registry-soft-delete',
  title: 'Container registries keep deleted artifacts for some days',
  severity: 'low',
  level: 'advisory',
  checkov: [],
  anchors: ['HX-ACR-03', 'PSRule Azure.ACR.SoftDelete'],
  rationale: 'An image that is deleted by mistake is gone for good, and with it the way back to an earlier release.',
  remediation: {
    text: 'Set policies.softDeletePolicy.status to enabled. Not beside an enabled retentionPolicy, which Azure refuses, nor in a replicated registry.',
    example: "new containerregistry.Registry('registry', { policies: { softDeletePolicy: { status: 'enabled', retentionDays: 30 } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    if (isOneOf(registry.read(path), ['enabled']) || isOneOf(registry.read('policies.retentionPolicy.status'), ['enabled'])) return;
    registry.fail(path, `loses deleted artifacts at once: ${path} is ${registry.shown(path)}`);
  },
});
