import fc from 'fast-check';
import { expanded } from '../../policy/references';
import type { Resource } from '../../policy/resource';
import { Stack } from '../../policy/stack';
import { UnknownValueError, unknown, type Value } from '../../policy/value';

const account = 'azure-native:storage:StorageAccount';
const container = 'azure-native:storage:BlobContainer';
const endpoint = 'azure-native:network:PrivateEndpoint';

const resource = (type: string, name: string, inputs: Record<string, Value>, made: Record<string, readonly string[]> = {}): Resource => ({
  urn: `urn:pulumi:prod::hiscox-etl::${type}::${name}`,
  type,
  name,
  inputs,
  isProtected: false,
  propertyDependencies: made,
});

const names = fc.constantFrom('one', 'Two', 'three');
const urns = fc.constantFrom(...['0', '1', '2'].map((name) => `urn:pulumi:prod::hiscox-etl::${account}::${name}`), 'urn:of:another');
const input: fc.Arbitrary<Value> = fc.oneof(
  names,
  names.map((name) => `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/${name}/blobServices/default`),
  fc.constant<Value>(unknown),
  fc.constant<Value>(null),
  fc.constant<Value>({ name: 'one' }),
);
const made = fc.option(fc.array(urns, { maxLength: 2 }), { nil: undefined });
const accounts = fc.array(fc.oneof(names, fc.constant<Value>(unknown)), { maxLength: 3 });
const sources = fc.array(fc.tuple(input, made), { maxLength: 5 });

const outcome = (find: () => readonly Resource[]): readonly string[] | 'not known' => {
  try {
    return find()
      .map(({ urn }) => urn)
      .toSorted();
  } catch (error) {
    if (error instanceof UnknownValueError) return 'not known';
    throw error;
  }
};

const stackOf = (accountNames: readonly Value[], inputs: readonly (readonly [Value, readonly string[] | undefined])[]): Stack =>
  new Stack([
    ...accountNames.map((accountName, index) => resource(account, String(index), { accountName })),
    ...inputs.map(([accountName, urnsMade], index) =>
      resource(container, String(index), { accountName }, urnsMade === undefined ? {} : { accountName: urnsMade }),
    ),
  ]);

describe('references of a stack', () => {
  test('are found from the one referred to as by trying every pair', () => {
    fc.assert(
      fc.property(accounts, sources, (accountNames, inputs) => {
        const stack = stackOf(accountNames, inputs);
        for (const to of stack.ofType(account))
          expect(outcome(() => stack.referring(container, 'accountName', to))).toEqual(
            outcome(() => stack.ofType(container).filter((from) => stack.refers(from, 'accountName', to))),
          );
      }),
    );
  });

  test('are found from the one that refers as by trying every pair', () => {
    fc.assert(
      fc.property(accounts, sources, (accountNames, inputs) => {
        const stack = stackOf(accountNames, inputs);
        for (const from of stack.ofType(container))
          expect(outcome(() => stack.referred(from, 'accountName', account))).toEqual(
            outcome(() => stack.ofType(account).filter((to) => stack.refers(from, 'accountName', to))),
          );
      }),
    );
  });

  test('may be held by those that cannot be told yet', () => {
    const [known, open, other] = ['one', unknown, 'two'].map((accountName, index) => resource(container, String(index), { accountName }));
    const to = resource(account, 'a', { accountName: 'one' });
    const stack = new Stack([known, open, other, to].flatMap((one) => one ?? []));
    expect(stack.mayRefer(container, 'accountName', to)).toEqual([known, open]);
  });

  test('are found in every item of a list', () => {
    const to = resource(account, 'a', { accountName: 'one' });
    const from = resource(endpoint, 'pe', { connections: [{ id: '/x/two' }, { id: '/x/one' }] });
    const stack = new Stack([to, from]);
    expect(stack.refers(from, 'connections.*.id', to)).toBe(true);
    expect(stack.referring(endpoint, 'connections.*.id', to)).toEqual([from]);
    expect(stack.referred(from, 'connections.*.id', account)).toEqual([to]);
  });
});

describe('a path with a star', () => {
  test.each([
    ['a list', { a: [{ b: 1 }, { b: 2 }] }, ['a.0.b', 'a.1.b']],
    ['an object in place of a list', { a: { b: 1 } }, ['a.b']],
    ['nothing', {}, []],
    ['a text', { a: 'b' }, []],
    ['what is not known', { a: unknown }, ['a']],
  ] as const)('stands for the items of %s', (_, inputs, paths) => expect(expanded(inputs, 'a.*.b')).toEqual(paths));

  test('goes through lists of lists', () => expect(expanded({ a: [{ b: [{ c: 1 }] }] }, 'a.*.b.*.c')).toEqual(['a.0.b.0.c']));
});
