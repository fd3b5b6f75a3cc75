import type { Properties } from '../../../../localcloud/kind';
import { accepts, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:keyvault:Key';
const vault = (sku: string, over: Properties = {}): Made => [
  'azure-native:keyvault:Vault',
  {
    vaultName: 'kv-fidelity-001',
    resourceGroupName: 'rg1',
    location: 'westeurope',
    properties: { tenantId: '22222222-2222-2222-2222-222222222222', sku: { family: 'A', name: sku }, enableRbacAuthorization: true, ...over },
  },
];
const given = [vault('standard')];
const premium = [vault('premium')];
const key = (properties: Properties, top: Properties = {}): Properties => ({
  keyName: 'cmk',
  vaultName: 'kv-fidelity-001',
  resourceGroupName: 'rg1',
  properties,
  ...top,
});
const uri = 'https://kv-fidelity-001.vault.azure.net/keys/cmk';
const rotation = (...lifetimeActions: Properties[]): Properties => ({ kty: 'RSA', rotationPolicy: { attributes: { expiryTime: 'P90D' }, lifetimeActions } });

accepts(token, [
  { name: 'KVK-05 gives an EC key the curve P-256', given, inputs: key({ kty: 'EC' }), outputs: { kty: 'EC', curveName: 'P-256', keyOps: ['sign', 'verify'] } },
  {
    name: 'KVK-06 ignores a PUT on an existing key',
    given,
    first: key({ kty: 'RSA', keySize: 2048 }),
    inputs: key({ kty: 'RSA', keySize: 4096 }),
    outputs: { keySize: 2048 },
  },
  {
    name: 'KVK-08 gives a key its URIs',
    given,
    inputs: key({ kty: 'RSA', keySize: 2048 }),
    outputs: { keyUri: uri, keyUriWithVersion: expect.stringMatching(/^https:\/\/kv-fidelity-001\.vault\.azure\.net\/keys\/cmk\/[a-f0-9]{32}$/) },
  },
  {
    name: 'defaults an RSA key to 2048 bits',
    given,
    inputs: key({ kty: 'RSA' }),
    outputs: { keySize: 2048, attributes: { enabled: true, exportable: false, recoveryLevel: 'Recoverable+Purgeable' } },
  },
  {
    name: 'states the recovery level of a protected vault',
    given: [vault('standard', { enablePurgeProtection: true, softDeleteRetentionInDays: 7 })],
    inputs: key({ kty: 'RSA' }),
    outputs: { attributes: { recoveryLevel: 'CustomizedRecoverable' } },
  },
  { name: 'accepts an HSM key in a premium vault', given: premium, inputs: key({ kty: 'RSA-HSM', keySize: 3072 }), outputs: { keySize: 3072 } },
  {
    name: 'accepts a rotation policy',
    given,
    inputs: key(
      rotation({ action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P60D' } }, { action: { type: 'notify' }, trigger: { timeBeforeExpiry: 'P30D' } }),
    ),
  },
]);

refuses(token, [
  { name: 'KVK-07 refuses an HSM key in a standard vault', given, inputs: key({ kty: 'RSA-HSM' }), status: 400, message: /premium/ },
  { name: 'refuses an EC HSM key in a standard vault', given, inputs: key({ kty: 'EC-HSM' }), status: 400 },
  { name: 'refuses a key type that does not exist', given, inputs: key({ kty: 'AES' }), path: 'properties.kty' },
  { name: 'refuses 1024 bits', given, inputs: key({ kty: 'RSA', keySize: 1024 }), path: 'properties.keySize' },
  { name: 'refuses a size of an EC key', given, inputs: key({ kty: 'EC', keySize: 2048 }), path: 'properties.keySize' },
  { name: 'refuses a curve of an RSA key', given, inputs: key({ kty: 'RSA', curveName: 'P-256' }), path: 'properties.curveName' },
  { name: 'refuses an unknown curve', given, inputs: key({ kty: 'EC', curveName: 'P-192' }), path: 'properties.curveName' },
  { name: 'refuses to wrap with an EC key', given, inputs: key({ kty: 'EC', keyOps: ['wrapKey'] }), path: 'properties.keyOps' },
  {
    name: 'refuses an exportable key without a release policy',
    given: premium,
    inputs: key({ kty: 'RSA-HSM', attributes: { exportable: true } }),
    path: 'properties.releasePolicy',
  },
  {
    name: 'refuses a release policy of a key that is not exportable',
    given: premium,
    inputs: key({ kty: 'RSA-HSM', releasePolicy: { data: 'e30' } }),
    path: 'properties.attributes.exportable',
  },
  {
    name: 'refuses an expiry time below 28 days',
    given,
    inputs: key({ kty: 'RSA', rotationPolicy: { attributes: { expiryTime: 'P20D' } } }),
    message: /28 days/,
  },
  {
    name: 'refuses a duration that is none',
    given,
    inputs: key({ kty: 'RSA', rotationPolicy: { attributes: { expiryTime: '90 days' } } }),
    message: /ISO 8601/,
  },
  {
    name: 'refuses a trigger with both times',
    given,
    inputs: key(rotation({ action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P60D', timeBeforeExpiry: 'P30D' } })),
    message: /exactly one/,
  },
  {
    name: 'refuses to notify after creation',
    given,
    inputs: key(rotation({ action: { type: 'notify' }, trigger: { timeAfterCreate: 'P60D' } })),
    message: /only applies to rotate/,
  },
  {
    name: 'refuses an expiry before notBefore',
    given,
    inputs: key({ kty: 'RSA', attributes: { notBefore: 20, expires: 10 } }),
    path: 'properties.attributes.expires',
  },
  { name: 'refuses a space in the name', given, inputs: key({ kty: 'RSA' }, { keyName: 'my key' }), code: 'BadParameter' },
  { name: 'refuses a vault that is not there', inputs: key({ kty: 'RSA' }), status: 404 },
]);

test('KVK-06 keeps the version of an existing key', () => {
  const cloud = worldOf(given);
  const first = cloud.create(token, key({ kty: 'RSA' }));
  expect(cloud.update(first, key({ kty: 'RSA', keySize: 4096 })).outputs['keyUriWithVersion']).toBe(first.outputs['keyUriWithVersion']);
});

test('a deleted key holds its name', () => {
  const cloud = worldOf(given);
  cloud.remove(cloud.create(token, key({ kty: 'RSA' })));
  expect(cloud.refusal(() => cloud.create(token, key({ kty: 'RSA' })))).toMatchObject({
    status: 409,
    code: 'Conflict',
    message: expect.stringContaining('Key cmk is currently in a deleted but recoverable state'),
  });
});

refuses(token, [
  {
    name: 'refuses two actions of one type',
    given,
    inputs: key(
      rotation({ action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P60D' } }, { action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P70D' } }),
    ),
    message: /only one lifetime action/,
  },
  {
    name: 'refuses a time before no expiry',
    given,
    inputs: key({ kty: 'RSA', rotationPolicy: { lifetimeActions: [{ action: { type: 'notify' }, trigger: { timeBeforeExpiry: 'P30D' } }] } }),
    message: /needs an expiryTime/,
  },
  {
    name: 'refuses to rotate after 6 days',
    given,
    inputs: key(rotation({ action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P6D' } })),
    message: /at least 7 days/,
  },
  {
    name: 'refuses an exportable key in a standard vault',
    given,
    inputs: key({ kty: 'RSA', attributes: { exportable: true }, releasePolicy: { data: 'e30' } }),
    status: 400,
    message: /premium/,
  },
  { name: 'refuses a time in fractions of a second', given, inputs: key({ kty: 'RSA', attributes: { expires: 1.5 } }), path: 'properties.attributes.expires' },
]);
