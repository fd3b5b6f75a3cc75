import * as fc from 'fast-check';
import { judge, thresholdOf, type Exemption, type Finding, type Rulebook, type ScanReport, type Severity, type Sighting } from '../../../automation/scan';
import { isAtLeast, severities } from '../../../automation/scan/finding';
import { fileExemptionFor } from '../../../policy/file-exemptions';

const finding = (changes: Partial<Finding> = {}): Finding => ({
  scanner: 'secret',
  rule: 'hx-basic-auth',
  severity: 'high',
  title: 'Password in a URL',
  message: 'a password',
  help: 'remove it',
  place: 'app/client.ts',
  line: 3,
  ...changes,
});
const exemption = (changes: Partial<Exemption> = {}): Exemption => ({
  policy: 'hx-basic-auth',
  file: 'app/*.ts',
  environment: 'prod',
  justification: 'the partner moves in March',
  owner: 'a@example.com',
  expires: '2027-03-01',
  ...changes,
});
const sighting = (findings: readonly Finding[], changes: Partial<Sighting> = {}): Sighting => ({
  findings,
  ran: ['secret', 'misconfiguration'],
  gaps: [],
  warnings: [],
  isWhole: true,
  ...changes,
});
const rulebook = (exemptions: readonly Exemption[] = [], problems: readonly string[] = []): Rulebook => ({
  exemptions,
  problems,
  covers: (one, rule, place) => fileExemptionFor([one], rule, place, one.environment) !== undefined,
});
const judged = (seen: Sighting, rules = rulebook(), environment = 'prod', threshold: Severity = thresholdOf(environment)): ScanReport =>
  judge(seen, { subject: 'x', environment, threshold, rulebook: rules, concerns: ({ file }) => !file.startsWith('image://') });

describe('the threshold', () => {
  test.each([
    ['dev', 'critical'],
    ['staging', 'high'],
    ['prod', 'high'],
    ['a new environment', 'high'],
  ])('of %s is %s', (environment, threshold) => {
    expect(thresholdOf(environment)).toBe(threshold);
  });

  test('lets nothing pass that is as grave or graver', () => {
    const any = fc.constantFrom(...severities);
    fc.assert(
      fc.property(any, any, (severity, threshold) => {
        const { verdict } = judged(sighting([finding({ severity })]), rulebook(), 'prod', threshold);
        expect(verdict).toBe(isAtLeast(severity, threshold) ? 'blocked' : 'passed');
      }),
    );
  });
});

describe('an exemption', () => {
  test('lets its finding pass, and stays in the report', () => {
    const { verdict, findings } = judged(sighting([finding()]), rulebook([exemption()]));
    expect(verdict).toBe('passed');
    expect(findings).toEqual([expect.objectContaining({ isBlocking: false, exemption: exemption() })]);
  });

  test.each([
    ['another rule', { policy: 'hx-azure-sas' }],
    ['another file', { file: 'infra/*' }],
    ['another environment', { environment: 'dev' }],
  ])('for %s does not', (_, changes) => {
    expect(judged(sighting([finding()]), rulebook([exemption(changes)])).verdict).toBe('blocked');
  });

  test('that nothing uses fails the scan, and says so', () => {
    const report = judged(sighting([]), rulebook([exemption()]));
    expect(report.verdict).toBe('blocked');
    expect(report.exemptionProblems).toEqual([expect.stringContaining('hx-basic-auth for app/*.ts of a@example.com is not used')]);
  });

  test.each([
    ['only a part was scanned', { isWhole: false }, exemption()],
    ['a scanner did not run', { gaps: [{ scanner: 'vulnerability' as const, reason: 'no database' }] }, exemption()],
    ['it is about another environment', {}, exemption({ environment: 'staging' })],
    ['it is about an image', {}, exemption({ file: 'image://etl/app/*' })],
  ])('is not called unused where %s', (_, changes, one) => {
    expect(judged(sighting([], changes), rulebook([one])).exemptionProblems).toEqual([]);
  });

  test('that is wrong in the file fails the scan', () => {
    expect(judged(sighting([]), rulebook([], ['policy/exemptions.yaml:2:3: it expired']))).toMatchObject({
      verdict: 'blocked',
      exemptionProblems: ['policy/exemptions.yaml:2:3: it expired'],
    });
  });
});

describe('a scanner that did not run', () => {
  const gaps = [{ scanner: 'vulnerability' as const, reason: 'there is no database' }];
  test.each([
    ['dev', 'passed'],
    ['staging', 'incomplete'],
    ['prod', 'incomplete'],
    ['a new environment', 'incomplete'],
  ])('makes %s %s', (environment, verdict) => {
    expect(judged(sighting([], { gaps }), rulebook(), environment)).toMatchObject({ verdict, gaps });
  });

  test('hides no finding', () => {
    expect(judged(sighting([finding()], { gaps })).verdict).toBe('blocked');
  });
});

describe('findings', () => {
  test('are told once, the gravest first, then by place and line', () => {
    const findings = [
      finding({ line: 9 }),
      finding(),
      finding(),
      finding({ severity: 'critical', place: 'z', rule: 'r' }),
      finding({ severity: 'low', place: 'a' }),
      finding({ scanner: 'misconfiguration', rule: 'AVD-1' }),
    ];
    expect(judged(sighting(findings)).findings.map(({ severity, rule, place, line }) => `${severity} ${rule} ${place}:${line ?? ''}`)).toEqual([
      'critical r z:3',
      'high AVD-1 app/client.ts:3',
      'high hx-basic-auth app/client.ts:3',
      'high hx-basic-auth app/client.ts:9',
      'low hx-basic-auth a:3',
    ]);
  });

  test.each([
    [['hx-basic-auth', 'hx-keyword-secret'], ['hx-basic-auth']],
    [['hx-keyword-secret', 'hx-random-string'], ['hx-keyword-secret']],
    [['hx-random-string'], ['hx-random-string']],
    [
      ['hx-azure-account-key', 'jwt-token'],
      ['hx-azure-account-key', 'jwt-token'],
    ],
  ])('%j at one place are told as %j: a guess says nothing where something is known', (rules, told) => {
    const { findings } = judged(sighting(rules.map((rule) => finding({ rule }))));
    expect(findings.map(({ rule }) => rule)).toEqual(told);
  });

  test('of a guess stay where the known one is at another line', () => {
    expect(judged(sighting([finding(), finding({ rule: 'hx-keyword-secret', line: 4 })])).findings).toHaveLength(2);
  });
});
