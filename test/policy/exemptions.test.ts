import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { exemptionFor, isInForce, matchesPattern, type Exemption } from '../../policy/exemptions';
import { readExemptions } from '../../policy/exemptions-file';

const known = new Set(['storage-https-only']);
const now = new Date('2026-11-26T10:00:00Z');
const urn = 'urn:pulumi:prod-eastus::hiscox-etl::azure-native:storage:StorageAccount::lake';
const entry = (changes: Readonly<Record<string, string>> = {}): string =>
  [
    'exemptions:',
    ...Object.entries({
      policy: 'storage-https-only',
      urn,
      environment: 'prod',
      justification: 'a partner reads over plain HTTP until March',
      owner: 'data-platform@example.com',
      expires: '2027-03-01',
      ...changes,
    }).map(([key, value], index) => `  ${index === 0 ? '-' : ' '} ${key}: ${value}`),
  ].join('\n');

describe('the file of exemptions', () => {
  test('gives what is in force', () => {
    const { exemptions, problems } = readExemptions(entry(), now, known);
    expect(problems).toEqual([]);
    expect(exemptions).toEqual([expect.objectContaining({ policy: 'storage-https-only', urn, expires: '2027-03-01' })]);
  });

  test('takes the first example in the comment of its own file', () => {
    const comment = readFileSync(join(__dirname, '../../policy/exemptions.yaml'), 'utf8');
    const example =
      comment
        .match(/^# (?:- | {2})\S.*$/gm)
        ?.slice(0, 6)
        .map((line) => line.slice(1)) ?? [];
    expect(readExemptions(['exemptions:', ...example].join('\n'), now, known)).toMatchObject({ exemptions: [{ environment: 'prod' }], problems: [] });
  });

  test.each([
    ['nothing', ''],
    ['comments alone', '# none\n'],
    ['an empty list', 'exemptions: []\n'],
  ])('may hold %s', (_, text) => {
    expect(readExemptions(text, now, known)).toEqual({ exemptions: [], fileExemptions: [], problems: [] });
  });

  test.each([
    ['an unknown policy', entry({ policy: 'storage-http-only' }), /no policy 'storage-http-only'/],
    ['every resource', entry({ urn: "'*'" }), /must be a URN/],
    ['every name of a type', entry({ urn: 'urn:pulumi:prod-eastus::hiscox-etl::azure-native:storage:StorageAccount::*' }), /must be a URN/],
    ['every type', entry({ urn: 'urn:pulumi:prod-eastus::hiscox-etl::*::lake' }), /must be a URN/],
    ['no reason', entry({ justification: 'because' }), /at least 20/],
    ['no person', entry({ owner: 'the team' }), /e-mail/],
    ['no day', entry({ expires: '2027-02-30' }), /day like/],
    ['a field too many', entry({ severity: 'low' }), /severity/],
    ['a polluting key', entry({ __proto__x: 'a' }), /__proto__x/],
    ['a list elsewhere', 'exceptions: []', /one list named exemptions/],
    ['broken YAML', 'exemptions: [', /./],
    ['an alias', `${entry()}\n  - *a`, /./],
  ])('refuses %s, and then nothing of it holds', (_, text, message) => {
    const { exemptions, problems } = readExemptions(text, now, known);
    expect(exemptions).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ kind: 'malformed', message: expect.stringMatching(message) })]);
  });

  test('tells expired and over-long ones apart from mistakes, with their line', () => {
    expect(readExemptions(entry({ expires: '2026-11-25' }), now, known).problems).toEqual([expect.objectContaining({ kind: 'expired', line: 2 })]);
    expect(readExemptions(entry({ expires: '2027-05-27' }), now, known).problems).toEqual([expect.objectContaining({ kind: 'too-long', line: 2 })]);
    expect(readExemptions(entry({ expires: '2027-05-24' }), now, known).problems).toEqual([]);
  });
});

describe('an exemption', () => {
  test.each([
    ['2026-11-26T00:00:00Z', true],
    ['2026-11-26T23:59:59Z', true],
    ['2026-11-27T00:00:00Z', false],
  ])('that expires on 2026-11-26 is in force at %s: %s', (time, expected) => {
    expect(isInForce({ expires: '2026-11-26' }, new Date(time))).toBe(expected);
  });

  test('holds for its policy, resource and environment alone', () => {
    const one: Exemption = { policy: 'a', urn: 'urn:pulumi:prod-*::p::t::lake', environment: 'prod', justification: '', owner: '', expires: '' };
    expect(exemptionFor([one], 'a', 'urn:pulumi:prod-eastus::p::t::lake', 'prod')).toBe(one);
    expect(exemptionFor([one], 'b', 'urn:pulumi:prod-eastus::p::t::lake', 'prod')).toBeUndefined();
    expect(exemptionFor([one], 'a', 'urn:pulumi:prod-eastus::p::t::lakes', 'prod')).toBeUndefined();
    expect(exemptionFor([one], 'a', 'urn:pulumi:prod-eastus::p::t::lake', 'dev')).toBeUndefined();
    expect(exemptionFor([one], 'a', 'urn:pulumi:prod-eastus::p::t::lake', undefined)).toBeUndefined();
  });
});

describe('a pattern', () => {
  test('matches as the regular expression of the same meaning does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, patterns, (text, pattern) => {
        const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 's');
        expect(matchesPattern(text, pattern)).toBe(expression.test(text));
      }),
    );
  });

  test('takes no longer for many stars', () => {
    expect(matchesPattern('a'.repeat(50_000), `${'*a'.repeat(200)}*b`)).toBe(false);
  });
});
