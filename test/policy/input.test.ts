import { judgeAll } from '../../policy/evaluate';
import { strictest } from '../../policy/environment';
import { InputError, parseInput } from '../../policy/input';
import { storageHttpsOnly } from '../../policy/policies/storage/https-only';
import { storagePrivateEndpoint } from '../../policy/policies/storage/private-endpoint';
import { valueAt } from '../../policy/value';

const mark = '4dabf18193072939515e22adb298388d';
const secret = '1b47061264138c4ac30d75fd1eb44270';
const urn = (name: string): string => `urn:pulumi:live::shop::azure-native:storage:StorageAccount::${name}`;
const account = (name: string, inputs: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  urn: urn(name),
  type: 'azure-native:storage/v20230101:StorageAccount',
  custom: true,
  inputs,
  ...more,
});
const exported = (resources: readonly unknown[], version: unknown = 3): string => JSON.stringify({ version, deployment: { resources } });

describe('an input file', () => {
  test.each([
    ['a stack export', exported([account('a', { x: 1 })])],
    ['a stack export of version 4', exported([account('a', { x: 1 })], 4)],
    ['a stack export with a byte order mark', `\ufeff${exported([account('a', { x: 1 })])}`],
    ['a checkpoint', JSON.stringify({ version: 3, checkpoint: { latest: { resources: [account('a', { x: 1 })] } } })],
    [
      'a preview',
      JSON.stringify({
        steps: [
          { op: 'create', newState: account('a', { x: 1 }) },
          { op: 'delete', oldState: account('b', {}) },
          { op: 'refresh', oldState: account('a', {}) },
        ],
      }),
    ],
  ])('may be %s', (_, text) => {
    const { stack, resources } = parseInput(text);
    expect(stack).toBe('live');
    expect(resources.map(({ name, type, inputs }) => [name, type, valueAt(inputs, 'x')])).toEqual([['a', 'azure-native:storage:StorageAccount', 1]]);
  });

  test.each([
    ['azure-native:storage/v20180301privatepreview:StorageAccount'],
    ['azure-native:storage/latest:StorageAccount'],
    ['azure-native_storage_v20230101:storage:StorageAccount'],
    ['azure-native_storage_v20230101preview:storage:StorageAccount'],
    ['azure-native_v2:storage:StorageAccount'],
    ['azure-nextgen:storage/v20190601:StorageAccount'],
  ])('with the token %s has a storage account', (type) => {
    expect(parseInput(exported([account('a', {}, { type })])).resources[0]?.type).toBe('azure-native:storage:StorageAccount');
  });

  test('of a preview has a resource once that is replaced in several steps', () => {
    const steps = ['create-replacement', 'replace', 'delete-replaced'].map((op) => ({ op, newState: account('a', {}) }));
    expect(parseInput(JSON.stringify({ steps })).resources).toHaveLength(1);
  });

  test.each([[null], [{ op: 'create', urn: urn('a') }], [{ op: 'update', newState: null }]])('with the step %j hides what would be there', (step) => {
    expect(() => parseInput(JSON.stringify({ steps: [step] }))).toThrow('has a step without a new state: number 1');
  });

  test('without resources is one without resources', () => {
    expect(parseInput('{"version":3,"deployment":{}}').resources).toEqual([]);
  });

  test('leaves out what is only waiting to be deleted', () => {
    expect(parseInput(exported([account('a', {}, { delete: true }), account('b', {})])).resources.map(({ name }) => name)).toEqual(['b']);
  });

  const canary = 'canary-4711';
  test.each([
    ['nothing', ''],
    ['text', `hello ${canary}`],
    ['a list', '[]'],
    ['another object', `{"a":"${canary}"}`],
    ['JSON that ends too early', exported([account('a', { password: canary })]).slice(0, -9)],
    ['JSON with a mistake', exported([account('a', { password: canary })]).replace('"custom"', `custom ${canary}`)],
    ['an unknown version', exported([], 99)],
    ['no version', exported([], null)],
    ['resources that are no list', '{"version":3,"deployment":{"resources":{}}}'],
    ['a preview that failed', JSON.stringify({ steps: [{ op: 'create', newState: account('a', {}) }], diagnostics: [{ severity: 'error', message: canary }] })],
    ['a resource without URN', exported([{ type: 't' }])],
    ['a resource with a strange URN', exported([{ urn: canary }])],
    ['values nested without end', exported([account('a', { x: 'deep' })]).replace('"deep"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
  ])('that is %s is refused, and none of its values is told', (_, text) => {
    const read = (): unknown => parseInput(text);
    expect(read).toThrow(InputError);
    expect(read).not.toThrow(canary);
  });

  test('keeps keys that pollute as data', () => {
    const [resource] = parseInput(
      `{"version":3,"deployment":{"resources":[{"urn":"${urn('a')}","inputs":{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}}]}}`,
    ).resources;
    expect(valueAt(resource?.inputs, 'constructor.prototype.x')).toBe(1);
    expect(({} as { readonly x?: number }).x).toBeUndefined();
  });

  test.each([
    ['ciphertext', { [mark]: secret, ciphertext: 'v1:abc' }],
    ['a hidden value', { [mark]: secret, value: '[secret]' }],
    ['a hidden plaintext', { [mark]: secret, plaintext: '"[secret]"' }],
    ['broken plaintext', { [mark]: secret, plaintext: '{' }],
  ])('with %s leaves open what reads it', (_, value) => {
    const { resources } = parseInput(exported([account('a', { enableHttpsTrafficOnly: value })]));
    const [verdict] = judgeAll({ policies: [storageHttpsOnly], environment: strictest, exemptions: [] }, resources);
    expect(verdict).toMatchObject({ outcome: 'not-evaluated', reason: 'enableHttpsTrafficOnly is encrypted' });
  });

  test('with a secret in the clear is judged, and the value is masked', () => {
    const { resources } = parseInput(exported([account('a', { enableHttpsTrafficOnly: { [mark]: secret, plaintext: JSON.stringify(canary) } })]));
    const [verdict] = judgeAll({ policies: [storageHttpsOnly], environment: strictest, exemptions: [] }, resources);
    expect(verdict?.outcome).toBe('failed');
    expect(JSON.stringify(verdict?.violations)).not.toContain(canary);
  });

  test('of a preview without its unchanged resources leaves open what those may hold', () => {
    const text = (summary: Readonly<Record<string, number>>): string =>
      JSON.stringify({ steps: [{ op: 'update', newState: account('a', { accountName: 'a' }) }], changeSummary: summary });
    const outcomes = ['same', 'update'].map((op) => {
      const { resources, isPartial } = parseInput(text({ [op]: 1 }));
      const verdicts = judgeAll({ policies: [storagePrivateEndpoint], environment: strictest, exemptions: [] }, resources, isPartial);
      return [...verdicts].map(({ outcome }) => outcome);
    });
    expect(outcomes).toEqual([['not-evaluated'], ['failed']]);
  });

  test('tells where a resource was written down, but not inside an SDK', () => {
    const { sources } = parseInput(
      exported([
        account('a', {}, { sourcePosition: 'project:///infra/lake.ts#12,3' }),
        account('b', {}, { sourcePosition: 'project:///node_modules/@pulumi/pulumi/resource.js#1,1' }),
      ]),
    );
    expect([...sources]).toEqual([[urn('a'), 'infra/lake.ts:12']]);
  });
});
