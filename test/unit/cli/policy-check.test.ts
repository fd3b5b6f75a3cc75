import '@microsoft/jest-sarif';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBaseline, writeBaseline } from '../../../cli/check/baseline';
import { againstBaseline, hasFailed, sumOf, type CheckResult } from '../../../cli/check/result';
import { junitReport } from '../../../cli/formats/junit';
import { cell, markdownReport } from '../../../cli/formats/markdown';
import { checkObject } from '../../../cli/formats/policy-check';
import { sarifLog } from '../../../cli/formats/sarif';
import type { PolicyDetails } from '../../../cli/policy-admin';
import { findingLines, type PlacedFinding } from '../../../cli/render/findings';
import { plain } from '../../../cli/render/style';
import { sourceIndex } from '../../../cli/source-index';
import { cleanReport, finding } from '../../support/policies';

const details = (id: string): PolicyDetails => ({
  id,
  title: 'Storage accounts accept HTTPS only',
  severity: 'high',
  scope: 'resource',
  checkov: ['CKV_AZURE_3'],
  anchors: [],
  types: ['azure-native:storage:StorageAccount'],
  canRemediate: true,
  levels: { prod: 'mandatory' },
  rationale: 'Why <b>not</b>.',
  fix: 'Set it.',
  example: 'x',
  references: ['https://learn.microsoft.com/a'],
  differs: {},
  file: 'policy/x.ts',
});
const exemption = { justification: 'the partner moves', owner: 'a@example.com', expires: '2027-03-01' };
const placed = (more: Parameters<typeof finding>[0] = {}, target = 'prod-eastus'): PlacedFinding => ({ target, finding: finding(more) });
const resultOf = (found: readonly PlacedFinding[], more: Partial<CheckResult> = {}): CheckResult => ({
  found,
  totals: sumOf([cleanReport]),
  problems: [],
  known: 0,
  ...more,
});
const options = { version: '1.0.0', explain: details, locate: () => 'infra/a b.ts:41', fallback: 'Pulumi.yaml' };
const notEvaluated = placed({ outcome: 'not-evaluated', violations: [], reason: 'x is not known before the update' });

describe('SARIF of a policy check', () => {
  test.each([0, 1, 5001, 25_001])('is valid with %d results', (count) => {
    const found = Array.from({ length: count }, (_, index) => placed({ urn: `urn:pulumi:prod::p::t::r${index}` }));
    const log = sarifLog(resultOf(found), options);
    expect(log).toBeValidSarifLog();
    expect(log.runs[0]?.results).toHaveLength(Math.min(count, 25_000));
  });

  test('has the rule with its help, level, place, suppression, and a fingerprint that no message changes', () => {
    const log = sarifLog(resultOf([placed(), placed({ exemption, isBlocking: false }), placed({ level: 'advisory' }), notEvaluated]), options);
    expect(log).toBeValidSarifLog();
    const [run] = log.runs;
    expect(run?.tool.driver.rules).toEqual([expect.objectContaining({ id: 'storage-https-only', helpUri: 'https://learn.microsoft.com/a' })]);
    expect(run?.results?.map(({ level }) => level)).toEqual(['error', 'error', 'warning', 'note']);
    expect(run?.results?.[1]?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'the partner moves (a@example.com, until 2027-03-01)' },
    ]);
    expect(run?.results?.[0]?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: 'infra/a%20b.ts' }, region: { startLine: 41 } });
    const other = sarifLog(resultOf([placed({ violations: [{ property: 'enableHttpsTrafficOnly', message: 'says it otherwise' }] })]), options);
    expect(other.runs[0]?.results?.[0]?.partialFingerprints).toEqual(run?.results?.[0]?.partialFingerprints);
  });

  test('names what is wrong with exemptions', () => {
    const log = sarifLog(resultOf([], { problems: [{ kind: 'expired', message: 'it expired', place: 'policy/exemptions.yaml:2:3' }] }), options);
    expect(log).toBeValidSarifLog();
    expect(JSON.stringify(log)).toContain('policy/exemptions.yaml:2:3: it expired');
  });
});

describe('JUnit of a policy check', () => {
  test('has a case for every policy: passed, failed, or skipped where it was not evaluated', () => {
    const xml = junitReport(resultOf([placed(), { ...notEvaluated, finding: { ...notEvaluated.finding, policy: 'b', isBlocking: false } }]), [
      'storage-https-only',
      'b',
      'c',
    ]);
    expect(xml).toContain('<testsuite name="hx policies" tests="3" failures="1" errors="0" skipped="1">');
    expect(xml).toContain('<testcase classname="hx.policies" name="c"/>');
  });

  test('escapes what others wrote', () => {
    const xml = junitReport(resultOf([placed({ violations: [{ property: 'x', message: '"><script>&\u0000\u001b]]>' }] })]), ['storage-https-only']);
    expect(xml).not.toMatch(/[\u0000\u001b]/);
    // Inside CDATA markup is text; only its end must not be taken from a message.
    expect(xml.replace(/<!\[CDATA\[[^]*?\]\]>/g, '')).not.toContain('<script>');
    // A ">" needs no escape in an attribute.
    expect(xml).toContain('&quot;>&lt;script>&amp;');
  });
});

