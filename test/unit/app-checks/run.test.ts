import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appCheckNames, checkApp, type AppCheckEvent, type AppChecks, type AppChecksRequest } from '../../../automation/app-checks';
import { hostFacts } from '../../../automation/lease/host';
import { root as project } from '../../support/imports';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'hx-app-checks-')));
  mkdirSync(join(folder, 'app'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lint = { name: 'lint', status: 'failed', seconds: 1.5, command: 'ruff check', log: '/out/lint.log', reason: 'Found 1 error.' } as const;
const document = (ok: boolean): string => JSON.stringify({ version: 1, command: 'ci', ok, exitCode: ok ? 0 : 1, checks: [lint], junit: null, coverage: null });

/** An interpreter that is a script: writes down how it is called, then does as it is told. */
function interpreter(body: string): string {
  const file = join(folder, 'python');
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/arguments'\nenv >'${folder}/environment'\n${body}\n`, { mode: 0o755 });
  return file;
}

const run = (body: string, changes: Partial<AppChecksRequest> = {}, events: AppCheckEvent[] = []): Promise<AppChecks> =>
  checkApp({
    ...{ root: folder, python: interpreter(body), environment: { PATH: process.env['PATH'] }, out: join(folder, 'out') },
    ...{ only: [], allowUnavailable: [], timeoutMs: 20_000, cancelled: new AbortController().signal },
    ...{ onEvent: (event: AppCheckEvent) => void events.push(event), tell: () => undefined },
    ...changes,
  });

test('the names are those of app/ci.py, in its order', () => {
  const declared = [...readFileSync(join(project, 'app', 'ci.py'), 'utf8').matchAll(/^\s+Check\("(\w+)"/gm)].map(([, name]) => name);
  expect(declared).toEqual([...appCheckNames]);
});

test('a failed check is a result, and progress comes as events', async () => {
  const events: AppCheckEvent[] = [];
  const started = { type: 'check-started', name: 'lint' } as const;
  const finished = { type: 'check-finished', ...lint } as const;
  const body = `echo 'words of a tool' >&2; echo '${JSON.stringify(started)}' >&2; echo '${JSON.stringify(finished)}' >&2; echo '${document(false)}'; exit 1`;
  await expect(run(body, {}, events)).resolves.toMatchObject({ ok: false, exitCode: 1, checks: [lint] });
  expect(events).toEqual([started, finished]);
});

test('what was chosen is handed on as separate words', async () => {
  await run(`echo '${document(true)}'`, { only: ['lint', 'unit'], allowUnavailable: ['dependencies'] });
  expect(readFileSync(join(folder, 'arguments'), 'utf8').trim().split('\n')).toEqual([
    ...[join(folder, 'app', 'ci.py'), '--events', '--out', join(folder, 'out')],
    ...['--only', 'lint', 'unit', '--allow-unavailable', 'dependencies'],
  ]);
});

test('nothing of the machine that could decide a check is handed on', async () => {
  const environment = {
    ...{ PATH: process.env['PATH'], HOME: folder, HTTPS_PROXY: 'http://proxy' },
    ...{ PYTHONPATH: '/x', PGHOST: 'x', HX_SLOT_SCHEMA: 'x', PYTEST_ADDOPTS: '-x', ARM_CLIENT_SECRET: 'x', VIRTUAL_ENV: '/x' },
  };
  await run(`echo '${document(true)}'`, { environment });
  const names = readFileSync(join(folder, 'environment'), 'utf8')
    .split('\n')
    .map((line) => line.split('=')[0]);
  expect(names).toEqual(expect.arrayContaining(['PATH', 'HOME', 'HTTPS_PROXY', 'LC_ALL']));
  for (const name of ['PYTHONPATH', 'PGHOST', 'HX_SLOT_SCHEMA', 'PYTEST_ADDOPTS', 'ARM_CLIENT_SECRET', 'VIRTUAL_ENV']) expect(names).not.toContain(name);
});

test.each([
  ['an interpreter that breaks', `echo 'No module named ruff' >&2; exit 1`, /exit code 1: No module named ruff/],
  ['a result of another version', `echo '{"version": 2, "ok": true}'`, /gave no result/],
  ['a result without its checks', `echo '{"version": 1, "ok": true, "exitCode": 0, "junit": null, "coverage": null}'`, /gave no result/],
])('%s is a failure, never a pass', async (_name, body, message) => {
  await expect(run(body)).rejects.toMatchObject({ reason: 'failure', message: expect.stringMatching(message) });
});

test('an interpreter that is not there is a failure', async () => {
  await expect(run('', { python: join(folder, 'none') })).rejects.toMatchObject({ reason: 'failure' });
});

test.each(['timeout', 'cancelled'] as const)('%s ends everything that was started', async (reason) => {
  const cancel = new AbortController();
  const pidFile = join(folder, 'pid');
  const body = `sh -c 'echo $$ >${pidFile}; exec sleep 60' & while [ ! -s '${pidFile}' ]; do sleep 0.02; done; echo '{"type":"check-started","name":"unit"}' >&2; wait`;
  const limits = reason === 'timeout' ? { timeoutMs: 500 } : { cancelled: cancel.signal, onEvent: () => cancel.abort() };
  await expect(run(body, limits)).rejects.toMatchObject({ reason });
  const pid = Number(readFileSync(pidFile, 'utf8'));
  expect(pid).toBeGreaterThan(1);
  // A killed process stays a moment, until it is reaped.
  const { processStart } = hostFacts();
  for (let tries = 0; tries < 100 && processStart(pid) !== undefined; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(processStart(pid)).toBeUndefined();
});

test('two runs into one folder do not mix: the second waits and says for whom', async () => {
  const told: string[] = [];
  const order = join(folder, 'order');
  const body = `echo begin >>'${order}'; sleep 0.3; echo end >>'${order}'; echo '${document(true)}'`;
  const tell = (line: string): void => void told.push(line);
  await Promise.all([run(body, { tell }), run(body, { tell })]);
  expect(readFileSync(order, 'utf8')).toBe('begin\nend\nbegin\nend\n');
  expect(told).toEqual([expect.stringContaining(`process ${process.pid} runs the checks`)]);
});
