import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HxError } from '../../../automation';
import { ensurePython, runEtl, runTests, type EtlRun } from '../../../automation/etl';

const root = join(__dirname, '..', '..', '..');
const secret = ['s3cr3t', 'value'].join('-');
let folder: string;
let controller: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-etl-'));
  controller = new AbortController();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A Python that does what `script` says, whatever it is asked for. */
function fake(script: string, changes: Partial<EtlRun> = {}): EtlRun {
  const python = join(folder, 'python');
  writeFileSync(python, `#!/bin/sh\n${script}\n`);
  chmodSync(python, 0o755);
  return {
    python: { python, uv: python },
    root,
    environment: { PATH: process.env['PATH'] },
    logFile: join(folder, 'logs', 'etl.log'),
    timeoutMs: 60_000,
    cancelled: controller.signal,
    redact: (text) => text.replaceAll(secret, '[secret]'),
    ...changes,
  };
}
const failing = (exitCode: number, error: object): string =>
  `echo '${JSON.stringify({ version: 1, command: 'switch', ok: false, exitCode, error })}'; exit ${exitCode}`;
const log = (): string => readFileSync(join(folder, 'logs', 'etl.log'), 'utf8');

const slots = { liveSchema: 'insurance_live', live: null, idle: 'blue', views: 0, loads: { blue: 0, green: 0 }, states: { blue: 'a', green: 'a' } };

test('the last line is the answer; what it does not know of is left out', async () => {
  const run = fake(`echo noise; echo '${JSON.stringify({ version: 1, command: 'slots', ok: true, exitCode: 0, ...slots, later: 1 })}'`);
  await expect(runEtl('slots', [], run)).resolves.toEqual(slots);
});

test.each([
  ['another command', { version: 1, command: 'copy', ok: true, exitCode: 0, ...slots }, 'failure'],
  ['another version', { version: 2, command: 'slots', ok: true, exitCode: 0, ...slots }, 'failure'],
  ['a missing key', { version: 1, command: 'slots', ok: true, exitCode: 0, live: null }, 'bug'],
])('an answer of %s is refused, never taken', async (_, answer, reason) => {
  await expect(runEtl('slots', [], fake(`echo '${JSON.stringify(answer)}'`))).rejects.toMatchObject({ reason });
});

test.each([
  [1, 'failure'],
  [2, 'usage'],
  [3, 'authentication'],
  [4, 'resource'],
  [7, 'expectation'],
  [8, 'cancelled'],
  [12, 'locked'],
  [255, 'bug'],
  [99, 'failure'],
])('exit code %i is the error "%s" in the words of the ETL', async (exitCode, reason) => {
  const run = fake(failing(exitCode, { kind: 'x', message: `what ${secret} did`, suggestion: 'type this' }));
  await expect(runEtl('switch', [], run)).rejects.toMatchObject({ reason, message: 'what [secret] did', suggestion: 'type this', log: run.logFile });
});

test('a failed gate is an answer with its results', async () => {
  const results = { runId: 'r', environment: 'dev', schema: 's', score: 0.5, passed: false, failedGates: ['premium'], checks: [] };
  const error = { kind: 'gate', message: '1 of 8 gates failed', suggestion: null };
  const run = fake(`echo '${JSON.stringify({ version: 1, command: 'quality', ok: false, exitCode: 11, error, ...results })}'; exit 11`);
  await expect(runEtl('quality', [], run)).resolves.toEqual({ ok: false, error, ...results });
});

test('what ends without an answer is told by its last word', async () => {
  const run = fake(`echo 'usage: etl' >&2; printf 'etl: error: unrecognized ${secret}' >&2; exit 2`);
  await expect(runEtl('ingest', [], run)).rejects.toMatchObject({ reason: 'usage', message: 'etl ingest ended with 2: etl: error: unrecognized [secret]' });
});

test('the log keeps both streams and the command without a secret, for its owner alone, and a person is told of stderr', async () => {
  const told: string[] = [];
  const run = fake(`echo 'loading ${secret}' >&2; echo '${JSON.stringify({ version: 1, command: 'slots', ok: true, exitCode: 0, ...slots })}'`, {
    onLine: (line) => void told.push(line),
  });
  await runEtl('slots', ['--live-schema', secret], run);
  await runEtl('slots', [], run);
  expect(told).toEqual(['loading [secret]', 'loading [secret]']);
  expect(log()).toMatch(/^\$ python -m etl slots --live-schema \[secret\]\n(loading \[secret\]\n|.*"command":"slots".*\n){2}\$ python -m etl slots\n/);
  expect(log()).not.toContain(secret);
  expect(statSync(run.logFile).mode & 0o777).toBe(0o600);
});

