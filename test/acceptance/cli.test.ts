import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { golden, hx, hxInTerminal, place, removePlaces, shell, shownBy, type Run } from '../support/cli';

afterAll(removePlaces);

describe('help', () => {
  test.each([
    ['help-overview', ['--help'], '100'],
    ['help-overview-narrow', [], '45'],
    ['help-up', ['up', '--help'], '100'],
    ['help-destroy-narrow', ['help', 'destroy'], '50'],
    ['help-config', ['config', '--help'], '80'],
    ['help-exit-codes', ['help', 'exit-codes'], '80'],
  ])('%s is as it was', (name, args, columns) => {
    const at = place();
    const shown = shownBy(hx(at, args, { COLUMNS: columns }), at);
    expect(shown).toBe(golden(name, shown));
  });

  test('prints the version alone', () => {
    expect(hx(place(), ['--version'])).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
  });

  test('ends quietly when its reader goes away', () => {
    expect(shell(place(), 'set -o pipefail; hx --help | head -1')).toEqual({ code: 0, stdout: expect.stringMatching(/^hx .*\n$/), stderr: '' });
  });
});

describe('what is written', () => {
  test('and lost on a full disk is one sentence and no success', () => {
    const { stdout, stderr, code } = shell(place(), 'hx --help > /dev/full');
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(/^✗ Error: a part of the output is lost: .*ENOSPC.*\n$/);
  });

  test.each([
    ['status'],
    ['up', '--env', 'dev', '--yes'],
    ['outputs', '--env', 'dev'],
    ['export', '--env', 'dev'],
    ['unlock', '--env', 'dev'],
    ['cloud', 'status'],
  ])('goes nowhere where HX_HOME is a file: %s', (...args) => {
    const at = place();
    mkdirSync(at.home);
    writeFileSync(join(at.home, '.hx'), '');
    const run = hx(at, args, { HX_CLOUD: 'local' });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('set HX_HOME to a folder') });
  });
});

describe('wrong input', () => {
  test.each([
    ['unknown-command', ['upp']],
    ['unknown-option', ['up', '--evn', 'dev']],
    ['unknown-environment', ['up', '--env', 'prdo', '--cloud', 'local', '--yes']],
    ['unknown-region', ['up', '--env', 'prod', '--region', 'westus3', '--cloud', 'local', '--yes']],
    ['unknown-cloud', ['up', '--env', 'dev', '--cloud', 'lokal', '--yes']],
    ['no-environment', ['up', '--cloud', 'local', '--yes']],
    ['all-and-env', ['up', '--all', '--env', 'dev', '--cloud', 'local', '--yes']],
    ['bad-number', ['up', '--env', 'dev', '--parallel', '0']],
    ['bad-duration', ['up', '--env', 'dev', '--wait-lock', 'soon']],
    ['wrong-confirm', ['destroy', '--env', 'prod', '--cloud', 'local', '--confirm', 'dev']],
    ['json-and-format', ['outputs', '--env', 'dev', '--cloud', 'local', '--json', '--format', 'env']],
  ])('of kind %s ends with 2, says what to type, and writes nothing', (name, args) => {
    const at = place();
    const run = hx(at, args);
    expect(shownBy(run, at)).toBe(golden(name, shownBy(run, at)));
    expect(run.code).toBe(2);
    expect(existsSync(at.home)).toBe(false);
  });

  test('in HX_PARALLEL is refused like in --parallel', () => {
    const at = place();
    const run = hx(at, ['preview', '--env', 'dev', '--cloud', 'local'], { HX_PARALLEL: 'many' });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining("HX_PARALLEL is 'many'") });
    expect(existsSync(at.home)).toBe(false);
  });

  test('of a stack that does not exist is told with the cloud that was meant', () => {
    const run = hx(place(), ['export', '--env', 'dev', '--cloud', 'local']);
    expect(run).toMatchObject({ code: 6, stderr: expect.stringContaining('hx up --env dev --region eastus --cloud local') });
  });

  test.each(['../x', '$(id)', '-C', '..', '__proto__', 'a\u001b[2J', 'x'.repeat(200), 'PROD', 'dev;rm'])(
    'an environment named %j is refused and nothing is written',
    (name) => {
      const at = place();
      const run = hx(at, ['up', `--env=${name}`, '--cloud', 'local', '--yes']);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).not.toContain('\u001b');
      expect(existsSync(at.home)).toBe(false);
    },
  );

  test('a mistyped variable of ours is warned about', () => {
    expect(hx(place(), ['config', 'validate'], { HX_CLUOD: 'local' }).stderr).toContain('HX_CLUOD is not a variable of hx');
    expect(hx(place(), ['status'], { HX_CLOUD: 'lokal' })).toMatchObject({ code: 2, stderr: expect.stringContaining("HX_CLOUD is 'lokal'") });
  });
});

