import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hx, place, removePlaces, type Place, type Run } from '../support/cli';

jest.setTimeout(300_000);
afterAll(removePlaces);

const dev = ['--env', 'dev', '--region', 'eastus', '--cloud', 'local'];
const account = (inputs: Readonly<Record<string, unknown>>): unknown => ({
  urn: 'urn:pulumi:live::shop::azure-native:storage:StorageAccount::lake',
  type: 'azure-native:storage:StorageAccount',
  inputs,
});
const write = (at: Place, name: string, data: unknown): string => {
  const file = join(at.home, '..', name);
  writeFileSync(file, typeof data === 'string' ? data : JSON.stringify(data));
  return file;
};
const violations = ({ stdout }: Run): readonly { readonly policy: string; readonly level: string; readonly blocking: boolean }[] =>
  (JSON.parse(stdout) as { readonly violations: readonly { policy: string; level: string; blocking: boolean }[] }).violations;

describe('hx policy check --input', () => {
  test('judges a stack of another project, without an engine or a home', () => {
    const at = place();
    const file = write(at, 'stack.json', { version: 3, deployment: { resources: [account({ enableHttpsTrafficOnly: false })] } });
    const run = hx(at, ['policy', 'check', '--input', file, '--json']);
    expect(run).toMatchObject({ code: 5, stderr: '' });
    expect(violations(run)).toContainEqual(expect.objectContaining({ policy: 'storage-https-only', level: 'mandatory', blocking: true }));
  });

  test('judges it as the environment that is named', () => {
    const at = place();
    const file = write(at, 'stack.json', { version: 3, deployment: { resources: [account({ enableHttpsTrafficOnly: false })] } });
    const run = hx(at, ['policy', 'check', '--input', file, '--env', 'dev', '--json']);
    expect(violations(run)).toContainEqual(expect.objectContaining({ policy: 'storage-https-only', level: 'advisory', blocking: false }));
  });

  test('lets what a baseline knows pass, and nothing else', () => {
    const at = place();
    const baseline = join(at.home, '..', 'baseline.json');
    const before = write(at, 'before.json', { version: 3, deployment: { resources: [account({ enableHttpsTrafficOnly: false })] } });
    expect(hx(at, ['policy', 'check', '--input', before, '--write-baseline', baseline]).code).toBe(5);
    expect(hx(at, ['policy', 'check', '--input', before, '--baseline', baseline])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('known from the baseline'),
    });
    const other = { ...(account({ enableHttpsTrafficOnly: false }) as object), urn: 'urn:pulumi:live::shop::azure-native:storage:StorageAccount::second' };
    const after = write(at, 'after.json', { version: 3, deployment: { resources: [account({ enableHttpsTrafficOnly: false }), other] } });
    expect(hx(at, ['policy', 'check', '--input', after, '--baseline', baseline]).code).toBe(5);
  });

  test('takes the force from what is exempt, says who allowed it, and leaves a trace in the audit log', () => {
    const exemption = ['policy: storage-https-only', 'urn: urn:pulumi:live::shop::azure-native:storage:StorageAccount::lake', 'environment: prod'];
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const rest = ['justification: the partner moves to HTTPS this winter', 'owner: a@example.com', `expires: ${day}`];
    const at = place({ 'policy/exemptions.yaml': `exemptions:\n  - ${[...exemption, ...rest].join('\n    ')}\n` });
    const file = write(at, 'stack.json', { version: 3, deployment: { resources: [account({ enableHttpsTrafficOnly: false })] } });
    const run = hx(at, ['policy', 'check', '--input', file, '--env', 'prod']);
    expect(run.stdout).toContain(`- exempt high storage-https-only (lake, until ${day} by a@example.com): the partner moves to HTTPS this winter`);
    expect(readFileSync(join(at.home, '.hx', 'audit', 'audit.ndjson'), 'utf8')).toContain('"policy":"storage-https-only","place":"urn:pulumi:live::shop');
  });

  test('writes every report that was asked for', () => {
    const at = place();
    const file = write(at, 'stack.json', { version: 3, deployment: { resources: [account({})] } });
    const [sarif, junit, markdown] = ['r.sarif', 'r.xml', 'r.md'].map((name) => join(at.home, '..', name));
    hx(at, ['policy', 'check', '--input', file, '--sarif', sarif ?? '', '--junit', junit ?? '', '--markdown', markdown ?? '']);
    expect(JSON.parse(readFileSync(sarif ?? '', 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(readFileSync(junit ?? '', 'utf8')).toMatch(/^<\?xml/);
    expect(readFileSync(markdown ?? '', 'utf8')).toMatch(/^### ❌ Policies/);
  });

  test.each([
    ['a file that is missing', ['--input', '/nowhere/stack.json'], 'cannot be read: ENOENT'],
    ['a folder', ['--input', '/tmp'], 'cannot be read: EISDIR'],
    ['an unknown environment', ['--input', '/dev/null', '--env', 'prdo'], ''],
    ['targets as well', ['--input', 'x', '--live'], '--live does not go with it'],
    ['a severity that is none', ['--input', 'x', '--severity', 'grave'], '--severity takes low, medium, high or critical'],
  ])('refuses %s', (_, args, message) => {
    expect(hx(place(), ['policy', 'check', ...args])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});

describe('hx up', () => {
  const strict = (): string => readFileSync(join(__dirname, '../../infra/environments/dev.yaml'), 'utf8').replace('default: advisory', 'default: mandatory');

  test('stops at a mandatory violation before anything is there, and reads well', () => {
    const at = place({ 'infra/environments/dev.yaml': strict().replace(/overrides:\n(?: {4}.*\n)+/, 'overrides: {}\n') });
    const run = hx(at, ['up', ...dev, '--yes']);
    expect(run.code).toBe(5);
    expect(run.stdout).toMatch(
      /✗ mandatory high registry-public-access {2}CKV_AZURE_139\n.*\n {4}- Registry registry \(dev-eastus\): .*\n {4}Fix: .*\n {4}Docs: https:/,
    );
    expect(hx(at, ['cloud', 'status', '--json']).stdout).toContain('"resources":[]');
  });

  test('says where the rules are wrong, and changes nothing', () => {
    const at = place({
      'infra/environments/dev.yaml': strict()
        .replace(/policy:\n/, 'policy:\n  overrides: { storage-http-only: disabled }\n')
        .replace(/ {2}overrides:\n(?: {4}.*\n)+/, ''),
    });
    const run = hx(at, ['up', ...dev, '--yes']);
    expect(run).toMatchObject({ code: 2, stdout: expect.stringContaining("there is no policy 'storage-http-only'") });
  });
});

describe('a policy at the level remediate', () => {
  const lake = readFileSync(join(__dirname, '../../dist/infra/components/data-lake.js'), 'utf8').replace(
    'enableHttpsTrafficOnly: true',
    'enableHttpsTrafficOnly: false',
  );
  const withLevel = (level: string): Place =>
    place({
      'dist/infra/components/data-lake.js': lake,
      'infra/environments/dev.yaml': environment.replace(
        /policy:\n(?: {2}.*\n)+/,
        `policy:\n  default: advisory\n  overrides: { storage-https-only: ${level} }\n`,
      ),
    });
  const environment = readFileSync(join(__dirname, '../../infra/environments/dev.yaml'), 'utf8');

  test('sets the one right value, shows that, and has nothing to do the second time', () => {
    const at = withLevel('remediate');
    const first = hx(at, ['up', ...dev, '--yes']);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('set by storage-https-only on storage (dev-eastus): enableHttpsTrafficOnly false → true'),
    });
    expect(hx(at, ['cloud', 'status', '--json']).stdout).not.toContain('"enableHttpsTrafficOnly":false');
    expect(
      JSON.parse(
        hx(at, ['up', ...dev, '--yes', '--json'])
          .stdout.trimEnd()
          .split('\n')
          .at(-1) ?? '',
      ),
    ).toMatchObject({
      exitCode: 0,
      results: [
        { program: 'platform', changes: { same: expect.any(Number) } },
        { program: 'lakehouse', changes: { same: expect.any(Number) } },
      ],
    });
  });

  test('is off unless it is given: at mandatory the same program is stopped', () => {
    const run = hx(withLevel('mandatory'), ['up', ...dev, '--yes']);
    expect(run).toMatchObject({ code: 5, stdout: expect.stringContaining('accepts plain HTTP: enableHttpsTrafficOnly is false') });
  });
});

describe('hx policy explain', () => {
  test.each([
    ['storage-https-only', 0, 'Storage accounts accept HTTPS only'],
    ['ckv_azure_3', 0, 'storage-https-only'],
  ])('%s ends with %d and tells "%s"', (id, code, text) => {
    expect(hx(place(), ['policy', 'explain', id])).toMatchObject({ code, stdout: expect.stringContaining(text), stderr: '' });
  });

  test('suggests the nearest id', () => {
    expect(hx(place(), ['policy', 'explain', 'storage-http-only'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('hx policy explain storage-https-only'),
    });
  });
});
