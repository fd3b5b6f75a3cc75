// hx scan as a black box over a trivy that is a script: what it is asked and how its answers are told. The real one: test/engine/scan.test.ts.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { golden, hx, place, removePlaces, shownBy, startHx, type Place } from '../support/cli';

afterAll(removePlaces);

const root = join(__dirname, '..', '..');
const rules = 'automation/tools/trivy/trivy-secret.yaml';
const fixture = (name: string): string => join(root, 'test', 'unit', 'scan', 'fixtures', `${name}.json`);

/** Writes down how it is called, puts a prepared report where it is told to, and says what a real one says on the way. */
const script = (report: string, end = 'exit 0'): string => `#!/bin/sh
if [ "$1" = --version ]; then printf 'Version: 0.57.1'; exit 0; fi
folder=\${0%/*}
printf '%s\\n' "$*" >>"$folder/calls"
printf '%s\\n' "PATH=$PATH HTTPS_PROXY=$HTTPS_PROXY TRIVY_IGNOREFILE=$TRIVY_IGNOREFILE" >>"$folder/environment"
echo 'noise on stdout'
case "$*" in *--download*) exit 1;; esac
while [ $# -gt 0 ]; do if [ "$1" = --output ]; then /bin/cat '${report}' >"$2"; fi; shift; done
${end}
`;

interface Fake {
  readonly at: Place;
  readonly run: (args: readonly string[], variables?: Readonly<Record<string, string>>) => ReturnType<typeof hx>;
  readonly told: (name: 'calls' | 'environment') => string;
}

function fake(report: string, files: Readonly<Record<string, string>> = {}, end?: string): Fake {
  const at = place({ [rules]: readFileSync(join(root, rules), 'utf8'), ...files });
  const bin = join(at.home, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'trivy'), script(report, end), { mode: 0o755 });
  return {
    at,
    run: (args, variables = {}) => hx(at, ['scan', ...args], { PATH: bin, HX_CACHE: join(at.home, 'cache'), ...variables }),
    told: (name) => readFileSync(join(bin, name), 'utf8'),
  };
}
const empty = (at: Place): string => {
  const file = join(at.home, '..', 'empty.json');
  writeFileSync(file, '{"SchemaVersion":2}');
  return file;
};
const exemption = (changes: Readonly<Record<string, string>> = {}): string => {
  const fields = {
    policy: 'AVD-DS-0002',
    file: 'app/*',
    environment: 'prod',
    justification: 'the base image needs root until March',
    owner: 'a@example.com',
    expires: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    ...changes,
  };
  return ['exemptions:', ...Object.entries(fields).map(([key, value], index) => `  ${index === 0 ? '-' : ' '} ${key}: ${value}`)].join('\n');
};

describe('hx scan', () => {
  test.each([
    ['scan-files', ['files']],
    ['scan-files-dev', ['files', '--env', 'dev']],
    ['scan-files-verbose', ['files', '--severity', 'critical', '--verbose']],
  ])('%s is as it was', (name, args) => {
    const { at, run } = fake(fixture('files'));
    const shown = shownBy(run(args), at);
    expect(shown).toBe(golden(name, shown));
    expect(shown).toMatch(/^exit 5/);
  });

  test('scan-image is as it was: without a database it fails, in dev it warns', () => {
    const { at, run } = fake(fixture('image'));
    const shown = shownBy(run(['image', 'etl:1', '--severity', 'critical']), at);
    expect(shown).toBe(golden('scan-image', shown));
    const quiet = fake(empty(at));
    expect(quiet.run(['image', 'etl:1'])).toMatchObject({ code: 1, stdout: expect.stringContaining('✗ The vulnerability scan did not run') });
    expect(quiet.run(['image', 'etl:1', '--env', 'staging'])).toMatchObject({ code: 1 });
    expect(quiet.run(['image', 'etl:1', '--env', 'dev'])).toMatchObject({ code: 0, stdout: expect.stringContaining('! The vulnerability scan did not run') });
  });

  test('keeps the noise of trivy off both streams and in a log', () => {
    const { at, run } = fake(fixture('files'));
    const { stdout, stderr } = run(['files', '--json']);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stdout + stderr).not.toContain('noise');
    const [runFolder = ''] = readdirSync(join(at.home, '.hx', 'runs'));
    expect(readdirSync(join(at.home, '.hx', 'runs', runFolder))).toEqual(['trivy.log']);
    expect(readFileSync(join(at.home, '.hx', 'runs', runFolder, 'trivy.log'), 'utf8')).toContain('noise on stdout');
  });

  test('asks for no network, and lets nothing of the user’s settings hide a finding', () => {
    const { run, told } = fake(fixture('files'));
    run(['files'], { TRIVY_IGNOREFILE: '/tmp/mine', HTTPS_PROXY: 'http://proxy.example.com' });
    expect(told('calls')).toMatch(/^filesystem .*--config \S+ --ignorefile \S+ .*--scanners secret,misconfig --offline-scan --skip-check-update/);
    expect(told('environment')).toMatch(/HTTPS_PROXY=http:\/\/127\.0\.0\.1:9 TRIVY_IGNOREFILE=\n/);
  });

  test('names an image behind a --, and an archive by its path', () => {
    const { run, told } = fake(fixture('image'));
    run(['image', 'hxdev.azurecr.io/etl:1', '--offline']);
    expect(told('calls')).toMatch(/^image .* -- hxdev\.azurecr\.io\/etl:1\n$/);
  });
});