describe('consent', () => {
  test.each([
    ['no-terminal-up', ['up', '--env', 'dev', '--region', 'eastus', '--cloud', 'local']],
    ['no-terminal-refresh', ['refresh', '--env', 'dev', '--cloud', 'local']],
    ['no-terminal-destroy-prod', ['destroy', '--env', 'prod', '--cloud', 'local', '--yes']],
  ])('without a terminal: %s is refused before anything is started', (name, args) => {
    const at = place();
    const run = hx(at, args);
    expect(shownBy(run, at)).toBe(golden(name, shownBy(run, at)));
    expect(run.code).toBe(2);
    expect(existsSync(at.home)).toBe(false);
  });

  test.each([
    ['n\r', 8, 'Declined: nothing was changed.'],
    ['\r', 8, 'Declined: nothing was changed.'],
    ['\u0004', 8, 'Declined: nothing was changed.'],
    ['\u0003', 8, 'Declined: nothing was changed.'],
    ['y\r', 0, 'The local cloud is empty.'],
  ])('in a terminal %j ends with %d and "%s"', async (typed, code, text) => {
    const { code: actual, screen } = await hxInTerminal(place(), ['cloud', 'reset'], { replies: [['[y/N] ', typed]] });
    expect(screen).toContain(text);
    expect(actual).toBe(code);
  });

  test('is not asked for in a CI run that has a terminal', async () => {
    const { code, screen } = await hxInTerminal(place(), ['cloud', 'reset'], {}, { CI: 'true' });
    expect(screen).toContain('--yes');
    expect(code).toBe(2);
  });
});

describe('without credentials', () => {
  test('and without a choice hx stops with one sentence and says what to type', () => {
    const at = place();
    const run = hx(at, ['up', '--env', 'dev']);
    expect(shownBy(run, at)).toBe(golden('no-credentials', shownBy(run, at)));
    expect(run.code).toBe(3);
  });

  test('Azure is refused, and nothing is written', () => {
    const at = place();
    expect(hx(at, ['up', '--env', 'dev', '--cloud', 'azure', '--yes'])).toMatchObject({ code: 3, stdout: '' });
    expect(existsSync(at.home)).toBe(false);
  });

  test('help, configuration and the local cloud work', () => {
    for (const args of [
      ['config', 'validate'],
      ['config', 'show', '--env', 'dev'],
      ['cloud', 'status'],
      ['status', '--cloud', 'local'],
    ])
      expect(hx(place(), args)).toMatchObject({ code: 0, stderr: '' });
  });
});

test('with credentials but the placeholder ids of the shipped files, Azure is not even asked', () => {
  const run = hx(place(), ['up', '--env', 'dev', '--yes'], { ARM_CLIENT_ID: 'x', ARM_TENANT_ID: 'x', ARM_CLIENT_SECRET: 'not-so-secret' });
  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('placeholder ids') });
  expect(run.stderr).not.toContain('not-so-secret');
});

