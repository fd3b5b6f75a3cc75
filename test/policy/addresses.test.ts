import fc from 'fast-check';
import { allIpv4, allIpv6, covers, isMuchOfInternet, spanOf, union, without, type AddressSet } from '../../policy/policies/shared/addresses';

const set = (...texts: readonly string[]): AddressSet => union(texts.flatMap((text) => spanOf(text) ?? []));
const size = (addresses: AddressSet): bigint => addresses.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);

describe('an address range', () => {
  test.each([
    ['10.0.0.0/8', 1n << 24n],
    ['10.1.2.3/8', 1n << 24n],
    ['10.1.2.3', 1n],
    ['0.0.0.0/0', 1n << 32n],
    ['10.0.0.1-10.0.0.4', 4n],
    ['::/0', 1n << 128n],
    ['2001:db8::/32', 1n << 96n],
    ['2001:db8:0:0:0:0:0:1', 1n],
    ['::ffff:10.0.0.1', 1n],
    ['::', 1n],
  ])('%s holds as many addresses as it says', (text, expected) => {
    expect(size(set(text))).toBe(expected);
  });

  test.each([
    '',
    '*',
    'Internet',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '1::2::3',
    '1:2:3',
    '::/129',
    'g::',
    '1:2:3:4:5:6:7:8:9',
    '10.0.0.4-10.0.0.1',
  ])('%j is none', (text) => {
    expect(spanOf(text)).toBeUndefined();
  });

  test('of one family holds nothing of the other', () => {
    expect(covers(set('::/0'), set('10.0.0.1'))).toBe(false);
    expect(covers(set('0.0.0.0/0'), set('::1'))).toBe(false);
  });
});

describe('sets of addresses', () => {
  const prefixes = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 32 }));
  const sets = fc.array(prefixes, { maxLength: 6 }).map((all) => set(...all.map(([a, b, length]) => `${a}.${b}.0.0/${length}`)));

  test('what is left and what is taken away make up the whole', () => {
    fc.assert(
      fc.property(sets, sets, (from, removed) => {
        const left = without(from, removed);
        const taken = without(from, left);
        expect(union(left, taken)).toEqual(from);
        expect(size(left) + size(taken)).toBe(size(from));
        expect(covers(removed, taken)).toBe(true);
      }),
    );
  });

  test('halves that touch are one', () => {
    expect(set('128.0.0.0/1', '0.0.0.0/1')).toEqual([allIpv4]);
    expect(set('::/1', '8000::/1')).toEqual([allIpv6]);
  });
});

describe('much of the internet', () => {
  test.each([
    [['0.0.0.0/0'], true],
    [['0.0.0.0/1'], true],
    [['128.0.0.0/1'], true],
    [['::/0'], true],
    [['2000::/3'], true],
    [['8000::/1'], false],
    [['52.0.0.0/7'], true],
    [['52.0.0.0/8'], false],
    [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'], false],
    [['240.0.0.0/4', '224.0.0.0/4'], false],
    [['fc00::/7', 'fe80::/10'], false],
    [['2001:db8::/32'], false],
  ] as const)('%j: %s', (texts, expected) => {
    expect(isMuchOfInternet(set(...texts))).toBe(expected);
  });
});
