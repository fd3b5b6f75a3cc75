import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHealthy, runDoctor, type Check, type DoctorOptions } from '../../../automation/doctor';
import { readArmVariables } from '../../../automation/doctor/azure';
import { isAtLeast, judgeTool, versionIn } from '../../../automation/doctor/probe';

const project = join(__dirname, '..', '..', '..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-doctor-'));
  mkdirSync(join(folder, 'bin'));
  for (const tool of ['sh', 'cat', 'sleep']) symlinkSync(`/bin/${tool}`, join(folder, 'bin', tool));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const addTool = (name: string, script: string): void => writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

async function examine(more: Partial<DoctorOptions> = {}): Promise<Readonly<Record<string, Check>>> {
  const checks = await runDoctor({
    root: project,
    home: join(folder, 'home'),
    cache: join(folder, 'cache'),
    environment: { PATH: join(folder, 'bin') },
    cloud: undefined,
    ...more,
  });
  return Object.fromEntries(checks.map((check) => [check.name, check]));
}

test('every need has a row, and every row that is not ok says what to do', async () => {
  const checks = await examine();
  const names = 'node npm dependencies engine go hx-home hx-cache local-cloud disk azure-credentials git docker python3 psql trivy';
  expect(Object.keys(checks)).toEqual(names.split(' '));
  for (const { status, fix, why, wanted } of Object.values(checks)) {
    expect({ hasFix: fix !== undefined, why: why !== '', wanted: wanted !== '' }).toEqual({ hasFix: status !== 'ok', why: true, wanted: true });
  }
});

test('on a machine with nothing on PATH git, Go and the engine are missing; what only some commands need is optional', async () => {
  const checks = await examine();
  const statuses = Object.fromEntries(['git', 'go', 'engine', 'docker', 'python3', 'psql', 'azure-credentials'].map((name) => [name, checks[name]?.status]));
  expect(statuses).toEqual({
    git: 'missing',
    go: 'missing',
    engine: 'missing',
    docker: 'optional-missing',
    python3: 'optional-missing',
    psql: 'optional-missing',
    'azure-credentials': 'optional-missing',
  });
});

test('an engine on PATH makes Go needless', async () => {
  addTool('pulumi', 'echo v3.259.0');
  const { engine, go } = await examine();
  expect([engine?.status, go?.status]).toEqual(['ok', 'optional-missing']);
  expect(engine?.found).toBe(`3.259.0 (path: ${join(folder, 'bin', 'pulumi')})`);
});

test('an engine that is not there yet is no fault where Go can build it', async () => {
  addTool('go', 'echo go version go1.26.8 linux/amd64');
  const { engine, go } = await examine();
  expect([engine?.status, go?.status, go?.found]).toEqual(['optional-missing', 'ok', '1.26.8']);
  expect(engine?.fix).toContain('on first use');
});

test('an engine that is too old is named with its place and version', async () => {
  addTool('pulumi', 'echo v3.100.0');
  expect((await examine())['engine']?.found).toContain(`${join(folder, 'bin', 'pulumi')} has version 3.100.0, not >= 3.259.0 < 4`);
});

test('a git that is too old is outdated', async () => {
  addTool('git', 'echo git version 2.11.0');
  expect((await examine())['git']).toMatchObject({ status: 'outdated', found: '2.11.0', wanted: '>= 2.25' });
});

test('docker without a daemon says what the daemon’s client said, and how to start it', async () => {
  addTool('docker', 'echo "20.10.5 "; echo "Cannot connect to the Docker daemon" >&2; exit 1');
  expect((await examine())['docker']).toMatchObject({
    status: 'optional-missing',
    found: 'Cannot connect to the Docker daemon',
    fix: expect.stringContaining('start the daemon'),
  });
});

test('a tool that never answers is a row, not a wait', async () => {
  addTool('python3', 'sleep 600');
  expect((await examine({ timeoutMs: 300 }))['python3']).toMatchObject({ status: 'optional-missing', found: 'python3 gave no answer in time' });
});

