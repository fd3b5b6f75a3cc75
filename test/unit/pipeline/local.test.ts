import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostFacts } from '../../../automation/lease/host';
import { localRunner, type ActivityRun, type LocalRunnerOptions, type PipelineRun, type PipelineRunner } from '../../../automation/pipeline';

let folder: string;
let stopped: number;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'hx-pipeline-')));
  mkdirSync(join(folder, 'app'));
  stopped = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const answers: Readonly<Record<string, object>> = {
  profiles: {
    file: 'p',
    env: 'dev',
    region: 'eastus',
    slot: 'blue',
    adapter: 'postgres',
    schema: 'insurance_blue',
    variables: { HX_SLOT_SCHEMA: 'insurance_blue' },
  },
  ingest: {
    ...{ runId: 'r', schema: 'insurance_blue', status: 'loaded', rowsRead: 3, durationSeconds: 1, rowsPerSecond: 3, peakMemoryBytes: 1, tables: [] },
  },
  transform: { ok: true, selection: 'all', reason: null, counts: { pass: 3 }, failures: [], warnings: [], manifest: 'm', runResults: 'r' },
  quality: { ok: true, runId: 'r', environment: 'dev', schema: 'insurance_blue', score: 1, passed: true, failedGates: [], checks: [] },
};

interface Behaviour {
  /** In place of the answer of a command: shell that ends the process. */
  readonly [command: string]: string;
}

/** An interpreter that is a script: answers as the ETL does, and writes down what it was asked, with some variables. */
function interpreter(behaviour: Behaviour): string {
  const cases = Object.entries(answers).map(([command, answer]) => {
    const line = JSON.stringify({ version: 1, command, exitCode: 0, ok: true, ...answer });
    return `  ${command}) ${behaviour[command] ?? `echo '${line}'`} ;;`;
  });
  const file = join(folder, 'python');
  const record = `printf '%s\\n' "$* slot=$HX_SLOT_SCHEMA db=$PGDATABASE secret=$ARM_CLIENT_SECRET" >>'${folder}/calls'`;
  writeFileSync(file, `#!/bin/sh\nshift 2\n${record}\necho "words of $1" >&2\ncase $1 in\n${cases.join('\n')}\nesac\n`, { mode: 0o755 });
  return file;
}
const failing = (command: string, exitCode: number, kind: string, extra: object = {}): string =>
  `echo '${JSON.stringify({ version: 1, command, ok: false, exitCode, error: { kind, message: `${kind} failed`, suggestion: null }, ...extra })}'; exit ${exitCode}`;

const calls = (): readonly string[] => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : []);
const commands = (): readonly string[] => calls().map((line) => line.split(' ')[0] ?? '');

function runner(behaviour: Behaviour = {}, changes: Partial<LocalRunnerOptions> = {}): PipelineRunner {
  const python = interpreter(behaviour);
  const facts = hostFacts();
  const start = facts.processStart(process.pid);
  return localRunner({
    ...{ folder: join(folder, 'runs'), root: folder, target: 'dev-eastus', pipelineOf: (slot) => `ETL_${slot}`, timeoutMs: 20_000, waitMs: 0 },
    steps: [
      { activity: 'First', command: 'ingest' },
      { activity: 'Second', command: 'transform' },
      { activity: 'Third', command: 'quality' },
    ],
    python: () => Promise.resolve({ python, uv: python }),
    warehouse: () => Promise.resolve({ environment: { PGDATABASE: 'dev_eastus' }, stop: () => Promise.resolve(void (stopped += 1)) }),
    exports: () =>
      Promise.resolve(
        JSON.stringify({ version: 1, stacks: [{ outputs: { liveSchema: 'insurance', blueSchema: 'insurance_blue', greenSchema: 'insurance_green' } }] }),
      ),
    ...{ environment: { PATH: process.env['PATH'] }, redact: (text: string) => text.replaceAll('words', 'w***s'), facts, now: () => new Date() },
    owner: { pid: process.pid, host: facts.host, ...(start === undefined ? {} : { processStart: start }) },
    ...{ cancelled: new AbortController().signal, tell: () => undefined },
    ...changes,
  });
}
const request = { slot: 'blue', environment: 'dev' } as const;
const whole = async (of: PipelineRunner, changes: object = {}, told: ActivityRun[] = []): Promise<PipelineRun> =>
  of.follow(await of.start({ ...request, ...changes }), (one) => void told.push(one));
