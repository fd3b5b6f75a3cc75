// CKV_AZURE_233: a registry, and each replica of it, outlives the loss of a zone.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const registryZoneRedundancy = resourcePolicy({
  id: 'registry-zone-redundancy',
  title: 'Container registries and their replicas are zone redundant',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_233'],
  differs: {
    CKV_AZURE_233:
      "an absent value fails as in checkov's Terraform variant; its ARM variant passes that, and disabled in any other case. Replicas are judged one by one.",
  },
  rationale: 'When the registry’s zone is down, no container of the ETL can start anywhere.',
  remediation: {
    text: 'Set zoneRedundancy to Enabled (Premium). It is fixed when the registry is made: changing it replaces the registry.',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, zoneRedundancy: 'Enabled', … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/zone-redundancy'],
  types: ['azure-native:containerregistry:Registry', 'azure-native:containerregistry:Replication'],
  check: (registry) => {
    if (!isOneOf(registry.read('zoneRedundancy'), ['Enabled']))
      registry.fail('zoneRedundancy', `is lost with its zone: zoneRedundancy is ${registry.shown('zoneRedundancy')}`);
  },
});
