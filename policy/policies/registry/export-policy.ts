// HX-ACR-01: images leave a registry by pull alone, not by export to another one.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';
import { isPremium } from './sku';

const path = 'policies.exportPolicy.status';

export const registryExportPolicy = resourcePolicy({
  id: 'registry-export-policy',
  title: 'Container registries let no artifacts be exported',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-ACR-01', 'PSRule Azure.ACR.ExportPolicy'],
  rationale: 'With exports on, whoever may read a private registry can import its images into a registry of his own, past every network rule.',
  remediation: {
    text: 'Set policies.exportPolicy.status to disabled. Azure takes that only where publicNetworkAccess is Disabled.',
    example: "new containerregistry.Registry('registry', { publicNetworkAccess: 'Disabled', policies: { exportPolicy: { status: 'disabled' } }, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/data-loss-prevention'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    if (isOneOf(registry.read(path), ['disabled'])) return;
    // Premium alone has the setting; a registry without a sku is told so elsewhere.
    if (isPremium(registry)) registry.fail(path, `lets artifacts be exported: ${path} is ${registry.shown(path)}`);
  },
});