test('cancelling interrupts it, and waits for what it still says', async () => {
  const run = fake(
    `trap 'printf "${JSON.stringify({ version: 1, command: 'ingest', ok: false, exitCode: 8, error: { kind: 'cancelled', message: 'stopped', suggestion: null } }).replaceAll('"', '\\"')}"; exit 8' INT; echo ready >&2; while :; do sleep 0.05; done`,
    {
      onLine: () => controller.abort(),
    },
  );
  await expect(runEtl('ingest', [], run)).rejects.toMatchObject({ reason: 'cancelled', message: 'stopped' });
  expect(log()).toContain('"exitCode":8');
});

test('what is done before the interruption reaches it is an answer', async () => {
  const done = JSON.stringify({ version: 1, command: 'slots', ok: true, exitCode: 0, ...slots }).replaceAll('"', '\\"');
  const run = fake(`trap '' INT; echo ready >&2; sleep 0.3; printf "${done}"`, { onLine: () => controller.abort() });
  await expect(runEtl('slots', [], run)).resolves.toEqual(slots);
});

test('a command that was cancelled before it began is not started', async () => {
  controller.abort();
  await expect(runEtl('slots', [], fake(`touch '${folder}/started'`))).rejects.toMatchObject({ reason: 'cancelled' });
  expect(existsSync(join(folder, 'started'))).toBe(false);
});

test('a time limit ends it, with what it started', async () => {
  const run = fake('trap "exit 0" INT; sleep 30 & wait', { timeoutMs: 200 });
  await expect(runEtl('slots', [], run)).rejects.toMatchObject({ reason: 'timeout', message: 'etl slots did not end in 0 s' });
});

test('a Python that is gone is a failure', async () => {
  await expect(runEtl('slots', [], { ...fake(''), python: { python: join(folder, 'none'), uv: '' } })).rejects.toMatchObject({ reason: 'failure' });
});

describe('the Python that is brought', () => {
  const environment = process.env;
  const cache = environment['HX_CACHE'] ?? join(environment['XDG_CACHE_HOME'] ?? join(environment['HOME'] ?? '/tmp', '.cache'), 'hx');

  test('runs the ETL and its tests', async () => {
    const python = await ensurePython({ root, cache, environment, cloud: 'local' });
    const run: EtlRun = { ...fake(''), python, environment: { PATH: environment['PATH'] } };
    const made = await runEtl('generate', ['--out', join(folder, 'landing'), '--rows', '100', '--seed', '7'], run);
    expect(made.files.map(({ table, rows }) => [table, rows])).toEqual(expect.arrayContaining([['policies', 100]]));
    await expect(runEtl('generate', ['--out', folder, '--no-such-flag'], run)).rejects.toMatchObject({
      reason: 'usage',
      message: expect.stringContaining('--no-such-flag'),
    });
    const junit = join(folder, 'junit.xml');
    await expect(runTests(['tests/unit/test_schema.py'], { ...run, junit })).resolves.toEqual({ ok: true, exitCode: 0, junit });
    expect(readFileSync(junit, 'utf8')).toContain('<testsuite');
    await expect(runTests(['tests/unit/test_schema.py', '-k', 'nothing_is_named_so'], { ...run, junit })).resolves.toMatchObject({ ok: false, exitCode: 5 });
    await expect(runTests(['tests/no-such-file.py'], { ...run, junit })).rejects.toMatchObject({ reason: 'usage' });
  }, 600_000);

  test('that can not be brought is named in the words of the script', async () => {
    const nowhere = { ...environment, PATH: '/nonexistent:/usr/bin:/bin' };
    const bare = join(folder, 'bare');
    writeFileSync(bare, '');
    const failed = ensurePython({ root, cache: join(bare, 'cache'), environment: nowhere, cloud: 'local' });
    await expect(failed).rejects.toThrow(HxError);
    await expect(failed).rejects.toMatchObject({ reason: 'failure', message: expect.stringContaining('cannot be written'), suggestion: expect.any(String) });
  });
});
