// A registry asks for nothing that its sku lacks: Azure refuses it in the middle of an update, or leaves it out.
import { isOn, isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import type { Subject } from '../../subject';
import { inTurn } from '../../in-turn';

interface Feature {
  readonly path: string;
  readonly what: string;
  readonly isUsed: (registry: Subject, path: string) => boolean;
}

const isWord =
  (word: string): Feature['isUsed'] =>
  (registry, path) =>
    isOneOf(registry.read(path), [word]);
const isTrue: Feature['isUsed'] = (registry, path) => isOn(registry.read(path));

const premiumFeatures: readonly Feature[] = [
  { path: 'publicNetworkAccess', what: 'a closed public endpoint', isUsed: isWord('Disabled') },
  { path: 'networkRuleSet.defaultAction', what: 'network rules', isUsed: isWord('Deny') },
  { path: 'networkRuleSet.ipRules', what: 'network rules', isUsed: (registry, path) => registry.some(path, () => true) },
  { path: 'zoneRedundancy', what: 'zone redundancy', isUsed: isWord('Enabled') },
  { path: 'dataEndpointEnabled', what: 'dedicated data endpoints', isUsed: isTrue },
  { path: 'encryption.status', what: 'customer-managed keys', isUsed: isWord('enabled') },
  { path: 'policies.retentionPolicy.status', what: 'a retention policy', isUsed: isWord('enabled') },
  { path: 'policies.quarantinePolicy.status', what: 'quarantine', isUsed: isWord('enabled') },
  { path: 'policies.trustPolicy.status', what: 'content trust', isUsed: isWord('enabled') },
  { path: 'policies.exportPolicy.status', what: 'an export policy', isUsed: isWord('disabled') },
];
const standardFeatures: readonly Feature[] = [{ path: 'anonymousPullEnabled', what: 'anonymous pull', isUsed: isTrue }];

export const registrySkuFeatures = resourcePolicy({
  id: 'registry-sku-features',
  title: 'Container registries use only what their sku has',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  rationale: 'A Basic registry with network rules looks protected in the program and is open, or stops an update half way.',
  remediation: {
    text: 'Raise sku.name to Premium, or take the feature out.',
    example: "new containerregistry.Registry('registry', { sku: { name: 'Premium' }, networkRuleSet: { defaultAction: 'Deny' }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-skus'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    const sku = registry.read('sku.name');
    if (isOneOf(sku, ['Premium'])) return;
    const ask = (features: readonly Feature[], needed: string) =>
      features.map(({ path, what, isUsed }) => () => {
        if (isUsed(registry, path)) registry.fail(path, `asks for ${what}, which the sku ${registry.shown('sku.name')} lacks: it needs ${needed}`);
      });
    inTurn(...ask(premiumFeatures, 'Premium'), ...(isOneOf(sku, ['Standard']) ? [] : ask(standardFeatures, 'Standard or Premium')));
  },
});
