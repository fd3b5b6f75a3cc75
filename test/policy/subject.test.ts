import { strictest } from '../../policy/environment';
import type { Resource } from '../../policy/resource';
import { Subject, type Violation } from '../../policy/subject';
import { Secret, UnknownValueError, unknown, type Properties } from '../../policy/value';

const resource = (inputs: Properties): Resource => ({ urn: 'urn:lake', type: 't', name: 'lake', inputs, isProtected: false, propertyDependencies: {} });

describe('a subject', () => {
  const violations: Violation[] = [];
  const subject = new Subject(
    resource({
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
  ])('says of %s that it is given: %s', (path, isGiven) => {
    expect(subject.isGiven(path)).toBe(isGiven);
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
  const shown = (inputs: Properties, path: string): string => new Subject(resource(inputs), strictest, []).shown(path);

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
