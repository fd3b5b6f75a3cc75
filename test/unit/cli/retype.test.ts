import { retyped, typedLine } from '../../../cli/retype';

describe('a command line typed again', () => {
  test('is quoted where a shell would take it apart', () => {
    expect(typedLine(['cloud', 'drift', '/sub/x', '--set', "a=it's; rm"])).toBe(`hx cloud drift /sub/x --set 'a=it'\\''s; rm'`);
  });

  test('holds nothing that steers a terminal', () => {
    expect(typedLine(['up', '--env', '\u001b[2Jdev'])).toBe('hx up --env dev');
  });

  test.each([
    [['up', '--env', 'prdo', '--yes'], '--env prod', 'hx up --env prod --yes'],
    [['up', '-e', 'prdo'], '--env prod', 'hx up --env prod'],
    [['up', '--env=prdo'], '--env prod', 'hx up --env prod'],
    [['up'], '--yes', 'hx up --yes'],
    [['destroy', '--env', 'prod'], '--include-protected', 'hx destroy --env prod --include-protected'],
    [['up'], 'hx status', 'hx status'],
    [['up'], 'leave one of them out', 'leave one of them out'],
    [['up'], '--env dev, or --all', '--env dev, or --all'],
  ])('%j with the suggestion %j is %j', (argv, suggestion, expected) => {
    expect(retyped(argv, suggestion)).toBe(expected);
  });
});