test('azure credentials are required with --cloud azure alone', async () => {
  expect((await examine({ cloud: 'azure' }))['azure-credentials']?.status).toBe('missing');
  expect((await examine({ cloud: 'local' }))['azure-credentials']?.status).toBe('optional-missing');
});

test('a signed-in Azure CLI counts as credentials', async () => {
  addTool('az', 'echo Platform Dev');
  expect((await examine({ cloud: 'azure' }))['azure-credentials']).toMatchObject({ status: 'ok', found: 'Azure CLI, subscription Platform Dev' });
});

test('no row shows a secret', async () => {
  const environment = {
    PATH: join(folder, 'bin'),
    ARM_CLIENT_ID: 'id',
    ARM_TENANT_ID: 'tenant',
    ARM_SUBSCRIPTION_ID: 'subscription',
    ARM_CLIENT_SECRET: 'hunter2',
  };
  const checks = await examine({ cloud: 'azure', environment });
  expect(checks['azure-credentials']?.status).toBe('ok');
  expect(JSON.stringify(checks)).not.toContain('hunter2');
});

test('a home that cannot be made is missing, and looking makes nothing', async () => {
  writeFileSync(join(folder, 'file'), '');
  const checks = await examine({ home: join(folder, 'file', 'home') });
  expect(checks['hx-home']).toMatchObject({ status: 'missing', found: `${join(folder, 'file')} is not a folder` });
  expect(checks['local-cloud']?.status).toBe('missing');
  expect(readdirSync(folder).sort()).toEqual(['bin', 'file']);
});

test.each([
  ['nothing is set', {}, undefined],
  ['a secret is set without the rest', { ARM_CLIENT_SECRET: 's' }, false],
  ['the identity is set without a proof', { ARM_CLIENT_ID: 'c', ARM_TENANT_ID: 't', ARM_SUBSCRIPTION_ID: 's' }, false],
  ['identity and OIDC token file', { ARM_CLIENT_ID: 'c', ARM_TENANT_ID: 't', ARM_SUBSCRIPTION_ID: 's', ARM_OIDC_TOKEN_FILE_PATH: '/f' }, true],
  ['half of the CI run’s OIDC', { ARM_CLIENT_ID: 'c', ARM_TENANT_ID: 't', ARM_SUBSCRIPTION_ID: 's', ARM_OIDC_REQUEST_URL: 'u' }, false],
  ['empty values', { ARM_CLIENT_ID: '', ARM_CLIENT_SECRET: '' }, undefined],
  ['a managed identity', { ARM_USE_MSI: 'true' }, true],
])('reads the ARM variables: %s', (_name, environment, isComplete) => {
  expect(readArmVariables(environment)?.isComplete).toBe(isComplete);
});

test.each([
  ['git version 2.39.5 (Apple Git-154)', '2.39.5'],
  ['Python 3.11.2', '3.11.2'],
  ['psql (PostgreSQL) 15.9 (Debian 15.9-0)', '15.9'],
  ['nothing', undefined],
])('finds the version in %j', (text, version) => {
  expect(versionIn(text)).toBe(version);
});

test.each([
  ['2.25', '2.25', true],
  ['2.25.1', '2.25', true],
  ['2.9', '2.25', false],
  ['10', '9.9.9', true],
  ['22.13.0', '22.13', true],
  ['22.12.9', '22.13', false],
])('%s is at least %s: %s', (found, wanted, answer) => {
  expect(isAtLeast(found, wanted)).toBe(answer);
});

test('a tool that ends with an error shows its first line', () => {
  const need = { name: 'git', args: [], atLeast: '2.25', why: '', fix: 'install git', isOptional: false };
  expect(judgeTool(need, { state: 'ended', exitCode: 1, stdout: '', stderr: 'broken\nmore' })).toEqual({
    status: 'missing',
    found: 'broken',
    fix: 'install git',
  });
});

test('what is optional does not make a machine unhealthy', () => {
  const check: Check = { name: 'psql', status: 'optional-missing', found: undefined, wanted: '', why: '', fix: '' };
  expect([isHealthy([check]), isHealthy([check, { ...check, status: 'outdated' }]), isHealthy([check, { ...check, status: 'missing' }])]).toEqual([
    true,
    false,
    false,
  ]);
});