describe('Markdown of a policy check', () => {
  test('has the counts first and blocks open what must be seen', () => {
    const text = markdownReport(resultOf([placed(), placed({ level: 'advisory', isBlocking: false, policy: 'tags' })]), true);
    expect(text.startsWith('### ❌ Policies')).toBe(true);
    expect(text.match(/<details open>/g)).toHaveLength(1);
    expect(text.match(/<details>/g)).toHaveLength(1);
  });

  test('makes no markup, mention or table of what others wrote', () => {
    expect(cell('a|b\n<img src=x> @team `code` [x](y)')).not.toMatch(/[|<>@`[\]\n]/);
  });

  test('fits a comment, and ends with a whole block', () => {
    const found = Array.from({ length: 3000 }, (_, index) => placed({ policy: `p${index}`, violations: [{ property: '', message: 'x'.repeat(100) }] }));
    const text = markdownReport(resultOf(found), true);
    expect(text.length).toBeLessThan(65_536);
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });
});

describe('the JSON of a policy check', () => {
  test('has a violation for each property, and says what is exempt', () => {
    const violations = [
      { property: 'a', message: '1' },
      { property: 'b', message: '2' },
    ];
    const object = checkObject(resultOf([placed({ violations }), placed({ exemption, isBlocking: false }), notEvaluated]), 5);
    expect(object).toMatchObject({
      version: 1,
      checked: 1,
      exitCode: 5,
      notEvaluated: [{ policy: 'storage-https-only', reason: 'x is not known before the update' }],
    });
    expect('violations' in object ? object.violations : []).toEqual([
      expect.objectContaining({ property: 'a', message: '1', exempt: false, level: 'mandatory', severity: 'high', checkov: ['CKV_AZURE_3'] }),
      expect.objectContaining({ property: 'b', exempt: false }),
      expect.objectContaining({ exempt: true }),
    ]);
  });
});

describe('a baseline', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-baseline-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('takes the force from what it knows, and from nothing else', async () => {
    const file = join(folder, 'baseline.json');
    await writeBaseline(file, [placed(), placed({ isBlocking: false, policy: 'advisory' })]);
    const known = await readBaseline(file);
    const reworded = placed({ violations: [{ property: 'enableHttpsTrafficOnly', message: 'in other words' }] });
    const { found, known: count } = againstBaseline([reworded, placed({ policy: 'new' }), placed({ urn: 'urn:pulumi:prod::p::t::new' })], known);
    expect(count).toBe(1);
    expect(found.map(({ finding: { isBlocking } }) => isBlocking)).toEqual([false, true, true]);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
  });

  test('does not hide a second property of a finding that it knows', async () => {
    const file = join(folder, 'baseline.json');
    await writeBaseline(file, [placed()]);
    const wider = placed({ violations: [...finding().violations, { property: 'other', message: 'new' }] });
    expect(againstBaseline([wider], await readBaseline(file)).found[0]?.finding.isBlocking).toBe(true);
  });

  test.each([
    ['is missing', undefined],
    ['is not JSON', '{'],
    ['is of another version', '{"version":2,"findings":[]}'],
    ['has a broken entry', '{"version":1,"findings":[{"policy":"a"}]}'],
  ])('that %s is a usage error', async (_, text) => {
    const file = join(folder, 'baseline.json');
    if (text !== undefined) writeFileSync(file, text);
    await expect(readBaseline(file)).rejects.toMatchObject({ reason: 'usage' });
  });

  test('that cannot be written is a mistake of who asked for it', async () => {
    await expect(writeBaseline(join(folder, 'none', 'baseline.json'), [placed()])).rejects.toMatchObject({ reason: 'usage' });
  });
});

describe('a policy check', () => {
  test.each([
    ['nothing', resultOf([]), false],
    ['a violation that blocks', resultOf([placed()]), true],
    ['an advisory one', resultOf([placed({ isBlocking: false })]), false],
    ['exemptions out of order', resultOf([], { problems: [{ kind: 'unused', message: 'used by nothing' }] }), true],
  ])('with %s fails: %s', (_, result, expected) => {
    expect(hasFailed(result)).toBe(expected);
  });

  test('groups five hundred findings readably', () => {
    const found = Array.from({ length: 500 }, (_, index) =>
      placed({ policy: `policy-${index % 10}`, urn: `urn:pulumi:prod::p::t::r${index}`, isBlocking: index % 10 < 3 }),
    );
    const lines = findingLines(found, { width: 100, style: plain, isCut: true, isVerbose: false });
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(lines.filter((line) => line.includes('mandatory'))).toHaveLength(3);
    expect(lines.join('\n')).toContain('and 45 more resources');
  });

  test('tells a resource that is wrong in three regions once', () => {
    const found = ['prod-eastus', 'prod-westus2', 'prod-northeurope'].map((target) => placed({}, target));
    expect(findingLines(found, { width: 200, style: plain, isCut: true, isVerbose: false }).filter((line) => line.includes('StorageAccount lake'))).toEqual([
      '    - StorageAccount lake (prod-eastus, prod-westus2, prod-northeurope): accepts plain HTTP: enableHttpsTrafficOnly is false',
    ]);
  });
});

describe('the place of a resource in the programs', () => {
  const index = sourceIndex(
    new Map([
      [
        'components/lake.ts',
        "// lake\nsuper('hx:platform:DataLake');\nconst account = new StorageAccount('storage', {});\nnew storage.BlobContainer('raw');\n",
      ],
      ['components/vault.ts', "super('hx:platform:KeyVault');\n"],
    ]),
    'infra',
  );
  test.each([
    ['hx:platform:DataLake$azure-native:storage:StorageAccount', 'infra/components/lake.ts:3'],
    ['hx:platform:DataLake$azure-native:storage:BlobContainer', 'infra/components/lake.ts:4'],
    ['hx:platform:DataLake$azure-native:storage:ManagementPolicy', 'infra/components/lake.ts:2'],
    ['hx:platform:Unknown$azure-native:storage:StorageAccount', undefined],
    ['azure-native:storage:StorageAccount', undefined],
  ])('of %s is %s', (types, place) => {
    expect(index(`urn:pulumi:dev-eastus::hiscox-etl::${types}::lake`)).toBe(place);
  });
});
