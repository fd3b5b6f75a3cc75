import { isPrivateRange, isWorldOpen } from '../../policy/policies/shared/ip-ranges';

test.each([
  ['0.0.0.0/0', true],
  ['128.0.0.0/1', true],
  ['0.0.0.0', true],
  ['::/0', true],
  ['2000::/3', true],
  ['*', true],
  ['64.0.0.0/2', true],
  ['10.0.0.0/8', false],
  ['203.0.113.7', false],
  ['2001:db8::/32', false],
  ['', false],
])('the range %p lets the world in: %p', (range, expected) => {
  expect(isWorldOpen(range)).toBe(expected);
});

test.each([
  ['10.0.0.0/8', true],
  ['172.16.0.1', true],
  ['172.31.255.255', true],
  ['192.168.0.0/16', true],
  ['11.0.0.0/8', false],
  ['172.32.0.0/12', false],
  ['192.169.0.0/16', false],
  ['203.0.113.7', false],
  ['no address', false],
])('the range %p is private: %p', (range, expected) => {
  expect(isPrivateRange(range)).toBe(expected);
});
