// CKV_AZURE_139: a registry has no public endpoint.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const registryPublicAccess = resourcePolicy({
  id: 'registry-public-access',
  title: 'Container registries are closed to the public network',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_139'],
  differs: { CKV_AZURE_139: 'checkov takes the value only as it is spelled Disabled; Azure takes any case' },
  rationale: 'A public endpoint lets stolen credentials be used from anywhere; images are pulled from inside the network alone.',
  remediation: {
    text: 'Set publicNetworkAccess to Disabled, which needs the sku Premium, and lead a private endpoint to the registry.',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, publicNetworkAccess: 'Disabled', … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-private-link'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    if (!isOneOf(registry.read('publicNetworkAccess'), ['Disabled']))
      registry.fail('publicNetworkAccess', `is open to the public network: publicNetworkAccess is ${registry.shown('publicNetworkAccess')}`);
  },
});
