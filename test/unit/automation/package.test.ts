import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { volumeFiles, type ManagementOptions } from '../../../automation/azure';
import type { PlanContext, StepContext, StepOutcome } from '../../../automation/deliver/step';
import { packageRelease } from '../../../automation/deliver/steps/package';
import { releasePlacesOf } from '../../../infra';
import { wheelName } from '../../../infra/components/lakehouse-names';

// The Files API of Databricks as its reference describes it, over folders in memory: parents must be there, lists come in pages, full folders stay.
const token = ['canary', 't0k3n', 'of', 'databricks'].join('-');
const volume = '/Volumes/insurance_dev_eus/insurance_green/etl';
const places = releasePlacesOf(volume);

let server: Server;
let calls: string[];
/** Text of a file; undefined for a folder. */
let tree: Map<string, string | undefined>;
/** By call, in their order, instead of doing it. */
let answers: Map<string, (readonly [status: number, body: object, headers?: Readonly<Record<string, string>>])[]>;
let base: string;
let folder: string;
let notes: string[];

const below = (path: string): readonly string[] => [...tree.keys()].filter((key) => dirname(key) === path);
type Reply = (status: number, body?: object, headers?: Readonly<Record<string, string>>) => void;

function list(path: string, from: number, reply: Reply): void {
  if (!tree.has(path) || tree.get(path) !== undefined) return reply(404, { error_code: 'NOT_FOUND', message: 'no such directory' });
  const entries = below(path).map((key) => ({ path: key, name: key.split('/').at(-1), is_directory: tree.get(key) === undefined }));
  return reply(200, { contents: entries.slice(from, from + 2), next_page_token: entries.length > from + 2 ? String(from + 2) : '' });
}

function serve(request: IncomingMessage, body: string, reply: Reply): void {
  const url = new URL(request.url ?? '', 'http://x');
  const [, kind = '', path = ''] = /^\/api\/2\.0\/fs\/(files|directories)(\/.*)$/.exec(url.pathname) ?? [];
  const call = `${request.method ?? ''} ${kind} ${path.slice(volume.length)}`;
  calls.push(call);
  const prepared = answers.get(call)?.shift();
  if (prepared?.[0] === 0) return void request.socket.destroy();
  if (prepared !== undefined) return reply(...prepared);
  if (request.headers.authorization !== `Bearer ${token}`) return reply(401, { error_code: 'UNAUTHENTICATED' });
  if (request.method === 'GET') return list(path, Number(url.searchParams.get('page_token') ?? 0), reply);
  if (request.method === 'DELETE') {
    if (!tree.has(path)) return reply(404, { error_code: 'NOT_FOUND' });
    if (below(path).length > 0) return reply(400, { error_code: 'DIRECTORY_NOT_EMPTY', message: 'the directory is not empty' });
    tree.delete(path);
    return reply(204);
  }
  if (kind === 'directories') for (let one = path; one.length >= volume.length; one = dirname(one)) tree.set(one, undefined);
  else if (!tree.has(dirname(path)) || url.searchParams.get('overwrite') !== 'true') return reply(404, { error_code: 'NOT_FOUND' });
  else tree.set(path, body);
  return reply(204);
}

beforeEach(async () => {
  [calls, notes, tree, answers] = [[], [], new Map([[volume, undefined]]), new Map()];
  folder = mkdtempSync(join(tmpdir(), 'hx-package-'));
  server = createServer((request, response: ServerResponse) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => serve(request, body, (status, value, headers) => response.writeHead(status, headers).end(value && JSON.stringify(value))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await new Promise((resolve) => server.close(resolve));
});

const options = (changes: Partial<ManagementOptions> = {}): ManagementOptions => ({
  ...{ endpoint: base, tokens: () => Promise.resolve(token), cancelled: new AbortController().signal, backoffMs: 1 },
  ...changes,
});

interface Given {
  readonly cloud?: 'local' | 'azure';
  readonly wheel?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly prepare?: (dbt: string) => void;
}
const project = { 'dbt_project.yml': 'name: hiscox', 'models/marts/fct_claims.sql': 'select 1', 'models/sources.yml': 'version: 2' };

/** The step on the slot `green`, with a wheel and a project that are only written down. */
function run({ cloud = 'azure', wheel = wheelName, files = project, prepare = () => undefined }: Given = {}): Promise<StepOutcome<unknown>> {
  const results: Readonly<Record<string, object>> = { exports: { outputs: {} }, slot: { live: 'blue', idle: 'green' } };
  const services = {
    releasePlaces: () => Promise.resolve({ blue: releasePlacesOf('/Volumes/c/blue/etl'), green: places }),
    volumes: () => Promise.resolve(volumeFiles(options())),
    application: (request: { readonly folder: string }) => {
      const app = join(request.folder, 'app');
      mkdirSync(join(app, 'dbt'), { recursive: true });
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(app, 'dbt', name)), { recursive: true });
        writeFileSync(join(app, 'dbt', name), text);
      }
      prepare(join(app, 'dbt'));
      writeFileSync(join(request.folder, wheel), 'the wheel');
      return Promise.resolve({ app, file: wheel, path: join(request.folder, wheel) });
    },
  };
  const context = {
    ...{ cloud, folder, services, need: (name: string) => results[name], python: () => Promise.resolve({ python: {} }) },
    ...{ note: (text: string) => void notes.push(text), tell: () => undefined, signal: new AbortController().signal },
  };
  return packageRelease.run(context as unknown as StepContext);
}
const held = (): Readonly<Record<string, string>> =>
  Object.fromEntries([...tree].flatMap(([path, text]) => (text === undefined ? [] : [[path.slice(volume.length), text]])));
