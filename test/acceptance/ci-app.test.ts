// hx ci app as a black box over the real interpreter and the locked packages; what it does with odd answers: test/unit/app-checks.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hx, place, removePlaces, type Place } from '../support/cli';

afterAll(removePlaces);

const root = join(__dirname, '..', '..');

/** The project with another line at the end of one of its Python files. */
function broken(): Place {
  const at = place({ 'app/README.md': '' });
  for (const part of ['app/etl', 'app/tests', 'app/dbt', 'app/quality', 'app/ci.py', 'app/pyproject.toml', 'app/uv.lock', 'scripts'])
    cpSync(join(root, part), join(at.project, part), { recursive: true, verbatimSymlinks: true });
  const file = join(at.project, 'app', 'etl', 'errors.py');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n\nprint("found")\n`);
  return at;
}

test('what passes is told as one object, with a log each and no JUnit where no test ran', () => {
  const at = place();
  const run = hx(at, ['ci', 'app', '--only', 'format,lint', '--json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const result = JSON.parse(run.stdout) as { checks: { name: string; log: string }[] };
  expect(result).toMatchObject({ version: 1, ok: true, exitCode: 0, junit: null, checks: [{ name: 'format', status: 'passed' }, { name: 'lint' }] });
  for (const { name, log } of result.checks) expect(log).toBe(join(at.home, '.hx', 'ci', 'app', `${name}.log`));
  expect(result.checks.every(({ log }) => existsSync(log))).toBe(true);
});

test('what fails ends with 1, a line a check on stderr, and the place of its log', () => {
  const at = broken();
  const run = hx(at, ['ci', 'app', '--only', 'format', '--only', 'lint', '--out', join(at.home, 'out')]);
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/^• format started\n✓ format done in .*\n• lint started\n✗ lint failed in .*\n$/);
  expect(run.stdout).toMatch(/✓ format .*\n✗ lint .*\n\n✗ 1 of 2 checks passed, 1 failed\n/);
  expect(run.stdout).toContain(`Log: ${join(at.home, 'out', 'lint.log')}`);
  expect(readFileSync(join(at.home, 'out', 'lint.log'), 'utf8')).toContain('T201');
});

test.each([
  ['--only', 'linnt', '--only lint'],
  ['--allow-unavailable', 'dependency', '--allow-unavailable dependencies'],
])('%s %s is refused with the nearest check, and nothing is started', (option, word, suggestion) => {
  const at = place();
  expect(hx(at, ['ci', 'app', option, word])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(suggestion) });
  expect(existsSync(at.home)).toBe(false);
});
