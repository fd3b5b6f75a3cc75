// CKV_AZURE_167: manifests that no tag leads to are removed after some days.
import { isOneOf, numberOf } from '../../compare';
import { resourcePolicy } from '../../policy';

const status = 'policies.retentionPolicy.status';
const days = 'policies.retentionPolicy.days';

export const registryRetention = resourcePolicy({
  id: 'registry-retention',
  title: 'Container registries remove untagged manifests after some days',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_167'],
  differs: { CKV_AZURE_167: 'checkov passes when the days are merely there, even 0 days or a policy that is off' },
  rationale: 'Old builds pile up, cost money and keep known holes ready to be pulled by digest.',
  remediation: {
    text: 'Set policies.retentionPolicy to { status: enabled } with the days of the longest rollback (Premium).',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, policies: { retentionPolicy: { status: 'enabled', days: 90 } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    if (!isOneOf(registry.read(status), ['enabled'])) {
      registry.fail(status, `keeps untagged manifests for ever: ${status} is ${registry.shown(status)}`);
      return;
    }
    const value = registry.read(days);
    // Azure keeps them for 7 days where nothing is said.
    if (value !== undefined && (numberOf(value) ?? 0) < 1) registry.fail(days, `removes untagged manifests at once: ${days} is ${registry.shown(days)}`);
  },
});