describe('--json', () => {
  const objects = ({ stdout }: Run): readonly Record<string, unknown>[] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  test('ends a refused operation with a summary line that has its exit code', () => {
    const run = hx(place(), ['up', '--env', 'dev', '--cloud', 'local', '--json']);
    expect(objects(run)).toEqual([
      {
        type: 'summary',
        version: 1,
        time: expect.any(String),
        operation: 'up',
        exitCode: 2,
        runId: '',
        results: [],
        error: expect.objectContaining({ reason: 'usage', suggestion: 'hx up --env dev --cloud local --json --yes' }),
      },
    ]);
    expect(run.code).toBe(2);
  });

  test('of other commands ends with an error object', () => {
    expect(objects(hx(place(), ['outputs', '--env', 'nope', '--json']))).toEqual([
      { type: 'error', version: 1, time: expect.any(String), exitCode: 2, error: expect.objectContaining({ reason: 'usage' }) },
    ]);
    expect(objects(hx(place(), ['outputz', '--json']))).toMatchObject([{ type: 'error', exitCode: 2 }]);
  });

  test.each([
    [['config', 'validate', '--json'], { version: 1, environments: ['dev', 'prod', 'staging'], problems: [] }],
    [
      ['config', 'show', '--env', 'prod', '--region', 'westus2', '--json'],
      { version: 1, env: 'prod', region: 'westus2', settings: expect.objectContaining({ environment: 'prod', region: 'westus2' }) },
    ],
    [['cloud', 'status', '--json'], expect.objectContaining({ version: 1, cloud: 'local', resources: [] })],
    [['status', '--cloud', 'local', '--json'], expect.objectContaining({ version: 1, cloud: 'local' })],
    [['unlock', '--env', 'dev', '--cloud', 'local', '--json'], { version: 1, locks: [] }],
  ])('%j is one object with a version', (args, expected) => {
    expect(objects(hx(place(), args))).toEqual([expected]);
  });
});

