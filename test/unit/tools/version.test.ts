import { fits, fittingRange, isFitting, parseVersion } from '../../../automation/tools/version';

test.each([
  ['v3.259.0', [3, 259, 0]],
  ['3.260.1\n', [3, 260, 1]],
  ['v3.259.0-alpha.x1f2', [3, 259, 0]],
  ['pulumi v3.259.0', [3, 259, 0]],
  ['', undefined],
  ['3.259', undefined],
  ['bash: not found', undefined],
])('reads a version from %j', (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test.each([
  ['the pinned version fits', [3, 259, 0], true],
  ['a later patch fits', [3, 259, 7], true],
  ['a later minor fits', [3, 300, 0], true],
  ['an earlier minor does not fit', [3, 258, 9], false],
  ['the next major does not fit', [4, 0, 0], false],
  ['an earlier major with a later minor does not fit', [2, 900, 0], false],
] as const)('%s', (_name, found, isFit) => {
  expect(isFitting([3, 259, 0], found)).toBe(isFit);
});

test('an earlier patch of the pinned minor does not fit', () => {
  expect(isFitting([3, 259, 2], [3, 259, 1])).toBe(false);
});

test('the range is told in words', () => {
  expect(fittingRange('3.259.0')).toBe('>= 3.259.0 < 4');
});

test.each(['', 'none', '3.259', '3.258.9'])('%j does not fit 3.259.0', (found) => {
  expect(fits('3.259.0', found)).toBe(false);
});
