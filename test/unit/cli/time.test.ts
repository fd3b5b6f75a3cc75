import { ago, span } from '../../../cli/render/time';

describe('a span of time', () => {
  test.each([
    [0, '0.0s'],
    [400, '0.4s'],
    [9_949, '9.9s'],
    [9_999, '10s'],
    [59_400, '59s'],
    [59_700, '1m 00s'],
    [65_000, '1m 05s'],
    [3_725_000, '1h 02m'],
    [Number.NaN, '0s'],
    [-5, '0s'],
  ])('of %d ms reads %s', (ms, expected) => {
    expect(span(ms)).toBe(expected);
  });
});

describe('a time in the past', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  test.each([
    ['2026-11-23T11:59:55Z', 'just now'],
    ['2026-11-23T11:59:30Z', '30 seconds ago'],
    ['2026-11-23T11:59:00Z', '1 minute ago'],
    ['2026-11-23T09:00:00Z', '3 hours ago'],
    ['2026-11-20T12:00:00Z', '3 days ago'],
    ['2026-10-30T12:00:00Z', '3 weeks ago'],
    ['2026-05-23T12:00:00Z', '6 months ago'],
    ['2026-11-23T12:30:00Z', 'just now'],
    ['not a time', 'not a time'],
  ])('%s reads "%s"', (iso, expected) => {
    expect(ago(iso, now)).toBe(expected);
  });
});
