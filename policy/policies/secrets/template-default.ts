// CKV_AZURE_131 in its ARM sense: a secure parameter of a template has no default.
import { resourcePolicy } from '../../policy';

export const secretsTemplateDefault = resourcePolicy({
  id: 'secrets-template-default',
  title: 'Secure parameters of templates have no default',
  severity: 'high',
  level: 'mandatory',
  checkov: [],
  anchors: ['CKV_AZURE_131 (ARM, Bicep)'],
  rationale: 'Azure keeps the template with the deployment; its defaults can be read by everyone who may read the group.',
  remediation: {
    text: 'Take defaultValue out and hand the value over as a parameter, from Key Vault or secret configuration.',
    example: "parameters: { adminPassword: { type: 'securestring' } }",
  },
  references: ['https://learn.microsoft.com/azure/azure-resource-manager/templates/template-test-cases'],
  types: ['azure-native:resources:Deployment', 'azure-native:resources:DeploymentAtSubscriptionScope', 'azure-native:resources:TemplateSpecVersion'],
  check: (deployment) => {
    const root = deployment.resource.type.endsWith('TemplateSpecVersion') ? 'mainTemplate.parameters' : 'properties.template.parameters';
    deployment.eachProperty(root, (parameter) => {
      const type = parameter.read('type');
      if (typeof type !== 'string' || !/^secure(?:string|object)$/i.test(type)) return;
      const value = parameter.read('defaultValue');
      // A fresh GUID is made anew by each deployment.
      const isHarmless = value === undefined || value === '' || (typeof value === 'string' && /^\[\s*newGuid\(\)\s*\]$/i.test(value));
      if (!isHarmless) parameter.fail('defaultValue', 'a secure parameter has a default that is written into the template');
    });
  },
});
