import { HxError } from '../../../automation/errors';
import { choice, duration, flag, integer, parseDuration, texts } from '../../../cli/option';

describe('an option', () => {
  test('that lists names takes repeats and commas, and drops doubles', () => {
    expect(texts('--env <name>', '').parse(['dev,staging', 'prod', 'dev'])).toEqual(['dev', 'staging', 'prod']);
  });

  test.each(['', 'dev,', ',dev', 'a,,b'])('that lists names refuses an empty one in %j', (typed) => {
    expect(() => texts('--env <name>', '').parse([typed])).toThrow(HxError);
  });

  test('that is a flag is off unless it is given', () => {
    expect(flag('--yes', '').parse([])).toBe(false);
    expect(flag('--yes', '').parse([''])).toBe(true);
  });

  test.each([
    ['90', 90_000],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['500ms', 500],
    ['0', 0],
  ])('that is a duration reads %s as %d ms', (typed, ms) => {
    expect(parseDuration(typed)).toBe(ms);
  });

  test.each(['', 's', '5', '-5s', '5 m', '1e3', '5d', '1.5h', '99999999999s'].filter((typed) => typed !== '5'))(
    'that is a duration refuses %j with its own name',
    (typed) => {
      expect(() => duration('--wait-lock <duration>', '').parse([typed])).toThrow(/^--wait-lock takes a duration/);
    },
  );

  test.each(['0', '65', '-1', '1.5', 'x', '1e1', ''])('that is a number from 1 to 64 refuses %j', (typed) => {
    expect(() => integer('--parallel <n>', '', { min: 1, max: 64 }).parse([typed])).toThrow(/--parallel takes a whole number from 1 to 64/);
  });

  test('that is a choice refuses other words and suggests the nearest', () => {
    const option = choice('--cloud <name>', '', ['azure', 'local']);
    expect(option.parse(['local'])).toBe('local');
    expect(option.parse([])).toBeUndefined();
    expect(() => option.parse(['lcoal'])).toThrow(expect.objectContaining({ reason: 'usage', suggestion: '--cloud local' }));
  });
});
