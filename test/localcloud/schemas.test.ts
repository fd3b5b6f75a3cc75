import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownTokens } from '../../localcloud/registry';
import { schemaOf } from '../../localcloud/schema/schema';
import { unknown } from '../../localcloud/kind';
import { testCloud } from '../support/test-cloud';

const root = join(__dirname, '..', '..');
const token = 'azure-native:storage:StorageAccount';
const account = { accountName: 'stfidelity001', resourceGroupName: 'rg1', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };
const refusal = (inputs: Parameters<ReturnType<typeof testCloud>['check']>[1]) => {
  const cloud = testCloud();
  return cloud.refusal(() => cloud.check(token, inputs));
};

test('the committed schemas are what the pinned SDKs say', () => {
  const script = join(root, 'scripts', 'generate-schemas.mts');
  const report = execFileSync(process.execPath, ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', script, '--check'], {
    encoding: 'utf8',
  });
  expect(report).toBe('');
}, 60_000);

test('every kind that the local cloud knows has a schema', () => {
  expect(knownTokens().filter((known) => schemaOf(known) === undefined)).toEqual([]);
});

test('the token list is sorted, has no duplicates and one schema each', () => {
  const tokens = readFileSync(join(root, 'localcloud', 'tokens.txt'), 'utf8')
    .trim()
    .split('\n');
  expect(tokens).toEqual([...new Set(tokens)].sort());
  expect(readdirSync(join(root, 'localcloud', 'schemas'))).toHaveLength(tokens.length);
});

test('an unknown property is refused with the nearest one', () => {
  expect(refusal({ ...account, isHnsEnable: true })).toMatchObject({
    path: 'isHnsEnable',
    code: 'UnknownProperty',
    message: expect.stringContaining("'isHnsEnabled'"),
  });
  expect(refusal({ ...account, sku: { name: 'Standard_LRS', nam: 1 } })).toMatchObject({ path: 'sku.nam', code: 'UnknownProperty' });
});

test('a missing required property, a wrong type and a value outside its enum are refused', () => {
  const { sku: _sku, ...withoutSku } = account;
  expect(refusal(withoutSku)).toMatchObject({ path: 'sku', code: 'MissingRequiredProperty' });
  expect(refusal({ ...account, isHnsEnabled: 'yes' })).toMatchObject({ path: 'isHnsEnabled', code: 'InvalidPropertyType' });
  expect(refusal({ ...account, sku: { name: 'Standard_XYZ' } })).toMatchObject({ path: 'sku.name', code: 'InvalidEnumValue' });
  expect(refusal({ ...account, tags: { a: 1 } })).toMatchObject({ path: 'tags.a', code: 'InvalidPropertyType' });
});

test('what is not known yet is not refused', () => {
  expect(() => testCloud().check(token, { ...account, sku: unknown, isHnsEnabled: unknown })).not.toThrow();
});

test("the SDK's defaults are filled into objects that are given", () => {
  expect(testCloud().check(token, { ...account, encryption: {} })).toMatchObject({ encryption: { keySource: 'Microsoft.Storage' } });
});