describe('the configuration', () => {
  const broken = 'environment: dev\nproject: hiscox-etl\nregions:\n  eastus: [\n';

  test('that is malformed is refused by every command with file, line and column, and nothing is written', () => {
    const at = place({ 'infra/environments/dev.yaml': broken });
    const shown = shownBy(shell(at, `cd '${at.project}'; hx up --env dev --cloud local --yes`), at);
    expect(shown).toBe(golden('malformed-yaml', shown));
    expect(hx(at, ['up', '--env', 'dev', '--cloud', 'local', '--yes']).code).toBe(2);
    expect(existsSync(at.home)).toBe(false);
  });

  test('has every problem with its place in config validate', () => {
    const at = place({
      'infra/environments/dev.yaml': readFileSync(join(place().project, 'infra/environments/dev.yaml'), 'utf8')
        .replace(/sku: premium/, 'sku: standard')
        .replace(/max: 2/, 'max: 0'),
    });
    const shown = shownBy(hx(at, ['config', 'validate']), at);
    expect(shown).toBe(golden('config-validate', shown));
    const { stdout, code } = hx(at, ['config', 'validate', '--json']);
    expect(code).toBe(2);
    const { problems } = JSON.parse(stdout) as { readonly problems: readonly unknown[] };
    expect(problems.length).toBeGreaterThanOrEqual(2);
    expect(problems).toEqual(
      problems.map(() =>
        expect.objectContaining({
          file: expect.stringContaining('dev.yaml'),
          line: expect.any(Number),
          column: expect.any(Number),
          message: expect.any(String),
        }),
      ),
    );
  });

  test('shows where each setting comes from', () => {
    const { stdout } = hx(place(), ['config', 'show', '--env', 'prod', '--region', 'eastus', '--explain'], { COLUMNS: '140' });
    expect(stdout).toMatch(/databricks\.workers\.max +10 +environment, infra\/environments\/prod\.yaml:\d+/);
  });

  test('of an environment with several regions asks for one', () => {
    expect(hx(place(), ['config', 'show', '--env', 'prod'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('hx config show --env prod --region eastus'),
    });
  });
});

describe('what is printed', () => {
  test('has no colour without a terminal, and colour when it is forced', () => {
    expect(hx(place(), ['--help']).stdout).not.toContain('\u001b');
    expect(hx(place(), ['--help'], { CLICOLOR_FORCE: '1' }).stdout).toContain('\u001b[1m');
    expect(hx(place(), ['--help'], { CLICOLOR_FORCE: '1', NO_COLOR: '1' }).stdout).not.toContain('\u001b');
  });

  test.each([
    [{}, true],
    [{ NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
    [{ CLICOLOR: '0' }, false],
  ])('in a terminal with %j has colour: %s', async (variables, expected) => {
    const { screen } = await hxInTerminal(place(), ['--help'], {}, variables);
    expect(screen.includes('\u001b[')).toBe(expected);
  });

  test('uses the sixteen colours alone', async () => {
    const { screen } = await hxInTerminal(place(), ['cloud', 'fault', '--help']);
    // oxlint-disable-next-line no-control-regex -- colours
    for (const [, codes = ''] of screen.matchAll(/\u001b\[([\d;]*)m/g)) expect(codes).toMatch(/^(0|1|2|22|3[0-7]|39|9[0-7])$/);
  });

  test('is stacked on a narrow terminal', () => {
    const at = place();
    const narrow = shownBy(hx(at, ['status', '--env', 'dev', '--cloud', 'local'], { COLUMNS: '45' }), at);
    expect(narrow).toBe(golden('status-narrow', narrow));
    const wide = shownBy(hx(at, ['status', '--env', 'dev', '--cloud', 'local'], { COLUMNS: '120' }), at);
    expect(wide).toBe(golden('status-wide', wide));
  });

  test('says that the local cloud is not Azure, and where its store is', () => {
    const at = place();
    const shown = shownBy(hx(at, ['cloud', 'status']), at);
    expect(shown).toBe(golden('cloud-status', shown));
  });
});

test('outputs of what was never updated end with 6 and say what to type', () => {
  const at = place();
  const run = hx(at, ['outputs', '--env', 'dev', '--cloud', 'local']);
  expect(shownBy(run, at)).toBe(golden('no-outputs', shownBy(run, at)));
  expect(run.code).toBe(6);
});

describe('a bug', () => {
  test('ends with 255, keeps its story in a file without secrets, and shows one sentence', () => {
    const at = place({ 'dist/cli/compose-cloud.js': 'throw new Error("broken with a-secret-value inside")' });
    const run = hx(at, ['cloud', 'status', '--json'], { ARM_CLIENT_SECRET: 'a-secret-value' });
    expect(run.code).toBe(255);
    expect(run.stderr).toMatch(/^✗ Error: hx has a bug: Error: broken with \[secret\] inside\n/);
    expect(run.stderr).not.toMatch(/^ +at /m);
    const folder = join(at.home, '.hx', 'reports');
    const [name = ''] = readdirSync(folder);
    const report = readFileSync(join(folder, name), 'utf8');
    expect(run.stderr).toContain(join(folder, name));
    expect(report).toContain('compose-cloud.js');
    expect(report + run.stdout + run.stderr).not.toContain('a-secret-value');
    expect(JSON.parse(run.stdout)).toMatchObject({ type: 'error', exitCode: 255 });
  });
});

describe('completion', () => {
  const complete = (line: string): readonly string[] => {
    const script = `source <(hx completion bash); COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}; _hx; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return shell(place(), script)
      .stdout.trimEnd()
      .split('\n')
      .filter((word) => word !== '');
  };

  test.each([
    ['hx de', ['deploy', 'destroy']],
    ['hx up --env ', ['dev', 'prod', 'staging']],
    ['hx up --env=pr', ['prod']],
    ['hx up --env prod --region w', ['westus2']],
    ['hx config ', ['show', 'validate']],
    ['hx completion f', ['fish']],
  ])('in a real bash: %j gives %j', (line, expected) => {
    expect(complete(line)).toEqual(expected);
  });

  test('never prints an error into the line that is being typed', () => {
    expect(hx(place({ 'infra/environments/dev.yaml': 'regions: [' }), ['__complete', '--', 'up', '--env', ''])).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['bash', 'zsh', 'fish', 'powershell'])('has a script for %s', (name) => {
    expect(hx(place(), ['completion', name])).toMatchObject({ code: 0, stdout: expect.stringContaining('__complete'), stderr: '' });
  });
});
