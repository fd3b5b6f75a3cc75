// CKV_AZURE_137: nobody logs in to a registry by its shared admin password.
import { isOn } from '../../compare';
import { resourcePolicy } from '../../policy';

export const registryAdminUser = resourcePolicy({
  id: 'registry-admin-user',
  title: 'Container registries have no admin user',
  severity: 'high',
  level: 'mandatory',
  checkov: ['CKV_AZURE_137'],
  differs: { CKV_AZURE_137: "checkov's ARM variant passes a true that is written as text, which Azure takes as on" },
  anchors: ['PSRule Azure.ACR.AdminUser'],
  rationale: 'The admin user is one password with all rights that everyone shares: nobody can tell who pushed an image, nor take the right from one person.',
  remediation: {
    text: 'Set adminUserEnabled to false and grant AcrPull or AcrPush to identities.',
    example: "new containerregistry.Registry('registry', { adminUserEnabled: false, … });",
  },
  references: ['https://learn.microsoft.com/azure/container-registry/container-registry-authentication'],
  types: ['azure-native:containerregistry:Registry'],
  check: (registry) => {
    if (isOn(registry.read('adminUserEnabled'))) registry.fail('adminUserEnabled', 'has the admin user: adminUserEnabled is true');
  },
  remediate: (inputs) => ({ ...inputs, adminUserEnabled: false }),
});
