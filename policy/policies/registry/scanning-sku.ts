// CKV_AZURE_163: a registry has a sku that Defender scans as a matter of course. Says nothing of Defender itself being on.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const registryScanningSku = resourcePolicy({
  id: 'registry-scanning-sku',
  title: 'Container registries have the sku Standard or Premium',
  severity: 'low',
  level: 'mandatory',
  checkov: ['CKV_AZURE_163'],
  differs: { CKV_AZURE_163: 'checkov takes the sku only as it is spelled Standard or Premium; Azure takes any case' },
  anchors: ['PSRule Azure.ACR.MinSku'],
  rationale: 'Basic is meant for trying things out: it is throttled early, and images in it are left out where scanning is a matter of the sku.',
  remediation: {
    text: 'Set sku.name to Standard, or to Premium where the registry is to be private.',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-skus'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    if (!isOneOf(registry.read('sku.name'), ['Standard', 'Premium'])) registry.fail('sku.name', `has the sku ${registry.shown('sku.name')}`);
  },
});
