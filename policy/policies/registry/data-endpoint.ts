// CKV_AZURE_237: layers come from an address of the registry's own, so that firewalls need not open all of Azure storage.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';

export const registryDataEndpoint = resourcePolicy({
  id: 'registry-data-endpoint',
  title: 'Container registries have dedicated data endpoints',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_237'],
  rationale: 'Without one, clients must be let out to *.blob.core.windows.net to pull a layer, which is a way out for data too.',
  remediation: {
    text: 'Set dataEndpointEnabled to true (Premium).',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, dataEndpointEnabled: true, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-firewall-access-rules'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    if (!isOn(registry.read('dataEndpointEnabled')))
      registry.fail('dataEndpointEnabled', `serves layers from shared storage addresses: dataEndpointEnabled is ${registry.shown('dataEndpointEnabled')}`);
  },
});
