import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-scripts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const complete = (file: string): void => {
  execFileSync(process.execPath, [join(root, 'scripts', 'complete-lockfile.mjs'), file], { stdio: 'ignore' });
};
const tally = (jest: string, pytest?: string): { status: number | null; stdout: string } => {
  const files = [join(folder, 'results.json'), ...(pytest === undefined ? [] : [join(folder, 'results.xml')])];
  [jest, ...(pytest === undefined ? [] : [pytest])].forEach((text, index) => writeFileSync(files[index] ?? '', text));
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts', 'tally.mjs'), ...files], { encoding: 'utf8' });
  return { status, stdout };
};
const threePassed = JSON.stringify({ numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 0 });
const suite = (counts: string): string =>
  `<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" ${counts}><testcase tests="9" /></testsuite></testsuites>`;

test('package-lock.json names the packages of every platform, else npm ci refuses it: node scripts/complete-lockfile.mjs', () => {
  const copy = join(folder, 'package-lock.json');
  copyFileSync(join(root, 'package-lock.json'), copy);
  complete(copy);
  expect(readFileSync(copy, 'utf8')).toBe(readFileSync(join(root, 'package-lock.json'), 'utf8'));
});

test('a package that a mirror left out of the lock file is added, bound to its platform', () => {
  const file = join(folder, 'package-lock.json');
  const optionalDependencies = { '@swc/core-linux-x64-musl': '1.0.0', '@x/binding-darwin-arm64': '2.0.0', 'not-a-platform': '3.0.0' };
  writeFileSync(file, JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0', dev: true, optionalDependencies } } }));
  complete(file);
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, unknown> };
  expect(packages).toEqual({
    'node_modules/a': expect.anything(),
    'node_modules/@swc/core-linux-x64-musl': { version: '1.0.0', cpu: ['x64'], os: ['linux'], libc: ['musl'], dev: true, optional: true },
    'node_modules/@x/binding-darwin-arm64': { version: '2.0.0', cpu: ['arm64'], os: ['darwin'], dev: true, optional: true },
  });
});

test.each([
  ['passes', { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }, '3 passed, 0 failed\n', 0],
  ['counts failures', { numPassedTests: 3, numFailedTests: 2, numRuntimeErrorTestSuites: 0 }, '3 passed, 2 failed\n', 1],
  ['counts a file that could not run', { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 1 }, '3 passed, 1 failed\n', 1],
  ['does not take no tests for success', { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }, '0 passed, 1 failed\n', 1],
])('the closing line of a test run %s', (_name, results, line, status) => {
  expect(tally(JSON.stringify(results))).toEqual({ status, stdout: line });
});

test('a test run that wrote no results has failed', () => {
  expect(tally('')).toEqual({ status: 1, stdout: '0 passed, 1 failed\n' });
});

test.each([
  ['counts both suites', suite('errors="0" failures="0" skipped="2" tests="7" time="1.0"'), '8 passed, 0 failed\n', 0],
  ['counts failures and errors of pytest', suite('errors="1" failures="2" skipped="0" tests="7" time="1.0"'), '7 passed, 3 failed\n', 1],
  ['does not take a pytest that collected nothing for success', suite('errors="0" failures="0" skipped="0" tests="0" time="1.0"'), '3 passed, 1 failed\n', 1],
  ['does not take a pytest that was killed for success', '', '3 passed, 1 failed\n', 1],
  ['does not take half a file for success', '<?xml version="1.0"?><testsuites><testsuite name="py', '3 passed, 1 failed\n', 1],
])('the closing line over two suites %s', (_name, pytest, line, status) => {
  expect(tally(threePassed, pytest)).toEqual({ status, stdout: line });
});