const everything = {
  [`/packages/${wheelName}`]: 'the wheel',
  ...Object.fromEntries(Object.entries(project).map(([name, text]) => [`/packages/dbt/${name}`, text])),
};

describe('the release of a slot', () => {
  test('is put where the runs look for it: folders, the dbt project, the wheel, and then what is stale is looked for', async () => {
    const outcome = await run();
    expect(outcome).toMatchObject({ state: 'succeeded', message: `${wheelName} and the 3 files of the dbt project`, output: { ...places, files: 3 } });
    expect(held()).toEqual(everything);
    expect(calls).toEqual([
      'PUT directories /packages',
      'PUT directories /packages/dbt',
      'PUT directories /packages/dbt/models',
      'PUT directories /packages/dbt/models/marts',
      'PUT files /packages/dbt/dbt_project.yml',
      'PUT files /packages/dbt/models/marts/fct_claims.sql',
      'PUT files /packages/dbt/models/sources.yml',
      `PUT files /packages/${wheelName}`,
      'GET directories /packages/dbt',
      'GET directories /packages/dbt/models',
      'GET directories /packages/dbt/models/marts',
    ]);
    // What was built lies in the delivery's folder no longer than it is needed.
    expect(readdirSync(folder)).toEqual([]);
  });

  test('loses what an older one left, page by page, after the new files are there, and nothing outside of its project', async () => {
    await run();
    for (const name of ['a.sql', 'b.sql', 'c.sql', 'd.sql']) tree.set(`${places.project}/models/${name}`, 'old');
    for (const path of [`${places.project}/old`, `${places.project}/old/deep`, `${volume}/stage`]) tree.set(path, undefined);
    for (const path of [`${places.project}/old/deep/x.sql`, `${volume}/stage/y.parquet`, `${volume}/packages/hiscox_etl-0.0.9-py3-none-any.whl`])
      tree.set(path, 'old');
    calls = [];
    const outcome = await run({ files: { ...project, 'dbt_project.yml': 'name: newer' } });
    expect(outcome.message).toContain('7 of an older one removed');
    expect(held()).toEqual({
      ...everything,
      '/packages/dbt/dbt_project.yml': 'name: newer',
      '/packages/hiscox_etl-0.0.9-py3-none-any.whl': 'old',
      '/stage/y.parquet': 'old',
    });
    expect([tree.has(`${places.project}/old`), tree.has(`${places.project}/old/deep`)]).toEqual([false, false]);
    const isDelete = (call: string): boolean => call.startsWith('DELETE');
    expect(calls.findIndex(isDelete)).toBeGreaterThan(calls.findLastIndex((call) => call.startsWith('PUT')));
    expect(calls.filter(isDelete).slice(-3)).toEqual([
      'DELETE files /packages/dbt/old/deep/x.sql',
      'DELETE directories /packages/dbt/old/deep',
      'DELETE directories /packages/dbt/old',
    ]);
    expect(notes).toContain(`removed ${places.project}/old/deep/x.sql`);
  });

  test('that fails half way has removed nothing, and can be put again', async () => {
    tree.set(`${volume}/packages`, undefined).set(places.project, undefined).set(`${places.project}/old.sql`, 'old');
    const wheel = `PUT files /packages/${wheelName}`;
    answers.set(wheel, [[400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'no' }]]);
    await expect(run()).rejects.toMatchObject({ reason: 'resource', message: `Databricks refused PUT ${wheelName} (INVALID_PARAMETER_VALUE: no).` });
    expect(calls.filter((call) => call.startsWith('DELETE'))).toEqual([]);
    await run();
    expect(held()).toEqual(everything);
  });

  test('waits out throttling, failures of the service and cut connections, at every kind of call', async () => {
    tree.set(`${volume}/packages`, undefined).set(places.project, undefined).set(`${places.project}/old.sql`, 'old');
    const passing = [
      [429, {}, { 'retry-after': '0' }],
      [503, {}],
      [0, {}],
    ] as const;
    const kinds = ['PUT directories /packages', `PUT files /packages/${wheelName}`, 'GET directories /packages/dbt', 'DELETE files /packages/dbt/old.sql'];
    for (const kind of kinds) answers.set(kind, [...passing]);
    await run();
    // The list has two pages.
    expect(kinds.map((kind) => calls.filter((call) => call === kind).length)).toEqual([4, 4, 5, 4]);
    expect(held()).toEqual(everything);
  });

  test('is taken as clean where a delete had worked before its answer was lost', async () => {
    tree.set(`${volume}/packages`, undefined).set(places.project, undefined).set(`${places.project}/old.sql`, 'old');
    answers.set('DELETE files /packages/dbt/old.sql', [[404, { error_code: 'NOT_FOUND' }]]);
    expect((await run()).state).toBe('succeeded');
  });

  test.each([
    [401, 'authentication'],
    [403, 'authentication'],
    [500, 'resource'],
  ])('refused with %d says who refused it and why, without the token that the answer quotes', async (status, reason) => {
    const refusal = [status, { error_code: 'DENIED', message: `Bearer ${token} may not` }] as const;
    answers.set('PUT directories /packages', Array<typeof refusal>(6).fill(refusal));
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason, message: expect.stringMatching(/^Databricks refused .*DENIED: Bearer \[secret\] may not/) });
    expect(`${String((error as Error).stack)} ${JSON.stringify(error)} ${notes.join(' ')}`).not.toContain(token);
  });

  test.each(['a b.sql', 'models/%2e%2e.sql', 'models/a?b.sql', 'models/ä.sql', 'models/a\nb.sql', 'models/a#b.sql'])(
    'with a file named %j is refused before anything is called',
    async (name) => {
      await expect(run({ files: { ...project, [name]: '' } })).rejects.toMatchObject({
        reason: 'failure',
        message: expect.stringContaining('is no path below'),
      });
      expect(calls).toEqual([]);
    },
  );

  test('with a link in its project is refused before anything is called', async () => {
    await expect(run({ prepare: (dbt) => symlinkSync('/etc/passwd', join(dbt, 'passwd.sql')) })).rejects.toMatchObject({
      reason: 'failure',
      message: expect.stringContaining('passwd.sql is no plain file'),
    });
    expect(calls).toEqual([]);
  });

  test.each(['..', 'a/b', '', 'x?y'])('does not follow the name %j that a list gives', async (name) => {
    answers.set('GET directories /packages/dbt', [[200, { contents: [{ name, is_directory: false }] }]]);
    await expect(run()).rejects.toMatchObject({ reason: 'failure', message: expect.stringContaining('hx has not put there') });
    expect(calls.filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  test('whose wheel has another name than the jobs install is refused before anything is called', async () => {
    await expect(run({ wheel: 'hiscox_etl-0.2.0-py3-none-any.whl' })).rejects.toMatchObject({
      reason: 'expectation',
      message: expect.stringContaining(`install ${wheelName}`),
      suggestion: expect.stringContaining('wheelName'),
    });
    expect(calls).toEqual([]);
  });

  test('goes nowhere in the local cloud, and says why', async () => {
    expect(await run({ cloud: 'local' })).toMatchObject({ state: 'unchanged', message: 'the local runner executes app/ as it is' });
    expect(calls).toEqual([]);
  });

  test('is planned with the paths of both slots, since which is idle is not asked', () => {
    const plan = (cloud: 'local' | 'azure'): unknown =>
      packageRelease.plan({ cloud, places: { blue: releasePlacesOf('/Volumes/c/blue/etl'), green: places } } as unknown as PlanContext);
    expect(plan('azure')).toMatchObject({
      values: {
        ...{ blueWheel: `/Volumes/c/blue/etl/packages/${wheelName}`, blueProject: '/Volumes/c/blue/etl/packages/dbt' },
        ...{ greenWheel: places.wheel, greenProject: places.project },
      },
    });
    expect(plan('local')).toEqual({ does: 'nothing: the local runner executes app/ as it is', values: {} });
  });

  test('stands where the notebooks look for its dbt project', () => {
    const notebook = readFileSync(join(__dirname, '..', '..', '..', 'app', 'etl', 'notebook.py'), 'utf8');
    expect(notebook).toContain(`Volume']}${places.project.slice(volume.length)}"`);
  });
});
