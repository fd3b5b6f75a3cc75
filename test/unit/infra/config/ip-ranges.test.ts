import fc from 'fast-check';
import {
  checkAddressSpace,
  classifyRanges,
  formatAddress,
  keyVaultIpRules,
  kindOfRange,
  overlaps,
  parseRange,
  rangeFrom,
  registryIpRules,
  storageIpRules,
  subnetRanges,
} from '../../../../infra/config/ip-ranges';

const address = fc.nat(2 ** 32 - 1);
const range = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([at, prefix]) => `${formatAddress(at - (at % 2 ** (32 - prefix)))}/${prefix}`);

describe('parsing', () => {
  test.each([
    ['10.0.0.0/8', '10.0.0.0/8', 8],
    ['203.0.113.7', '203.0.113.7', 32],
    ['203.0.113.7/32', '203.0.113.7', 32],
    ['0.0.0.0/0', '0.0.0.0/0', 0],
    ['255.255.255.255', '255.255.255.255', 32],
  ])('%s is a range', (text, canonical, prefix) => expect(parseRange(text)).toMatchObject({ range: { text: canonical, prefix } }));

  test.each([
    ['300.1.1.1', '300 is more than 255', undefined],
    ['1.1.1.256/24', '256 is more than 255', undefined],
    ['10.0.0.0/33', 'at most /32', undefined],
    ['10.0.0.1/8', 'host bits set: a /8 starts at 10.0.0.0', 'write 10.0.0.0/8 for the whole range, or 10.0.0.1 for the one address'],
    ['0.0.0.1/0', 'host bits set', 'write 0.0.0.0/0'],
    ['010.0.0.0/8', 'leading zero', 'write 10.0.0.0/8'],
    ['10.0.0', 'not an IPv4 address', 'write it like'],
    ['10.0.0.0.0/8', 'not an IPv4 address', 'write it like'],
    ['8/0.0.0.10', 'not an IPv4 address', 'write it like'],
    ['10.0.0.0/', 'not an IPv4 address', 'write it like'],
    ['10.0.0.0/-1', 'not an IPv4 address', 'write it like'],
    ['10.0.0.0/8/8', 'not an IPv4 address', 'write it like'],
    [' 10.0.0.0/8', 'not an IPv4 address', 'write it like'],
    ['::1/128', 'not an IPv4 address', 'write it like'],
    ['', 'not an IPv4 address', 'write it like'],
    ['10.0.0.0/8\n', 'not an IPv4 address', 'write it like'],
  ])('%j is refused: %s', (text, message, suggestion) => {
    const parsed = parseRange(text);
    if ('range' in parsed) throw new Error('accepted');
    expect(parsed.problem.message).toContain(message);
    expect(parsed.problem.suggestion ?? 'none').toContain(suggestion ?? 'none');
  });

  test('what a suggestion for host bits says is itself a range', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 31 }), (at, prefix) => {
        const parsed = parseRange(`${formatAddress(at)}/${prefix}`);
        if ('range' in parsed) return;
        const [, whole, one] = /write (\S+) for the whole range, or (\S+) for/.exec(parsed.problem.suggestion ?? '') ?? [];
        expect(rangeFrom(whole ?? '').prefix).toBe(prefix);
        expect(rangeFrom(one ?? '').first).toBe(at);
      }),
    );
  });

  test('a canonical range parses to itself', () => {
    fc.assert(fc.property(range, (text) => expect(rangeFrom(rangeFrom(text).text)).toEqual(rangeFrom(text))));
  });
});

describe('overlap', () => {
  test.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['10.10.0.0/16', '10.11.0.0/16', false],
    ['192.168.0.0/16', '192.168.216.0/24', true],
    ['128.0.0.0/1', '127.255.255.255', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected);
    expect(overlaps(b, a)).toBe(expected);
  });

  test('ranges overlap just when one contains the first address of the other', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        const [x, y] = [rangeFrom(a), rangeFrom(b)];
        const inside = (at: number, { first, last }: { first: number; last: number }): boolean => at >= first && at <= last;
        expect(overlaps(a, b)).toBe(inside(x.first, y) || inside(y.first, x));
      }),
    );
  });
});

