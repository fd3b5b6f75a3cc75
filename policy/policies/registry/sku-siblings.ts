// Private endpoints and replications lead to Premium registries alone: Azure refuses them for the others.
import { stackPolicy } from '../../policy';
import { hasPrivateEndpoint } from '../shared/private-endpoint';
import { isPremium } from './sku';

export const registrySkuSiblings = stackPolicy({
  id: 'registry-sku-siblings',
  title: 'Private endpoints and replications belong to Premium registries',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'Azure makes the registry and then refuses the endpoint: the update stops half way, with a registry that stays open.',
  remediation: {
    text: 'Raise sku.name to Premium, or take the endpoint or the replication out.',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-skus'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry, stack) => {
    if (isPremium(registry)) return;
    const sku = registry.shown('sku.name');
    if (stack.isReferred('azure-native:containerregistry:Replication', 'registryName', registry.resource))
      registry.fail('sku.name', `has a replication, which the sku ${sku} lacks: it needs Premium`);
    if (hasPrivateEndpoint(registry.resource, stack)) registry.fail('sku.name', `has a private endpoint, which the sku ${sku} lacks: it needs Premium`);
  },
});
