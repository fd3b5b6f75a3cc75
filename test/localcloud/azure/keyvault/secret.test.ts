import type { Properties } from '../../../../localcloud/kind';
import { accepts, refuses, worldOf, type Made } from '../../../support/azure-cases';

const token = 'azure-native:keyvault:Secret';
const vault = (over: Properties = {}): Made => [
  'azure-native:keyvault:Vault',
  {
    vaultName: 'kv-fidelity-001',
    resourceGroupName: 'rg1',
    location: 'westeurope',
    properties: { tenantId: '22222222-2222-2222-2222-222222222222', sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true, ...over },
  },
];
const secret = (properties: Properties = { value: 's3cr3t' }, top: Properties = {}): Properties => ({
  secretName: 'db-password',
  vaultName: 'kv-fidelity-001',
  resourceGroupName: 'rg1',
  properties,
  ...top,
});
const given = [vault()];
const uri = 'https://kv-fidelity-001.vault.azure.net/secrets/db-password';

accepts(token, [
  {
    name: 'gives a secret its URIs and times',
    given,
    inputs: secret(),
    outputs: {
      name: 'db-password',
      location: 'westeurope',
      properties: {
        secretUri: uri,
        secretUriWithVersion: expect.stringMatching(/\/[0-9a-f]{32}$/),
        attributes: { enabled: true, created: expect.any(Number) },
      },
    },
  },
  {
    name: 'accepts content type, times and 15 tags',
    given,
    inputs: secret(
      { value: 'x', contentType: 'text/plain', attributes: { enabled: true, notBefore: 1, expires: 2 } },
      { tags: Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`k${index}`, 'v'])) },
    ),
  },
  { name: 'accepts a name of 127 characters', given, inputs: secret({ value: 'x' }, { secretName: 'a'.repeat(127) }) },
]);

refuses(token, [
  { name: 'KVS-03 refuses a name of 128 characters', given, inputs: secret({ value: 'x' }, { secretName: 'a'.repeat(128) }), code: 'BadParameter' },
  { name: 'refuses an underscore in the name', given, inputs: secret({ value: 'x' }, { secretName: 'db_password' }), code: 'BadParameter' },
  {
    name: 'KVS-09 refuses missing properties',
    given,
    inputs: { secretName: 'db-password', vaultName: 'kv-fidelity-001', resourceGroupName: 'rg1' },
    path: 'properties',
  },
  { name: 'refuses a secret without a value', given, inputs: secret({}), path: 'properties.value' },
  { name: 'refuses a value above 25 kB', given, inputs: secret({ value: 'x'.repeat(25_601) }), path: 'properties.value' },
  {
    name: 'refuses an expiry before notBefore',
    given,
    inputs: secret({ value: 'x', attributes: { notBefore: 20, expires: 10 } }),
    path: 'properties.attributes.expires',
  },
  {
    name: 'refuses 16 tags',
    given,
    inputs: secret({ value: 'x' }, { tags: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`k${index}`, 'v'])) }),
    path: 'tags',
  },
  { name: 'refuses a content type of 256 characters', given, inputs: secret({ value: 'x', contentType: 'c'.repeat(256) }), path: 'properties.contentType' },
  { name: 'refuses a vault that is not there', inputs: secret(), status: 404, code: 'ParentResourceNotFound' },
]);

test('KVS-05 a new value makes a new version under the same URI', () => {
  const cloud = worldOf(given);
  const first = cloud.create(token, secret());
  expect(cloud.plan(first, secret({ value: 'n3w' })).action).toBe('update');
  const second = cloud.update(first, secret({ value: 'n3w' }));
  const uris = [first, second].map(({ outputs }) => outputs['properties'] as Properties);
  expect(uris[1]?.['secretUri']).toBe(uris[0]?.['secretUri']);
  expect(uris[1]?.['secretUriWithVersion']).not.toBe(uris[0]?.['secretUriWithVersion']);
});

test('the value never comes back', () => {
  expect(JSON.stringify(worldOf(given).create(token, secret()).outputs)).not.toContain('s3cr3t');
});

test('KVS-07 a vault takes its secrets with it', () => {
  const cloud = worldOf();
  const owner = cloud.create(...vault());
  const stored = cloud.create(token, secret());
  cloud.remove(owner);
  expect(cloud.read(stored)).toBeUndefined();
});

test("KVS-08 a deleted secret holds its name in its vault for the vault's retention", () => {
  const cloud = worldOf([vault({ softDeleteRetentionInDays: 7 })]);
  cloud.remove(cloud.create(token, secret()));
  expect(cloud.refusal(() => cloud.create(token, secret()))).toMatchObject({
    status: 409,
    code: 'Conflict',
    message: expect.stringContaining('Secret db-password is currently in a deleted but recoverable state, and its name cannot be reused'),
  });
  cloud.passDays(8);
  expect(cloud.create(token, secret()).id).toContain('db-password');
});

test('the same name is free in another vault', () => {
  const second: Made = [vault()[0], { ...vault()[1], vaultName: 'kv-fidelity-002' }];
  const cloud = worldOf([...given, second]);
  cloud.remove(cloud.create(token, secret()));
  expect(cloud.create(token, secret({ value: 'x' }, { vaultName: 'kv-fidelity-002' })).id).toContain('kv-fidelity-002');
});
