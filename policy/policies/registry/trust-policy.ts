// CKV_AZURE_164: images are signed. The feature itself is on its way out, so this advises.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const registryTrustPolicy = resourcePolicy({
  id: 'registry-trust-policy',
  title: 'Container registries ask for signed images',
  severity: 'low',
  level: 'advisory',
  checkov: ['CKV_AZURE_164'],
  rationale:
    'A signature shows that an image is the one that the pipeline built. Microsoft removes Docker Content Trust on 2028-03-31: sign with Notation instead.',
  remediation: {
    text: 'Sign images with Notation and verify them before they run; only a registry that uses Docker Content Trust already keeps policies.trustPolicy.status enabled.',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, policies: { trustPolicy: { status: 'enabled', type: 'Notary' } }, … });",
  },
  references: ['https://aka.ms/acr/dctdeprecation', 'https://learn.microsoft.com/azure/container-registry/container-registry-content-trust'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    const path = 'policies.trustPolicy.status';
    if (!isOneOf(registry.read(path), ['enabled']))
      registry.fail(
        path,
        `takes unsigned images: ${path} is ${registry.shown(path)} (Docker Content Trust is removed on 2028-03-31; Notation takes its place)`,
      );
  },
});
