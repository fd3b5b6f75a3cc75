import '@microsoft/jest-sarif';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScanReport } from '../../../automation/scan';
import { judge, type Exemption } from '../../../automation/scan';
import { readReport } from '../../../automation/scan/trivy-report';
import { scanSarif } from '../../../cli/formats/scan-sarif';
import { scanLines, type ScanView } from '../../../cli/render/scan';
import { plain } from '../../../cli/render/style';
import { fileExemptionFor } from '../../../policy/file-exemptions';

const fixture = (name: string): string => readFileSync(join(__dirname, '..', 'scan', 'fixtures', `${name}.json`), 'utf8');
const exemption: Exemption = {
  policy: 'AVD-DS-0002',
  file: 'app/*',
  environment: 'prod',
  justification: 'the base image needs root',
  owner: 'a@example.com',
  expires: '2027-03-01',
};
const gap = { scanner: 'vulnerability' as const, reason: 'there is no database', suggestion: 'bring one' };

/** What trivy found in files and in an image, judged together. */
function report(changes: Partial<ScanReport> = {}): ScanReport {
  const findings = [
    ...readReport(fixture('files'), (target) => target),
    ...readReport(fixture('image'), (target, { package: name, path }) => `image://etl/${path ?? name ?? target}`),
  ];
  const judged = judge(
    { findings, ran: ['secret', 'misconfiguration'], gaps: [gap], warnings: ['a module is missing'], tool: { version: '0.57.1' }, isWhole: true, log: '/log' },
    {
      subject: 'the project',
      environment: 'prod',
      threshold: 'high',
      rulebook: { exemptions: [exemption], problems: [], covers: (one, rule, place) => fileExemptionFor([one], rule, place, 'prod') !== undefined },
      concerns: () => true,
    },
  );
  return { ...judged, ...changes };
}
const empty = (changes: Partial<ScanReport> = {}): ScanReport => report({ findings: [], gaps: [], warnings: [], verdict: 'passed', ...changes });

describe('SARIF of a scan', () => {
  const log = scanSarif(report(), '1.2.3');
  const [run] = log.runs;

  test('is one valid log with every finding, those below the threshold too', () => {
    expect(log).toBeValidSarifLog();
    expect(log.runs).toHaveLength(1);
    expect(run?.results).toHaveLength(report().findings.length);
    expect(new Set(run?.results?.map(({ level }) => level))).toEqual(new Set(['error', 'warning', 'note']));
  });

  test('shows rules with help, places with their line, and packages of an image', () => {
    expect(run?.tool.driver.rules?.find(({ id }) => id === 'AVD-AZU-0008')).toMatchObject({
      helpUri: 'https://avd.aquasec.com/misconfig/avd-azu-0008',
      help: { text: expect.stringContaining('secure connection') },
      properties: { 'security-severity': '8.0' },
    });
    const placed = (rule: string): unknown => run?.results?.find(({ ruleId }) => ruleId === rule)?.locations?.[0];
    expect(placed('hx-azure-account-key')).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'app/.env', uriBaseId: '%SRCROOT%' }, region: { startLine: 2, endLine: 2 } },
    });
    expect(placed('CVE-2024-5535')).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'etl/openssl' } },
      logicalLocations: [{ fullyQualifiedName: 'image://etl/openssl' }],
    });
  });

  test('suppresses what is exempt, with the reason, and nothing else', () => {
    expect(run?.results?.filter(({ suppressions }) => suppressions !== undefined).map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
      ['AVD-DS-0002', [{ kind: 'external', status: 'accepted', justification: 'the base image needs root (a@example.com, until 2027-03-01)' }]],
    ]);
  });

  test('says what did not run', () => {
    expect(run?.invocations).toMatchObject([{ executionSuccessful: false }]);
    expect(JSON.stringify(run?.invocations)).toContain('The vulnerability scan did not run: there is no database.');
  });

  test('keeps its fingerprints when a message changes', () => {
    const reworded = report().findings.map((finding) => ({ ...finding, message: 'said otherwise' }));
    const prints = (one: ScanReport): unknown => scanSarif(one, '1').runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints);
    expect(prints(report({ findings: reworded }))).toEqual(prints(report()));
  });

  test('is valid without any finding, with 30,000, and with a strange path', () => {
    expect(scanSarif(empty(), '1')).toBeValidSarifLog();
    const [one] = report().findings;
    const many = one === undefined ? [] : Array.from({ length: 30_000 }, (_, line) => ({ ...one, line: line + 1, place: 'a b/#ü%.ts' }));
    const large = scanSarif(report({ findings: many }), '1');
    expect(large.runs[0]?.results).toHaveLength(25_000);
    expect(large.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%20b/%23%C3%BC%25.ts');
  });
});

describe('a scan on the screen', () => {
  const view: ScanView = { width: 100, style: plain, isCut: false, isVerbose: false };
  const shown = (one: ScanReport, changes: Partial<ScanView> = {}): string => scanLines(one, { ...view, ...changes }).join('\n');

  test('names each blocking rule with its places and its fix, exempt ones in a line, and counts the rest', () => {
    const text = shown(report());
    expect(text).toContain('✗ critical hx-azure-account-key Azure account key\n  app/.env:2\n  Fix: Revoke it');
    expect(text).toContain('- exempt high AVD-DS-0002 app/Dockerfile:2 until 2027-03-01, a@example.com: the base image needs root');
    expect(text).toContain('✗ The vulnerability scan did not run: there is no database\n  Fix: bring one');
    expect(text).toContain('3 below (--verbose shows them)');
    expect(text).not.toContain('AVD-DS-0005');
    expect(shown(report(), { isVerbose: true })).toContain('AVD-DS-0005');
  });

  test('is one line where nothing was found', () => {
    expect(shown(empty())).toBe('✓ No finding at or above high in the project (looked for secrets, misconfigurations by trivy 0.57.1; as for prod)');
  });

  test('is never green where a scanner did not run', () => {
    expect(shown(empty({ gaps: [gap], verdict: 'incomplete' }))).toContain('✗ Not everything was scanned');
    expect(shown(empty({ gaps: [gap], mustBeWhole: false }))).toMatch(/^! The vulnerability scan did not run[\s\S]*\n! No finding/);
  });

  test('groups many places of one rule', () => {
    const [one] = report().findings;
    const many = one === undefined ? [] : Array.from({ length: 500 }, (_, line) => ({ ...one, line: line + 1 }));
    expect(scanLines(empty({ findings: many, verdict: 'blocked' }), view).length).toBeLessThan(20);
  });

  test('lets no control character through, and fits a narrow terminal', () => {
    const findings = report().findings.map((finding) => ({ ...finding, place: `a\u001b[2J\n${finding.place}` }));
    // oxlint-disable-next-line no-control-regex
    expect(shown(empty({ findings, verdict: 'blocked' }))).not.toMatch(/\u001b/);
  });
});
