// hx pipeline as a black box over the local cloud: a real up, the real interpreter, a real PostgreSQL. What odd runs do: test/unit/pipeline.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hx, hxInTerminal, place, removePlaces, type Place } from '../support/cli';

const variables = { HX_CLOUD: 'local' };
const root = join(__dirname, '..', '..');
let at: Place;
let landing: (name: string, ...dirt: readonly string[]) => string;

beforeAll(() => {
  at = place();
  const up = hx(at, ['up', '--env', 'dev', '--yes'], variables);
  if (up.code !== 0) throw new Error(up.stderr);
  const python = hx(at, ['ci', 'app', '--only', 'format', '--json']);
  const [interpreter = ''] = (JSON.parse(python.stdout) as { checks: { command: string }[] }).checks[0]?.command.split(' ') ?? [];
  landing = (name, ...dirt) => {
    const folder = join(at.home, name);
    const made = spawnSync(interpreter, ['-m', 'etl', 'generate', '--out', folder, '--rows', '300', '--seed', '7', ...dirt], { cwd: join(root, 'app') });
    if (made.status !== 0) throw new Error(String(made.stderr));
    return folder;
  };
}, 240_000);
afterAll(removePlaces);

const inDev = (...words: readonly string[]): readonly string[] => ['pipeline', ...words, '--env', 'dev'];
const lines = (stdout: string): readonly Readonly<Record<string, unknown>>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const activities = ['Trigger_Ingestion', 'Run_dbt_Models', 'Data_Quality_Tests'];

test('a delivery goes through the three activities, as events with a summary, and is kept with its logs', () => {
  const run = hx(at, inDev('run', '--slot', 'blue', '--source', landing('good'), '--json'), variables);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const [started, ...events] = lines(run.stdout);
  const summary = events.at(-1);
  expect(started).toMatchObject({ type: 'run-started', target: 'dev-eastus', slot: 'blue' });
  expect(events.slice(0, -1).map(({ type, activity, status }) => [type, activity, status])).toEqual(
    activities.flatMap((name) => [
      ['activity', name, 'InProgress'],
      ['activity', name, 'Succeeded'],
    ]),
  );
  const runId = String(started?.['runId']);
  expect(summary).toMatchObject({
    type: 'summary',
    version: 1,
    operation: 'pipeline run',
    exitCode: 0,
    runId,
    results: [{ target: 'dev-eastus', result: 'succeeded' }],
  });
  const list = hx(at, inDev('list', '--json'), variables);
  expect(JSON.parse(list.stdout)).toMatchObject({
    version: 1,
    cloud: 'local',
    target: 'dev-eastus',
    runs: expect.arrayContaining([expect.objectContaining({ runId, slot: 'blue', status: 'Succeeded' })]),
  });
  expect(list.stdout).not.toContain('owner');
  const logs = hx(at, inDev('logs', runId), variables);
  expect(logs.code).toBe(0);
  for (const name of activities) expect(logs.stdout).toContain(`== ${name}\n`);
  expect(hx(at, inDev('logs', runId, '--activity', 'Run_dbt_Models', '--follow'), variables).stdout).toContain('Completed successfully');
});

test('a gate that does not hold ends with 11 and says so', () => {
  const run = hx(at, inDev('run', '--slot', 'green', '--source', landing('bad', '--missing-customer-id', '0.3')), variables);
  expect(run.code).toBe(11);
  expect(run.stderr).toMatch(/• Data_Quality_Tests started\n✗ Data_Quality_Tests failed in .*: \d+ of \d+ gates failed\n$/);
  expect(run.stdout).toMatch(/✗ \S+: the green slot's run failed after /);
  expect(run.stdout).toMatch(/ {2}Log: .*Data_Quality_Tests\.log\n/);
});

test('what can’t be run is refused before anything of it is kept', () => {
  const before = hx(at, inDev('list', '--json'), variables).stdout;
  expect(hx(at, inDev('run', '--slot', 'blue'), variables)).toMatchObject({ code: 2, stderr: expect.stringContaining('--source') });
  expect(hx(at, inDev('run', '--slot', 'blue', '--source', '/none'), variables)).toMatchObject({ code: 2, stderr: expect.stringContaining('no folder') });
  const nothingLive = hx(at, inDev('run', '--source', at.home), variables);
  expect(nothingLive).toMatchObject({ code: 2, stderr: expect.stringContaining('No slot of dev-eastus is live yet') });
  expect(nothingLive.stderr).toContain('--slot blue');
  expect(hx(at, inDev('logs', '../x'), variables)).toMatchObject({ code: 2, stderr: expect.stringContaining('hx pipeline list') });
  expect(hx(at, ['pipeline', 'run', '--env', 'prod', '--slot', 'blue'], variables)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--region eastus'),
  });
  expect(hx(at, inDev('list', '--json'), variables).stdout).toBe(before);
});

test('a target that was never up has no pipeline', () => {
  const other = place();
  expect(hx(other, inDev('run', '--slot', 'blue', '--source', other.project), variables)).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('hx up --env dev'),
  });
  expect(existsSync(join(other.home, '.hx', 'pipelines'))).toBe(false);
});

test('in a terminal the activities are drawn while they run, and Ctrl-C cancels the run', async () => {
  const { code, screen } = await hxInTerminal(
    at,
    inDev('run', '--slot', 'blue', '--source', landing('other')),
    { replies: [['Run_dbt_Models', '\u0003']] },
    variables,
  );
  expect(code).toBe(8);
  expect(screen).toContain("the blue slot's run cancelled after");
  expect(hx(at, inDev('list', '--json'), variables).stdout).toContain('"status":"Cancelled"');
});
