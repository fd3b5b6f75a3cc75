// CKV_AZURE_166: an image is held back until a scanner has passed it.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const registryQuarantine = resourcePolicy({
  id: 'registry-quarantine',
  title: 'Container registries hold new images in quarantine',
  severity: 'low',
  level: 'advisory',
  checkov: ['CKV_AZURE_166'],
  differs: { CKV_AZURE_166: 'checkov takes the status only as it is spelled enabled; Azure takes any case' },
  anchors: ['PSRule Azure.ACR.Quarantine'],
  rationale:
    'Quarantine keeps an unscanned image from being pulled. It needs a scanner that marks images as passed: without one, nothing can be pulled at all.',
  remediation: {
    text: 'Set policies.quarantinePolicy.status to enabled (Premium), once a scanner marks images as passed.',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, policies: { quarantinePolicy: { status: 'enabled' } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-skus'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    const path = 'policies.quarantinePolicy.status';
    if (!isOneOf(registry.read(path), ['enabled'])) registry.fail(path, `serves images that nobody scanned: ${path} is ${registry.shown(path)}`);
  },
});
