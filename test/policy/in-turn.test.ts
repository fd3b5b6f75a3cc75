import { inTurn, someKnown } from '../../policy/in-turn';
import { UnknownValueError } from '../../policy/value';

const notKnown = (path: string) => (): never => {
  throw new UnknownValueError(path);
};

describe('looking in several places', () => {
  test('takes every step before it says what was not known first', () => {
    const taken: string[] = [];
    expect(() => inTurn(notKnown('a'), () => taken.push('b'), notKnown('c'))).toThrow('a is not known');
    expect(taken).toEqual(['b']);
  });

  test('stops at an error that is none of its business', () => {
    const broken = (): never => {
      throw new TypeError('broken');
    };
    expect(() => inTurn(broken, notKnown('a'))).toThrow(TypeError);
  });

  const find = (items: readonly number[]) => () => someKnown(items, (item) => (item === 0 ? notKnown('a')() : item === 2));

  test.each([
    [[1, 2], true],
    [[0, 2], true],
    [[2, 0], true],
    [[1], false],
    [[], false],
  ])('finds the known one among %p: %p', (items, expected) => {
    expect(find(items)()).toBe(expected);
  });

  test('cannot say that there is none while one is not known', () => {
    expect(find([0, 1])).toThrow('a is not known');
  });
});
