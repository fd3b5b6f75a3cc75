import { withValue } from '../../policy/policies/shared/switches';
import { Secret, unknown } from '../../policy/value';

describe('a value at a path', () => {
  test('is set where objects are missing on the way', () => expect(withValue({ a: 1 }, 'b.c', true)).toEqual({ a: 1, b: { c: true } }));
  test('keeps its neighbours', () => expect(withValue({ b: { c: false, d: 2 } }, 'b.c', true)).toEqual({ b: { c: true, d: 2 } }));
  test('is set inside a secret, which stays one', () =>
    expect(withValue({ b: new Secret({ d: 2 }) }, 'b.c', true)).toEqual({ b: new Secret({ d: 2, c: true }) }));
  test('is not set in what is no object or is not known', () => {
    expect(withValue({ b: 'text' }, 'b.c', true)).toEqual({ b: 'text' });
    expect(withValue({ b: unknown }, 'b.c', true)).toEqual({ b: unknown });
  });
});
