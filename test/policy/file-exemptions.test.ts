import { readExemptions } from '../../policy/exemptions-file';
import { fileExemptionFor } from '../../policy/file-exemptions';

const now = new Date('2026-11-26T10:00:00Z');
const known = new Set(['storage-https-only']);
const fields = {
  policy: 'AVD-DS-0002',
  file: 'app/docker/*/Dockerfile',
  environment: 'prod',
  justification: 'the base image needs root until its next release',
  owner: 'data-platform@example.com',
  expires: '2027-03-01',
};
const entry = (changes: Readonly<Record<string, string>> = {}): string =>
  ['exemptions:', ...Object.entries({ ...fields, ...changes }).map(([key, value], at) => `  ${at === 0 ? '-' : ' '} ${key}: ${value}`)].join('\n');

test('an entry with a file is an exemption of hx scan, of any rule, and none of a policy', () => {
  expect(readExemptions(entry(), now, known)).toEqual({ exemptions: [], fileExemptions: [fields], problems: [] });
});

test.each([
  ['every file', { file: "'*'" }, /path from the project/],
  ['files of any folder', { file: "'*/Dockerfile'" }, /path from the project/],
  ['an absolute path', { file: '/etc/passwd' }, /path from the project/],
  ['a path out of the project', { file: 'app/../../x' }, /path from the project/],
  ['a whole kind of image', { file: "'image://*'" }, /path from the project/],
  ['a resource as well', { urn: 'urn:pulumi:a::b::c::d' }, /urn/],
  ['every rule', { policy: "'*'" }, /id of one rule/],
  ['no reason', { justification: 'because' }, /at least 20/],
])('refuses %s, and then nothing of the file holds', (_, changes, message) => {
  const read = readExemptions(entry(changes), now, known);
  expect(read).toMatchObject({ exemptions: [], fileExemptions: [] });
  expect(read.problems).toEqual([expect.objectContaining({ kind: 'malformed', line: 2, message: expect.stringMatching(message) })]);
});

test.each([
  ['expired', '2026-11-25'],
  ['too-long', '2027-06-30'],
])('tells one that is %s, and does not use it', (kind, expires) => {
  expect(readExemptions(entry({ expires }), now, known)).toMatchObject({ fileExemptions: [], problems: [{ kind, line: 2 }] });
});

test.each([
  ['its rule, file and environment', 'AVD-DS-0002', 'app/docker/etl/Dockerfile', 'prod', true],
  ['another rule', 'AVD-DS-0001', 'app/docker/etl/Dockerfile', 'prod', false],
  ['another file', 'AVD-DS-0002', 'Dockerfile', 'prod', false],
  ['another environment', 'AVD-DS-0002', 'app/docker/etl/Dockerfile', 'dev', false],
])('holds for %s: %s %s %s is %s', (_, rule, file, environment, isExempt) => {
  expect(fileExemptionFor([fields], rule, file, environment) !== undefined).toBe(isExempt);
});