const statuses = ({ activities }: PipelineRun): readonly string[] => activities.map(({ status }) => status);

describe('a run', () => {
  test('does the activities in their order with one run id, tells each change once, and is kept', async () => {
    const told: ActivityRun[] = [];
    const of = runner();
    const run = await whole(of, { source: '/landing' }, told);
    expect(run).toMatchObject({ status: 'Succeeded', pipeline: 'ETL_blue', slot: 'blue', environment: 'dev', target: 'dev-eastus' });
    expect(told.map(({ activity, status }) => `${activity} ${status}`)).toEqual(
      ['First', 'Second', 'Third'].flatMap((name) => [`${name} InProgress`, `${name} Succeeded`]),
    );
    expect(commands().filter((name) => name !== 'profiles')).toEqual(['ingest', 'transform', 'quality']);
    for (const line of calls()) expect(line).toContain('db=dev_eastus secret=');
    for (const line of calls().filter((one) => !one.startsWith('profiles'))) expect(line).toContain(`--run-id ${run.runId}`);
    expect(calls().find((line) => line.startsWith('ingest'))).toContain('--source /landing slot=insurance_blue');
    await expect(of.list()).resolves.toEqual([run]);
    expect(run.activities[0]).toMatchObject({ output: { rowsRead: 3 } });
    expect(stopped).toBe(1);
  });

  test('keeps what each activity says, without what is to be masked, readable from any place on', async () => {
    const of = runner();
    const { runId } = await whole(of);
    const { text, end } = await of.logs(runId, 'First');
    expect(text).toContain('w***s of ingest');
    expect(text).not.toContain('words');
    await expect(of.logs(runId, 'First', end)).resolves.toEqual({ text: '', end });
    await expect(of.logs(runId, 'None')).rejects.toMatchObject({ reason: 'usage', suggestion: '--activity First' });
    await expect(of.logs('../runs', 'First')).rejects.toMatchObject({ reason: 'usage', suggestion: 'hx pipeline list' });
  });

  test.each([
    ['ingest', failing('ingest', 2, 'refused'), 'usage', ['Failed', 'Skipped', 'Skipped']],
    ['transform', failing('transform', 4, 'warehouse'), 'resource', ['Succeeded', 'Failed', 'Skipped']],
    ['transform', failing('transform', 11, 'gate', answers['transform']), 'quality', ['Succeeded', 'Failed', 'Skipped']],
    ['quality', failing('quality', 11, 'gate', { ...answers['quality'], ok: false, passed: false }), 'quality', ['Succeeded', 'Succeeded', 'Failed']],
    ['quality', 'exit 0', 'failure', ['Succeeded', 'Succeeded', 'Failed']],
  ])('stops at a failed %s (%#) by its reason, and begins nothing after it', async (command, shell, reason, expected) => {
    const run = await whole(runner({ [command]: shell.replace('"ok":true', '"ok":false') }));
    expect(run).toMatchObject({ status: 'Failed', error: { reason } });
    expect(statuses(run)).toEqual(expected);
    expect(run.endedAt).toBeDefined();
    expect(stopped).toBe(1);
  });

  test('that can have no warehouse has failed, and says why', async () => {
    const run = await whole(runner({}, { warehouse: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' })) }));
    expect(run).toMatchObject({ status: 'Failed', error: { reason: 'failure', message: expect.stringContaining('no space') } });
    expect(statuses(run)).toEqual(['Skipped', 'Skipped', 'Skipped']);
  });

  test('that takes too long is stopped', async () => {
    const run = await whole(runner({ ingest: 'exec sleep 60' }, { timeoutMs: 300 }));
    expect(run).toMatchObject({ status: 'Failed', error: { reason: 'timeout' } });
  });

  test('is cancelled by its id, ends what it started, and stays cancelled', async () => {
    const of = runner({ ingest: 'exec sleep 60' });
    const runId = await of.start(request);
    const run = await of.follow(runId, ({ status }) => void (status === 'InProgress' && of.cancel(runId)));
    expect(run).toMatchObject({ status: 'Cancelled', error: { reason: 'cancelled' } });
    expect(statuses(run)).toEqual(['Cancelled', 'Skipped', 'Skipped']);
    await of.cancel(runId);
    await expect(of.list()).resolves.toMatchObject([{ status: 'Cancelled' }]);
  });
});

describe('two runs', () => {
  test('of one slot: the second is refused at once, and leaves no record', async () => {
    const of = runner({ ingest: `while [ ! -f '${join('$0.go')}' ]; do sleep 0.02; done; ${failing('ingest', 2, 'refused')}` });
    const first = await of.start(request);
    await expect(of.start(request)).rejects.toMatchObject({ reason: 'locked', suggestion: expect.stringContaining('--wait-lock') });
    await expect(of.list()).resolves.toHaveLength(1);
    writeFileSync(join(folder, 'python.go'), '');
    await of.follow(first, () => undefined);
    await expect(whole(runner())).resolves.toMatchObject({ status: 'Succeeded' });
  });

  test('of one slot: the second waits where it may, says for whom, and comes after', async () => {
    const told: string[] = [];
    const of = runner({}, { waitMs: 20_000, tell: (line) => void told.push(line) });
    const [one, other] = await Promise.all([whole(of), whole(of)]);
    const [earlier, later] = [one, other].toSorted((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? ''));
    expect((later?.activities[0]?.startedAt ?? '') >= (earlier?.endedAt ?? '~')).toBe(true);
    expect(told).toEqual([`process ${process.pid} runs the pipeline of the blue slot; waiting for it`]);
  });

  test('of two slots do not wait for each other', async () => {
    const of = runner();
    await expect(Promise.all([whole(of), whole(of, { slot: 'green' })])).resolves.toMatchObject([{ status: 'Succeeded' }, { status: 'Succeeded' }]);
  });
});

test('a run whose process is gone is interrupted: it neither goes on nor holds the slot', async () => {
  const of = runner();
  const { runId } = await whole(of);
  const file = join(folder, 'runs', runId, 'run.json');
  const record = JSON.parse(readFileSync(file, 'utf8')) as { owner: object; activities: object[] };
  const [first, ...rest] = record.activities;
  const activities = [first, ...rest.map((one, index) => ({ ...one, status: index === 0 ? 'InProgress' : 'Waiting' }))];
  writeFileSync(file, JSON.stringify({ ...record, status: 'InProgress', activities, owner: { ...record.owner, pid: 2 ** 22 + 1 } }));
  const run = await of.follow(runId, () => undefined);
  expect(run).toMatchObject({ status: 'Interrupted', error: { reason: 'failure', suggestion: expect.stringContaining('hx pipeline run') } });
  expect(statuses(run)).toEqual(['Succeeded', 'Interrupted', 'Skipped']);
  await expect(whole(of)).resolves.toMatchObject({ status: 'Succeeded' });
});

test('a folder that a killed process left empty is no run', async () => {
  mkdirSync(join(folder, 'runs', '20260101T000000-abcdef'), { recursive: true });
  await expect(runner().list()).resolves.toEqual([]);
  await expect(runner().follow('20260101T000000-abcdef', () => undefined)).rejects.toMatchObject({ reason: 'usage' });
});
