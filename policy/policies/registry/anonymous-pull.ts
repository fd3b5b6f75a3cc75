// CKV_AZURE_138: who pulls an image says who he is.
import { isOff, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const registryAnonymousPull = resourcePolicy({
  id: 'registry-anonymous-pull',
  title: 'Container registries let nobody pull without a login',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_138'],
  differs: { CKV_AZURE_138: 'checkov takes the sku only as it is spelled Standard or Premium; Azure takes any case' },
  anchors: ['PSRule Azure.ACR.AnonymousAccess'],
  rationale: 'Images of the ETL hold code and the names of internal systems; with anonymous pull whoever reaches the registry reads them, unseen.',
  remediation: {
    text: 'Set anonymousPullEnabled to false and grant AcrPull to those who pull.',
    example: "new containerregistry.Registry('registry', { anonymousPullEnabled: false, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/anonymous-pull-access'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    const value = registry.read('anonymousPullEnabled');
    if (value === undefined || isOff(value)) return;
    // Basic does not have it; what its sku lacks is another policy's matter.
    if (isOneOf(registry.read('sku.name'), ['Standard', 'Premium']))
      registry.fail('anonymousPullEnabled', `lets everyone pull: anonymousPullEnabled is ${registry.shown('anonymousPullEnabled')}`);
  },
  remediate: (inputs) => ({ ...inputs, anonymousPullEnabled: false }),
});
