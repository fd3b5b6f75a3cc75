import { strictest } from '../../policy/environment';
import type { Resource } from '../../policy/resource';
import { Stack } from '../../policy/stack';
import { Subject, type Violation } from '../../policy/subject';
import { Secret, UnknownValueError, unknown, type Properties } from '../../policy/value';

const resource = (type: string, name: string, inputs: Properties = {}, propertyDependencies: Resource['propertyDependencies'] = {}): Resource => ({
  urn: `urn:${name}`,
  type,
  name,
  inputs,
  isProtected: false,
  propertyDependencies,
});

describe('a subject', () => {
  const violations: Violation[] = [];
  const subject = new Subject(
    resource('azure-native:storage:StorageAccount', 'lake', {
      known: 'x',
      none: null,
      pending: unknown,
      hidden: new Secret(unknown),
      list: [unknown],
      map: { 'a.b': { on: false }, c: unknown, d: { on: true } },
    }),
    strictest,
    violations,
  );

  test.each([
    ['known', true],
    ['none', false],
    ['missing', false],
    ['pending', true],
    ['pending.deeper', true],
    ['hidden', true],
    ['list.0', true],
    ['list.1', false],
    ['known.deeper', false],
  ])('says of %s that it is set: %s', (path, isSet) => {
    expect(subject.isSet(path)).toBe(isSet);
  });

  test('visits every property of a map, whatever its name is, and tells of the unknown one last', () => {
    const seen: string[] = [];
    const visit = (): void =>
      subject.eachProperty('map', (item, name) => {
        seen.push(`${name} ${String(item.read('on'))}`);
        if (item.read('on') === false) item.fail('on', 'is off');
      });
    expect(visit).toThrow(UnknownValueError);
    expect(seen).toEqual(['a.b false', 'd true']);
    expect(violations).toEqual([{ property: 'map.a.b.on', message: 'is off' }]);
  });

  test('visits nothing in what is no map', () => {
    for (const path of ['known', 'list', 'missing']) subject.eachProperty(path, () => expect(path).toBe('never'));
  });
});

describe('a value for a message', () => {
  const token = ['dapi', '0123456789abcdef', '0123456789abcdef'].join('');
  const shown = (inputs: Properties, path: string): string => new Subject(resource('t', 'n', inputs), strictest, []).shown(path);

  test.each([
    ['what is marked', { a: new Secret('x') }, 'a', '[secret]'],
    ['what is marked and not known', { a: new Secret(unknown) }, 'a', '[secret]'],
    ['a token that nobody marked', { url: token }, 'url', '[secret]'],
    ['a token deep inside', { a: { b: [token] } }, 'a', '[secret]'],
    ['a password by its name', { a: { password: 'letmein' } }, 'a.password', '[secret]'],
    ['anything else', { kind: 'Storage' }, 'kind', "'Storage'"],
    ['nothing', {}, 'kind', 'not set'],
  ])('masks %s', (_, inputs, path, text) => {
    expect(shown(inputs, path)).toBe(text);
  });
});

describe('a stack', () => {
  const id = '/subscriptions/s/resourceGroups/rg-etl/providers/Microsoft.Storage/storageAccounts/stetl';
  const account = resource('azure-native:storage:StorageAccount', 'lake', { accountName: 'stEtl' });
  const group = resource('azure-native:resources:ResourceGroup', 'group', { resourceGroupName: 'rg-etl' });
  const nameless = resource('azure-native:storage:StorageAccount', 'nameless');
  const lock = (scope: Properties[string], made: readonly string[] = []): Resource =>
    resource('azure-native:authorization:ManagementLockByScope', 'lock', { scope }, { scope: made });

  test.each([
    ['the id', lock(id), account, true],
    ['the id with a slash at the end', lock(`${id}/`), account, true],
    ['something inside it', lock(`${id}/blobServices/default`), account, false],
    ['a resource in the group', lock(id), group, false],
    ['an id that is made from it and not known', lock(unknown, ['urn:lake']), account, true],
    ['an id that is made from something else and not known', lock(unknown, ['urn:group']), account, false],
    ['an id that is made from one without a name', lock(id, ['urn:nameless']), nameless, true],
    ['nothing', resource('azure-native:authorization:ManagementLockByScope', 'lock'), account, false],
  ])('says whether %s points at a resource', (_, from, to, points) => {
    const stack = new Stack([account, group, nameless, from]);
    expect(stack.pointsAt(from, 'scope', to)).toBe(points);
    expect(stack.pointing(from.type, 'scope', to)).toEqual(points ? [from] : []);
  });

  test('knows what an input was made from', () => {
    const from = lock(unknown, ['urn:lake', 'urn:elsewhere']);
    const stack = new Stack([account, group, from]);
    expect(stack.sourcesOf(from, 'scope')).toEqual([account]);
    expect(stack.sourcesOf(from, 'level')).toEqual([]);
  });
});
