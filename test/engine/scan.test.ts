// The real trivy, found, cached or built: on a fresh machine this file waits for its build, which goes on beside the other tests.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readImage, scanFiles, scanImage, type Finding, type ScanContext, type Sighting } from '../../automation/scan';
import { isAtLeast } from '../../automation/scan/finding';
import { ensureTool, trivyTool, type FoundTool } from '../../automation/tools';
import { hx, place, removePlaces } from '../support/cli';
import { fake, fakePrivateKey, fakeSecrets, lineIn } from '../support/fake-secrets';
import { writeArchive, writeOciFolder } from '../support/images';

const root = join(__dirname, '..', '..');
const cache = process.env['HX_CACHE'] || join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'hx');
const buildMs = 40 * 60_000;

let trivy: FoundTool;
let folder: string;
beforeAll(async () => {
  trivy = await ensureTool(trivyTool(), { root, cache, environment: process.env });
}, buildMs);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-scan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(removePlaces);

function write(files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'project', path)), { recursive: true });
    writeFileSync(join(folder, 'project', path), text);
  }
  return join(folder, 'project');
}
const context = (changes: Partial<ScanContext> = {}): ScanContext => ({
  root: join(folder, 'project'),
  cache: join(folder, 'cache'),
  runs: join(folder, 'runs'),
  environment: process.env,
  now: new Date('2026-11-26T08:00:00Z'),
  timeoutMs: 50_000,
  cancelled: new AbortController().signal,
  tell: () => undefined,
  ...changes,
});
/** Its own rules are read from the project that is scanned; in these tests that is a small one. */
const withRules = (): Readonly<Record<string, string>> => {
  const path = 'automation/tools/trivy/trivy-secret.yaml';
  return { [path]: readFileSync(join(root, path), 'utf8') };
};
const scan = (files: Readonly<Record<string, string>>, changes: Partial<ScanContext> = {}): Promise<Sighting> => {
  const project = write({ ...withRules(), ...files });
  return scanFiles([project], '20261126T080000-000000', trivy, context(changes));
};
const rulesAt = (findings: readonly Finding[], path: string): readonly string[] => findings.flatMap(({ place: at, rule }) => (at === path ? [rule] : []));

describe('secrets in files', () => {
  const kinds = ['ts', 'env', 'yaml'] as const;
  const name = (index: number, kind: string): string => `app/${index}.${kind}`;

  test('of every kind that checkov knows, and of Azure and Databricks, are found as TypeScript, .env and YAML write them', async () => {
    const files = fakeSecrets.flatMap((secret, index) => kinds.map((kind) => [name(index, kind), `\n${lineIn[kind](secret)}\n`] as const));
    const { findings, log = '' } = await scan({ ...Object.fromEntries(files), 'app/key.pem.txt': fakePrivateKey, 'app/key.ts': asLines(fakePrivateKey) });
    const grave = findings.filter(({ scanner, severity }) => scanner === 'secret' && isAtLeast(severity, 'high'));
    const missed = fakeSecrets.flatMap((secret, index) =>
      kinds.flatMap((kind) => (rulesAt(grave, name(index, kind)).length > 0 ? [] : [`${secret.kind} ${secret.name} in .${kind}`])),
    );
    expect(missed).toEqual([]);
    expect(rulesAt(grave, 'app/key.pem.txt')).toContain('private-key');
    expect(rulesAt(grave, 'app/key.ts')).toContain('hx-private-key');
    expect(grave.filter(({ place: at }) => /\d\.(ts|env|yaml)$/.test(at)).every(({ line }) => line === 2)).toBe(true);
    // Neither what is told nor what is kept holds a part of one.
    const kept = JSON.stringify(findings) + readFileSync(log, 'utf8');
    expect(fakeSecrets.filter(({ value }) => kept.includes(value.slice(-16)))).toEqual([]);
    expect(readdirSync(dirname(log))).toEqual(['trivy.log']);
  });

  test.each(['test/a.test.ts', 'docs/example.md', 'app/vendor/x.ts', 'examples/a.yaml', 'locales/en.ts'])('are found in %s too', async (path) => {
    const { findings } = await scan({ [path]: `key = 'AccountKey=${fake('base64', 86)}=='\n` });
    expect(rulesAt(findings, path)).toContain('hx-azure-account-key');
  });

  test('are not seen where there are none: references, names, addresses, digests', async () => {
    const lines = [
      `const password = process.env['DB_PASSWORD'];`,
      `const token = await credential.getToken('https://management.azure.com/.default');`,
      `const secret = new keyvault.Secret('warehouse-password-2', { vaultName: names.keyVault });`,
      `const secretUrl = 'https://hxdev1.vault.azure.net/secrets/warehouse/0123456789abcdef0123456789abcdef';`,
      `const keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6';`,
      `const scope = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hx-dev-eastus/providers/Microsoft.Storage';`,
      `const url = \`postgres://\${user}:\${password}@\${host}/dw\`;`,
      `"integrity": "sha512-${fake('base64', 86)}=="`,
      `const image = 'hxdev.azurecr.io/etl@sha256:${fake('hex', 64)}';`,
      `throw new Error('the password must have at least 12 characters');`,
      `const tokenType = 'azure-native:storage/v20240101:StorageAccount';`,
    ];
    const yaml = [
      'password: ${DB_PASSWORD}',
      'token: "{{ env_var(\'DATABRICKS_TOKEN\') }}"',
      'secretName: warehouse-password',
      'passwordSecret: $(WAREHOUSE_PASSWORD_1)',
      'client_secret: <your client secret 1>',
      'keyVaultUrl: https://hxdev1.vault.azure.net/',
      'token_permissions: read2',
    ];
    const { findings } = await scan({ 'app/a.ts': lines.join('\n'), 'app/a.yaml': yaml.join('\n'), 'app/.env': 'PASSWORD_FILE=/run/secrets/db1\n' });
    expect(findings).toEqual([]);
  });
});

