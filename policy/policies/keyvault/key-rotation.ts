// HX-KV-04: keys renew themselves.
import { isOneOf } from '../../compare';
import { resourcePolicy } from '../../policy';

export const keyVaultKeyRotation = resourcePolicy({
  id: 'keyvault-key-rotation',
  title: 'Keys rotate by themselves',
  severity: 'medium',
  level: 'mandatory',
  checkov: [],
  anchors: ['HX-KV-04', 'CIS Azure 5.0 8.3.9', 'PSRule AZR-000123'],
  rationale: 'Keys that somebody has to renew by hand are renewed after the incident.',
  remediation: {
    text: 'Add a rotationPolicy with a lifetime action of type rotate.',
    example:
      "new keyvault.Key('cmk', { properties: { rotationPolicy: { attributes: { expiryTime: 'P1Y' }, lifetimeActions: [{ action: { type: 'rotate' }, trigger: { timeBeforeExpiry: 'P30D' } }] }, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation'],
  types: ['azure-native:keyvault:Key'],
  check: (key) => {
    if (!key.some('properties.rotationPolicy.lifetimeActions', (action) => isOneOf(action.read('action.type'), ['rotate'])))
      key.fail('properties.rotationPolicy.lifetimeActions', 'no lifetime action rotates the key');
  },
});
