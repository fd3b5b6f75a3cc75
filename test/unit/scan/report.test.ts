import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placesBelow } from '../../../automation/scan/files';
import { readReport } from '../../../automation/scan/trivy-report';

/** Written by trivy 0.57.1 for a small folder and a small image; references, descriptions and code are left out. */
const fixture = (name: string): string => readFileSync(join(__dirname, 'fixtures', `${name}.json`), 'utf8');
const asTold = (target: string, { package: name, path }: { readonly package?: string; readonly path?: string }): string => path ?? name ?? target;

describe('a report on files', () => {
  const findings = readReport(fixture('files'), asTold);

  test('gives each finding with rule, severity and place', () => {
    expect(findings.map(({ scanner, rule, severity, place, line }) => `${scanner} ${rule} ${severity} ${place}:${line ?? ''}`)).toEqual([
      'misconfiguration AVD-DS-0001 medium app/Dockerfile:1',
      'misconfiguration AVD-DS-0002 high app/Dockerfile:2',
      'misconfiguration AVD-DS-0005 low app/Dockerfile:3',
      'misconfiguration AVD-DS-0026 low app/Dockerfile:',
      'misconfiguration AVD-AZU-0008 high app/main.tf:3',
      'secret hx-azure-account-key critical app/.env:2',
      'secret hx-keyword-secret-bare high app/.env:1',
      'secret hx-basic-auth high app/client.ts:1',
      'misconfiguration hx-inline-ignore high app/main.tf:4',
    ]);
  });

  test('has a help for each, and takes nothing of the line that a secret stands in', () => {
    for (const { help } of findings) expect(help).not.toBe('');
    expect(JSON.stringify(findings)).not.toMatch(/\*{4}|Match|postgres/);
  });
});

describe('a report on an image', () => {
  test('gives packages of the system by name, and those of a language by their path, with what to update to', () => {
    const vulnerabilities = readReport(fixture('image'), asTold).filter(({ scanner }) => scanner === 'vulnerability');
    expect(vulnerabilities.map(({ rule, severity, place, help }) => [rule, severity, place, help])).toEqual([
      ['CVE-2024-5535', 'critical', 'openssl', 'Update openssl to 3.0.15-1~deb12u1.'],
      ['CVE-2018-18074', 'high', 'usr/local/lib/python3.12/site-packages/requests-2.19.0.dist-info/METADATA', 'Update requests to 2.20.0.'],
    ]);
  });
});

describe('what trivy takes lightly', () => {
  const secret = (RuleID: string, Severity: string): string =>
    JSON.stringify({ SchemaVersion: 2, Results: [{ Target: 'a', Class: 'secret', Secrets: [{ RuleID, Severity, Title: 't', StartLine: 1, EndLine: 1 }] }] });

  test.each([
    ['databricks-api-token', 'MEDIUM', 'critical'],
    ['jwt-token', 'MEDIUM', 'high'],
    ['stripe-publishable-token', 'LOW', 'low'],
    ['new-kind-of-token', 'SEVERE', 'unknown'],
  ])('%s is %s to trivy and %s to hx', (rule, theirs, ours) => {
    expect(readReport(secret(rule, theirs), asTold)).toMatchObject([{ severity: ours }]);
  });
});

test.each([
  ['nothing', ''],
  ['half a report', '{"SchemaVersion": 2, "Results": [{"Target": "a"'],
  ['another version', '{"SchemaVersion": 3}'],
  ['a result without a class', '{"SchemaVersion": 2, "Results": [{"Target": "a"}]}'],
  ['a list', '[]'],
])('a report that is %s is never read as no finding', (_, text) => {
  expect(() => readReport(text, asTold)).toThrow('cannot read');
});

test.each([
  ['/p', false, 'app/a.ts', 'app/a.ts'],
  ['/p/app', false, 'a.ts', 'app/a.ts'],
  ['/p/app/a.ts', true, 'a.ts', 'app/a.ts'],
  ['/p', false, '.', '.'],
  ['/elsewhere', false, 'a.ts', '/elsewhere/a.ts'],
  ['/p2', false, 'a.ts', '/p2/a.ts'],
])('below %s (a file: %s) trivy’s %j is the place %s', (target, isFile, name, place) => {
  expect(placesBelow(target, isFile, '/p')(name, { scanner: 'secret' })).toBe(place);
});