describe('files', () => {
  /** In two parts, so that this file does not hold one. */
  const ignore = ['#trivy', 'ignore:'].join(':');

  test('with misconfigurations are found, and a comment that would hide one is itself a finding', async () => {
    const { findings, ran } = await scan({
      'app/Dockerfile': 'FROM debian:12\nUSER root\n',
      'app/main.tf': `resource "azurerm_storage_account" "lake" {\n  ${ignore}AVD-AZU-0008\n  enable_https_traffic_only = false\n}\n`,
    });
    expect(ran).toEqual(['secret', 'misconfiguration']);
    expect(rulesAt(findings, 'app/Dockerfile')).toContain('AVD-DS-0002');
    expect(rulesAt(findings, 'app/main.tf')).toEqual(['hx-inline-ignore']);
  });

  test('in folders that tools make are left alone', async () => {
    const text = `password = '${fake('alphanumeric', 24)}'\n`;
    const { findings } = await scan({ 'node_modules/x/a.ts': text, 'app/node_modules/x/a.ts': text, 'dist/a.ts': text, '.hx/a.ts': text });
    expect(findings).toEqual([]);
  });

  test('are scanned without any network: what a file asks for is not fetched, and that is told', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { warnings } = await scan({ 'app/main.tf': `module "x" {\n  source = "http://127.0.0.1:${port}/x.zip"\n}\n` });
    server.close();
    expect(asked).toEqual([]);
    expect(warnings).toContainEqual(expect.stringContaining('Failed to load module'));
  });

  test('are scanned by two at once', async () => {
    const project = write({ ...withRules(), 'app/a.ts': `password = '${fake('alphanumeric', 24)}'\n` });
    const both = ['20261126T080000-000001', '20261126T080000-000002'].map((runId) => scanFiles([project], runId, trivy, context()));
    for (const { findings } of await Promise.all(both)) expect(rulesAt(findings, 'app/a.ts')).toEqual(['hx-keyword-secret']);
  });
});

describe('a scan', () => {
  test('that is cancelled or takes too long ends, with the reason', async () => {
    const stop = new AbortController();
    const scanning = scan({ 'app/a.ts': 'x'.repeat(20) }, { cancelled: stop.signal });
    setTimeout(() => stop.abort(), 20);
    await expect(scanning).rejects.toMatchObject({ reason: 'cancelled' });
    await expect(scan({}, { timeoutMs: 1 })).rejects.toMatchObject({ reason: 'timeout', suggestion: '--timeout 1m' });
  });

  test('by hx ends with 5, one JSON line and one SARIF file, and the secret in neither', () => {
    const value = fake('alphanumeric', 32);
    const project = write({ 'app/.env': `WAREHOUSE_PASSWORD=${value}\n` });
    const run = hx(place(), ['scan', 'files', project, '--json', '--sarif', join(folder, 'x.sarif')]);
    expect(run.code).toBe(5);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(run.stdout)).toMatchObject({ version: 1, verdict: 'blocked', exitCode: 5, findings: [{ rule: 'hx-keyword-secret-bare', line: 1 }] });
    expect(run.stdout + run.stderr + readFileSync(join(folder, 'x.sarif'), 'utf8')).not.toContain(value.slice(0, 8));
  });

  test('of this project finds nothing', () => {
    const run = hx(place(), ['scan', 'files', '--json']);
    expect((JSON.parse(run.stdout) as { findings: Finding[] }).findings.map(({ rule, place: at, line }) => `${rule} ${at}:${line ?? ''}`)).toEqual([]);
    expect(run.code).toBe(0);
  });
});

