// CKV_AZURE_165: a registry has a replica in another region.
import { stackPolicy } from '../../policy';
import { isPremium } from './sku';

export const registryGeoReplication = stackPolicy({
  id: 'registry-geo-replication',
  title: 'Container registries are replicated to another region',
  severity: 'low',
  level: 'advisory',
  checkov: ['CKV_AZURE_165'],
  differs: { CKV_AZURE_165: 'replications are resources of their own here; checkov takes the sku only as it is spelled Premium' },
  rationale:
    'Without a replica, no region can start an image while the registry’s own region is down. Where each region has a registry of its own, that serves as well.',
  remediation: {
    text: 'Give the registry the sku Premium and create a Replication in a second region.',
    example: "new containerregistry.Replication('registry-westus2', { registryName: registry.name, location: 'westus2', … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry, stack) => {
    if (!isPremium(registry)) {
      registry.fail('sku.name', `can't be replicated: the sku is ${registry.shown('sku.name')}`);
      return;
    }
    if (!stack.isReferred('azure-native:containerregistry:Replication', 'registryName', registry.resource))
      registry.fail('', 'has no replication in another region');
  },
});