describe('classification', () => {
  test.each([
    ['0.0.0.0/0', 'open'],
    ['10.0.0.0/8', 'private'],
    ['172.16.0.0/12', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0/16', 'public'],
    ['192.168.1.0/24', 'private'],
    ['100.64.0.0/10', 'private'],
    ['100.128.0.0/16', 'public'],
    ['203.0.113.0/24', 'public'],
    ['8.8.8.8', 'public'],
  ])('%s is %s', (text, kind) => expect(kindOfRange(rangeFrom(text))).toBe(kind));

  test.each([
    ['169.254.0.0/16', 'link-local'],
    ['127.0.0.1', 'loopback'],
    ['224.0.0.0/4', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['0.0.0.0/8', '"this network"'],
    ['168.0.0.0/6', 'link-local'],
    ['8.0.0.0/6', 'both private addresses (10.0.0.0/8) and public'],
    ['172.0.0.0/8', 'both private addresses (172.16.0.0/12) and public'],
    ['192.0.0.0/8', 'both private addresses (192.168.0.0/16) and public'],
    ['0.0.0.0/1', 'no caller can come'],
  ])('%s is refused: %s', (text, message) => expect(kindOfRange(rangeFrom(text))).toMatchObject({ message: expect.stringContaining(message) }));

  test('ranges are sorted by their way in, in order and without duplicates', () => {
    expect(classifyRanges(['10.0.0.0/8', '203.0.113.0/24', '8.8.8.8/32', '8.8.8.8', '172.16.0.0/12'])).toEqual({
      isOpen: false,
      publicRanges: ['203.0.113.0/24', '8.8.8.8'],
      privateRanges: ['10.0.0.0/8', '172.16.0.0/12'],
    });
    expect(classifyRanges(['0.0.0.0/0'])).toEqual({ isOpen: true, publicRanges: [], privateRanges: [] });
  });

  test('every range is open, private, public or refused, and never two of them', () => {
    fc.assert(
      fc.property(range, (text) => {
        const kind = kindOfRange(rangeFrom(text));
        if (typeof kind === 'object') return;
        const { isOpen, publicRanges, privateRanges } = classifyRanges([text]);
        expect(Number(isOpen) + publicRanges.length + privateRanges.length).toBe(1);
      }),
    );
  });
});

describe('what each service takes', () => {
  test('storage gets no /31 and no /32', () => {
    expect(storageIpRules(['203.0.113.0/24', '198.51.100.4/31', '8.8.8.8/32', '9.9.9.9'])).toEqual([
      '203.0.113.0/24',
      '198.51.100.4',
      '198.51.100.5',
      '8.8.8.8',
      '9.9.9.9',
    ]);
    fc.assert(fc.property(range, (text) => expect(storageIpRules([text]).join()).not.toMatch(/\/3[12]/)));
  });
  test('Key Vault gets a prefix on every rule', () => expect(keyVaultIpRules(['8.8.8.8', '203.0.113.0/24'])).toEqual(['8.8.8.8/32', '203.0.113.0/24']));
  test('the registry gets ranges as they are', () => expect(registryIpRules(['8.8.8.8/32', '203.0.113.0/24'])).toEqual(['8.8.8.8', '203.0.113.0/24']));
});

describe('address spaces', () => {
  test.each(['10.10.0.0/16', '10.10.1.0/24', '172.16.0.0/20', '192.168.0.0/16'])('%s is legal', (text) =>
    expect(checkAddressSpace(rangeFrom(text))).toBeUndefined(),
  );
  test.each([
    ['10.0.0.0/8', 'takes /16 to /24', 'write 10.0.0.0/16'],
    ['10.0.0.0/15', 'takes /16 to /24', 'write 10.0.0.0/16'],
    ['10.0.0.0/25', 'takes /16 to /24', 'write 10.0.0.0/24'],
    ['10.1.2.128/25', 'takes /16 to /24', 'write 10.1.2.0/24'],
    ['203.0.113.0/24', 'not private', 'choose one from'],
    ['169.254.0.0/16', 'not private', 'choose one from'],
  ])('%s is refused: %s', (text, message, suggestion) => {
    expect(checkAddressSpace(rangeFrom(text))).toMatchObject({ message: expect.stringContaining(message), suggestion: expect.stringContaining(suggestion) });
  });

  test('the subnets lie apart within the space, and Databricks gets at least a /26', () => {
    const space = fc.tuple(fc.nat(255), fc.integer({ min: 16, max: 24 })).map(([second, prefix]) => `10.${second}.0.0/${prefix}`);
    fc.assert(
      fc.property(space, (text) => {
        const subnets = Object.values(subnetRanges(text)).map(rangeFrom);
        const whole = rangeFrom(text);
        for (const [index, subnet] of subnets.entries()) {
          expect(subnet.prefix).toBeLessThanOrEqual(26);
          expect(subnet.first >= whole.first && subnet.last <= whole.last).toBe(true);
          for (const other of subnets.slice(index + 1)) expect(overlaps(subnet, other)).toBe(false);
        }
      }),
    );
  });
});
