// CKV_AZURE_40: a key has an end.
import { resourcePolicy } from '../../policy';
import { someKnown } from '../../in-turn';
import { isEnd } from './expiry';

const ends = ['properties.attributes.expires', 'properties.rotationPolicy.attributes.expiryTime'];

export const keyVaultKeyExpiry = resourcePolicy({
  id: 'keyvault-key-expiry',
  title: 'Keys expire',
  severity: 'medium',
  level: 'mandatory',
  checkov: ['CKV_AZURE_40'],
  differs: { CKV_AZURE_40: "checkov's Terraform check knows the date alone, its ARM check the rotation policy alone: either will do here" },
  anchors: ['trivy AZU-0014', 'CIS Azure 5.0 8.3.1'],
  rationale: 'A key without an end is never renewed, and a copy that leaked stays good for ever.',
  remediation: {
    text: 'Set properties.attributes.expires, or rotationPolicy.attributes.expiryTime.',
    example: "new keyvault.Key('cmk', { properties: { rotationPolicy: { attributes: { expiryTime: 'P1Y' } }, … } });",
  },
  references: ['https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation'],
  types: ['azure-native:keyvault:Key'],
  check: (key) => {
    if (!someKnown(ends, (path) => isEnd(key.read(path))))
      key.fail('properties.attributes.expires', `never expires: expires is ${key.shown('properties.attributes.expires')}`);
  },
});