describe('an image', () => {
  const content = {
    files: {
      'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
      'etc/debian_version': '12.7\n',
      'var/lib/dpkg/status': 'Package: openssl\nStatus: install ok installed\nVersion: 3.0.11-1~deb12u2\nArchitecture: amd64\nSource: openssl\n\n',
      'app/.env': `DB_PASSWORD=${fake('alphanumeric', 16)}\n`,
    },
    env: ['PATH=/usr/bin', `API_TOKEN=${fake('alphanumeric', 20)}`],
  };
  const look = async (path: string, changes: Partial<ScanContext> = {}): Promise<Sighting> => {
    write(withRules());
    return scanImage({ image: await readImage(path, folder), isOffline: true }, '20261126T080000-000000', trivy, context(changes));
  };
  const found = ({ findings }: Sighting): readonly string[] =>
    findings.filter(({ severity }) => isAtLeast(severity, 'high')).map(({ rule, place: at }) => `${rule} ${at}`);
  const always = ['AVD-DS-0002 image://etl/config', 'hx-keyword-secret-bare image://etl/app/.env', 'hx-keyword-secret-pair image://etl/config'];
  /** One advisory of Debian 12 for openssl, in the form of trivy's own database. */
  const writeDatabase = (day: string): void => {
    const data = join(folder, 'cache', 'tools', 'trivy', 'data', 'db');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'trivy.db'), gunzipSync(readFileSync(join(root, 'test', 'support', 'trivy-database', 'trivy.db.gz'))));
    const times = { UpdatedAt: `${day}T00:00:00Z`, NextUpdate: '2027-01-01T00:00:00Z', DownloadedAt: `${day}T00:00:00Z` };
    writeFileSync(join(data, 'metadata.json'), JSON.stringify({ Version: 2, ...times }));
  };

  test.each([
    ['an OCI folder', () => writeOciFolder(join(folder, 'etl'), content)],
    ['an archive', () => writeArchive(join(folder, 'etl.tar'), content)],
  ])('as %s is scanned without its vulnerabilities where the database is missing, and that is a gap', async (_, make) => {
    const seen = await look(make());
    expect([...found(seen)].sort()).toEqual(always);
    expect(seen).toMatchObject({ ran: ['secret', 'misconfiguration'], gaps: [{ scanner: 'vulnerability', reason: expect.stringContaining('is not here') }] });
  });

  test('is scanned for vulnerabilities by a young database, and the database is named', async () => {
    writeDatabase('2026-11-25');
    const seen = await look(writeOciFolder(join(folder, 'etl'), content));
    expect([...found(seen)].sort()).toEqual([...always, 'CVE-2024-5535 image://etl/openssl'].sort());
    expect(seen).toMatchObject({ ran: ['secret', 'misconfiguration', 'vulnerability'], gaps: [], tool: { database: 'database of 2026-11-25' } });
  });

  test('is not called free of vulnerabilities by an old one', async () => {
    writeDatabase('2026-11-01');
    const { gaps } = await look(writeOciFolder(join(folder, 'etl'), content));
    expect(gaps).toEqual([expect.objectContaining({ scanner: 'vulnerability', reason: expect.stringContaining('of 2026-11-01, older than 7 days') })]);
  });

  test('that is none, or a broken one, is no pass', async () => {
    writeFileSync(join(folder, 'none.tar'), 'not an archive');
    await expect(look('none.tar')).rejects.toMatchObject({ reason: 'usage' });
    const broken = writeOciFolder(join(folder, 'broken'), content);
    rmSync(join(broken, 'blobs'), { recursive: true });
    await expect(look(broken)).rejects.toMatchObject({ log: expect.any(String) });
  });
});

/** A key as code holds it: each line a string. */
const asLines = (key: string): string =>
  `export const key = [\n${key
    .split('\n')
    .map((line) => `  '${line}',\n`)
    .join('')}];\n`;