describe('an exemption', () => {
  test('lets its finding pass, shown on the screen and suppressed in SARIF', () => {
    const { at, run } = fake(fixture('files'), { 'policy/exemptions.yaml': exemption() });
    const sarif = join(at.home, 'x.sarif');
    const { stdout } = run(['files', '--sarif', sarif]);
    expect(stdout).toContain('- exempt high AVD-DS-0002 app/Dockerfile:2 until');
    expect(readFileSync(join(at.home, '.hx', 'audit', 'audit.ndjson'), 'utf8')).toContain('"policy":"AVD-DS-0002","place":"app/Dockerfile"');
    expect(readFileSync(sarif, 'utf8')).toContain('the base image needs root until March');
  });

  test.each([
    ['that has expired', exemption({ expires: '2026-01-01' }), /exemptions\.yaml:2:5: .* expired on 2026-01-01/],
    ['of more than 180 days', exemption({ expires: '2099-01-01' }), /more than 180 days/],
    ['that nothing uses', exemption({ policy: 'AVD-DS-9999' }), /AVD-DS-9999 for app\/\* of a@example\.com is not used/],
    ['with a mistake', exemption({ file: "'*'" }), /file must be a path/],
  ])('%s fails the scan even where nothing is found', (_, text, message) => {
    const { run } = fake(empty(place()), { 'policy/exemptions.yaml': text });
    expect(run(['files'])).toMatchObject({ code: 5, stdout: expect.stringMatching(message) });
  });
});

describe('without trivy', () => {
  const bare = (args: readonly string[]): ReturnType<typeof hx> => {
    const at = place();
    return hx(at, ['scan', ...args], { PATH: '/nonexistent', HX_CACHE: join(at.home, 'cache') });
  };

  test('a scan fails and says what to install; in dev it warns, and never says that nothing is there', () => {
    expect(bare(['files'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/no trivy 0\.57\.1 could be brought[\s\S]*https:\/\/go\.dev\/dl/),
    });
    expect(bare(['files', '--env', 'dev'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/! The secret scan did not run[\s\S]*nothing was looked for/),
    });
    expect(JSON.parse(bare(['files', '--env', 'dev', '--json']).stdout)).toMatchObject({
      scanners: { ran: [], missing: [{ scanner: 'secret' }, { scanner: 'misconfiguration' }] },
    });
  });
});

describe('wrong input', () => {
  test.each([
    ['an unknown environment', ['files', '--env', 'prdo'], '--env prod'],
    ['a path that is not there', ['files', 'nowhere'], 'There is no nowhere'],
    ['an option as a path', ['files', '--', '--config'], 'is not a path'],
    ['an option as an image', ['image', '--', '--config'], 'is no image'],
    ['a shell as an image', ['image', '$(id)'], 'is no reference of an image'],
    ['two images', ['image', 'a', 'b'], 'too much'],
    ['no image', ['image'], 'image'],
    ['a severity that is none', ['files', '--severity', 'grave'], '--severity takes'],
  ])('like %s ends with 2 before trivy is asked for', (_, args, message) => {
    const at = place();
    const run = hx(at, ['scan', ...args], { PATH: '/nonexistent', HX_CACHE: join(at.home, 'cache') });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  test('of trivy is a failure, not a bug and not a pass', () => {
    const half = join(place().home, '..', 'half.json');
    writeFileSync(half, '{"SchemaVersion":2,"Results":[{');
    expect(fake(half).run(['files'])).toMatchObject({ code: 1, stderr: expect.stringContaining('a report that hx cannot read') });
    expect(fake(half, {}, 'exit 3').run(['files'])).toMatchObject({ code: 1, stderr: expect.stringContaining('trivy could not scan') });
  });
});

test('Ctrl-C ends trivy too, and hx with 8', async () => {
  const { at } = fake(fixture('files'), {}, 'exec /bin/sleep 300');
  const bin = join(at.home, 'bin');
  const child = startHx(at, ['scan', 'files'], { PATH: bin, HX_CACHE: join(at.home, 'cache') });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const isCalled = (): boolean => readdirSync(bin).includes('environment');
  while (!isCalled()) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect(await ended).toBe(8);
});
