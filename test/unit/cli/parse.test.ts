import { HxError } from '../../../automation/errors';
import { command, type CommandRow } from '../../../cli/command';
import { choice, flag, text, texts, verbatim } from '../../../cli/option';
import { parse, resolve } from '../../../cli/parse';

const row = (name: string): CommandRow => ({ name, group: 'Change', summary: '', load: () => Promise.reject(new Error('not needed')) });
const rows = [row('up'), row('config show'), row('config validate'), { ...row('__complete'), isHidden: true }];
const sample = command({
  description: '',
  arguments: [{ name: 'shell', description: '', isRequired: false, values: ['bash', 'zsh'] }],
  options: {
    env: texts('-e, --env <name>', ''),
    cloud: choice('--cloud <name>', '', ['azure', 'local']),
    confirm: text('--confirm <env>', ''),
    set: verbatim('--set <path=value>', ''),
    yes: flag('-y, --yes', ''),
    noColor: flag('--no-color', ''),
  },
  examples: [],
  run: () => Promise.resolve('ok'),
});
const parsed = (...words: string[]): ReturnType<typeof parse> => parse(row('up'), sample, words);

describe('the command', () => {
  test('is found by its words, and what follows is left to it', () => {
    expect(resolve(['config', 'show', '--env', 'dev'], rows)).toMatchObject({
      kind: 'command',
      row: { name: 'config show' },
      rest: ['--env', 'dev'],
      wantsHelp: false,
    });
  });

  test('may stand behind flags that take no value', () => {
    expect(resolve(['--json', 'up', '-h'], rows)).toMatchObject({ kind: 'command', row: { name: 'up' }, rest: ['--json', '-h'], wantsHelp: true });
  });

  test('does not take --help behind -- for its own', () => {
    expect(resolve(['__complete', '--', 'up', '--help'], rows)).toMatchObject({ wantsHelp: false });
  });

  test.each([
    [['upp'], 'hx up'],
    [['confg'], 'hx config'],
    [['upp', '--env', 'dev'], 'hx up --env dev'],
    [['config', 'shwo'], 'hx config show'],
    [['xyzzyplugh'], 'hx --help'],
  ])('%j is refused with the nearest one', (argv, suggestion) => {
    expect(() => resolve(argv, rows)).toThrow(expect.objectContaining({ reason: 'usage', suggestion }));
  });

  test('comes before options with values', () => {
    expect(() => resolve(['--env', 'dev', 'up'], rows)).toThrow(/before its options/);
  });

  test('is the overview where nothing is typed, and the list below where half is typed', () => {
    expect(resolve([], rows)).toEqual({ kind: 'overview' });
    expect(resolve(['--help'], rows)).toEqual({ kind: 'overview' });
    expect(resolve(['config'], rows)).toEqual({ kind: 'parent', parent: 'config' });
  });
});

describe('its options', () => {
  test('have their types, in every way of writing', () => {
    expect(parsed('--env', 'dev', '-e', 'prod', '--cloud=local', '-y', '--no-color').given).toEqual({
      env: ['dev', 'prod'],
      cloud: 'local',
      confirm: undefined,
      set: [],
      yes: true,
      noColor: true,
    });
  });

  test('are absent when they are not given', () => {
    expect(parsed().given).toEqual({ env: [], cloud: undefined, confirm: undefined, set: [], yes: false, noColor: false });
  });

  test('keep values that hold = and spaces', () => {
    expect(parsed('--set', 'a.b=c = d', '--set', 'x=1').given['set']).toEqual(['a.b=c = d', 'x=1']);
  });

  test.each([
    [['--evn', 'dev'], "'--evn' is not an option of hx up.", 'hx up --env dev'],
    [['--env'], '--env needs a value.', 'hx up --help'],
    [['bash', 'extra', '-e', 'dev'], "hx up takes <shell> and options; 'extra' is too much.", 'hx up --help'],
    [['bash', 'dev', '-y'], "'dev' is too much", 'hx up bash --env dev -y'],
    [['--env', '--cloud', 'local'], "--env needs a value, and '--cloud' is an option.", 'hx up --help'],
    [['--json'], "'--json' is not an option of hx up.", 'hx up --help'],
    [['--env', 'dev', '--yse'], "'--yse' is not an option of hx up.", 'hx up --env dev --yes'],
  ])('refuse %j', (words, message, suggestion) => {
    expect(() => parsed(...words)).toThrow(expect.objectContaining({ reason: 'usage', message: expect.stringContaining(message), suggestion }));
  });

  test('that take one value refuse two different ones, rather than lose one', () => {
    expect(() => parsed('--confirm', 'dev', '--confirm', 'prod')).toThrow(/--confirm was given several times/);
    expect(parsed('--confirm', 'dev', '--confirm', 'dev').given['confirm']).toBe('dev');
  });

  test('and arguments with known values refuse others', () => {
    expect(() => parsed('bsah')).toThrow(expect.objectContaining({ suggestion: 'hx up bash' }));
    expect(parsed('zsh').words).toEqual(['zsh']);
  });

  test.each([['--'], ['-'], ['--__proto__'], ['--env='], ['-x'], ['---']])('never throw anything but a usage error: %j', (...words) => {
    const outcome = (): unknown => {
      try {
        return parsed(...words).given;
      } catch (error) {
        return error;
      }
    };
    const found = outcome();
    expect(found instanceof Error ? found : new HxError('usage', '')).toBeInstanceOf(HxError);
  });
});
