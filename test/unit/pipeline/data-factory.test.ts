import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { azureTokens } from '../../../automation/azure';
import { dataFactoryRunner, type ActivityRun, type DataFactoryOptions, type PipelineRunner } from '../../../automation/pipeline';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

let server: Server;
let requests: Request[];
let answers: Answer[];
let base: string;

/** Gives the prepared answers in their order. */
beforeEach(async () => {
  requests = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://x');
      requests.push({ method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body });
      const [status, value, headers = {}] = answers.shift() ?? [500, { error: { code: 'Unexpected', message: 'no answer was prepared' } }];
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, headers).end(typeof value === 'string' ? value : JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const factoryId = '/subscriptions/1/resourceGroups/rg/providers/Microsoft.DataFactory/factories/adf-x';
const runner = (changes: Partial<DataFactoryOptions> = {}): PipelineRunner =>
  dataFactoryRunner({
    ...{ endpoint: base, tokens: () => Promise.resolve('a-token'), cancelled: new AbortController().signal, backoffMs: 1, pollMs: 1 },
    ...{ factoryId, target: 'dev-eastus', pipelineOf: (slot) => `ETL_${slot}`, activities: ['First', 'Second'], now: () => new Date('2026-11-26T10:00:00Z') },
    ...changes,
  });
const request = { slot: 'green', environment: 'dev' } as const;
const run = (status: string, changes: object = {}): object => ({
  ...{ runId: 'r-1', pipelineName: 'ETL_green', parameters: { environment: 'dev' }, status, runStart: '2026-11-26T09:00:00Z' },
  ...changes,
});
const activity = (activityName: string, status: string, changes: object = {}): object => ({
  activityName,
  status,
  activityRunStart: '2026-11-26T09:00:01Z',
  ...changes,
});
const page = (...value: readonly object[]): Answer => [200, { value }];

describe('starting', () => {
  test('posts the parameters to the pipeline of the slot, with the token in its header alone', async () => {
    answers = [[200, { runId: 'r-1' }]];
    await expect(runner().start(request)).resolves.toBe('r-1');
    expect(requests).toEqual([
      expect.objectContaining({ method: 'POST', path: `${factoryId}/pipelines/ETL_green/createRun`, body: '{"environment":"dev","slot":"green"}' }),
    ]);
    expect(requests[0]?.query.toString()).toBe('api-version=2018-06-01');
    expect(requests[0]?.headers.authorization).toBe('Bearer a-token');
  });

  test('waits where it is throttled, as long as the service says', async () => {
    answers = [
      [429, {}, { 'retry-after': '0' }],
      [429, {}],
      [200, { runId: 'r-2' }],
    ];
    await expect(runner().start(request)).resolves.toBe('r-2');
    expect(requests).toHaveLength(3);
  });

  test.each([
    ['a failure of the service', [500, { error: { code: 'InternalServerError', message: 'later' } }]],
    ['a cut connection', [0, '']],
  ] as const)('is not repeated after %s: it may have started', async (_name, answer) => {
    answers = [answer, [200, { runId: 'twice' }]];
    await expect(runner().start(request)).rejects.toMatchObject({ reason: 'resource' });
    expect(requests).toHaveLength(1);
  });

  test('takes no folder of this machine', async () => {
    await expect(runner().start({ ...request, source: '/landing' })).rejects.toMatchObject({ reason: 'usage' });
    expect(requests).toEqual([]);
  });

  test.each([
    [401, 'ExpiredAuthenticationToken', 'authentication'],
    [403, 'AuthorizationFailed', 'authentication'],
    [404, 'PipelineNotFound', 'usage'],
    [400, 'BadRequest', 'resource'],
  ])('a refusal with %d %s is of reason %s', async (status, code, reason) => {
    answers = [[status, { error: { code, message: 'why it "was" refused' } }]];
    await expect(runner().start(request)).rejects.toMatchObject({ reason, message: expect.stringContaining(`${code}: why it "was" refused`) });
  });
});

describe('following', () => {
  test('tells each change of an activity once, and ends with the run', async () => {
    const first = activity('First', 'Succeeded', { activityRunEnd: '2026-11-26T09:01:00Z', output: { runPageUrl: 'https://x' } });
    const steps: readonly (readonly [object, readonly object[]])[] = [
      [run('Queued'), []],
      [run('InProgress'), [activity('First', 'InProgress')]],
      [run('InProgress'), [activity('First', 'InProgress')]],
      [run('InProgress'), [activity('Second', 'Queued'), first]],
      [run('Succeeded', { runEnd: '2026-11-26T09:02:00Z' }), [activity('Second', 'Succeeded'), first]],
    ];
    // The two calls of a poll come in any order: the fake answers by path.
    server.removeAllListeners('request');
    let polls = 0;
    server.on('request', (incoming, response) => {
      incoming.resume();
      incoming.on('end', () => {
        const [found, activities] = steps[Math.min(Math.floor(polls / 2), steps.length - 1)] ?? [];
        polls += 1;
        response.end(JSON.stringify((incoming.url ?? '').includes('queryActivityruns') ? { value: activities } : found));
      });
    });
    const told: ActivityRun[] = [];
    const ended = await runner().follow('r-1', (one) => void told.push(one));
    expect(told.map(({ activity: name, status }) => `${name} ${status}`)).toEqual([
      'First InProgress',
      'First Succeeded',
      'Second InProgress',
      'Second Succeeded',
    ]);
    expect(ended).toMatchObject({ status: 'Succeeded', slot: 'green', target: 'dev-eastus', environment: 'dev', endedAt: '2026-11-26T09:02:00Z' });
    expect(ended.error).toBeUndefined();
    expect(ended.activities[0]).toMatchObject({ output: { runPageUrl: 'https://x' } });
  });

  const endOf = async (status: string, activities: readonly object[]) => {
    server.removeAllListeners('request');
    server.on('request', (incoming, response) => {
      incoming.resume();
      response.end(JSON.stringify((incoming.url ?? '').includes('queryActivityruns') ? { value: activities } : run(status, { message: 'the run ended' })));
    });
    return runner().follow('r-1', () => undefined);
  };

  test.each([
    ['a gate', { message: 'GateFailedError: 1 of 4 gates failed' }, 'Failed', 'quality'],
    ['a time limit', { message: 'too long' }, 'TimedOut', 'timeout'],
    ['anything else', { message: 'the cluster did not start' }, 'Failed', 'resource'],
  ])('a run that failed by %s says so by its reason, and what came after is skipped', async (_name, error, status, reason) => {
    const ended = await endOf('Failed', [activity('First', status, { error })]);
    expect(ended).toMatchObject({ status: 'Failed', error: { reason, message: error.message } });
    expect(ended.activities.map((one) => one.status)).toEqual(['Failed', 'Skipped']);
  });

  test('a cancelled run is no success', async () => {
    expect(await endOf('Cancelled', [])).toMatchObject({ status: 'Cancelled', error: { reason: 'cancelled' } });
  });

  test('reading is repeated through failures of the service, and given up after some', async () => {
    answers = Array.from({ length: 20 }, (): Answer => [503, {}]);
    await expect(runner().follow('r-1', () => undefined)).rejects.toMatchObject({ reason: 'resource' });
    expect(requests.length).toBeGreaterThanOrEqual(6);
  });

  test('stops when it is cancelled', async () => {
    const cancel = new AbortController();
    answers = [
      [503, {}, { 'retry-after': '60' }],
      [503, {}, { 'retry-after': '60' }],
    ];
    const following = runner({ cancelled: cancel.signal }).follow('r-1', () => undefined);
    setTimeout(() => cancel.abort(), 50);
    await expect(following).rejects.toMatchObject({ reason: 'cancelled' });
  });
});

describe('listing', () => {
  test('asks for both slots, newest first, and takes every page', async () => {
    answers = [
      [200, { value: [run('InProgress')], continuationToken: 'next' }],
      [200, { value: [run('Failed', { runId: 'r-0', pipelineName: 'ETL_blue', message: 'why' })] }],
    ];
    const runs = await runner().list();
    expect(runs.map(({ runId, slot, status }) => [runId, slot, status])).toEqual([
      ['r-1', 'green', 'InProgress'],
      ['r-0', 'blue', 'Failed'],
    ]);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      ...{ lastUpdatedAfter: '2026-10-12T10:00:00.000Z', lastUpdatedBefore: '2026-11-26T11:00:00.000Z' },
      filters: [{ operand: 'PipelineName', operator: 'In', values: ['ETL_blue', 'ETL_green'] }],
      orderBy: [{ orderBy: 'RunStart', order: 'DESC' }],
    });
    expect(JSON.parse(requests[1]?.body ?? '')).toMatchObject({ continuationToken: 'next' });
  });
});

test.each(['../x', 'a/b', 'r?x=1', ''])('the run id %j reaches no URL', async (runId) => {
  await expect(runner().cancel(runId)).rejects.toMatchObject({ reason: 'usage' });
  expect(requests).toEqual([]);
});

test('cancelling asks for the run and what it started', async () => {
  answers = [[200, '']];
  await runner().cancel('r-1');
  expect(requests[0]).toMatchObject({ method: 'POST', path: `${factoryId}/pipelineruns/r-1/cancel` });
  expect(requests[0]?.query.get('isRecursive')).toBe('true');
});

describe('signing in', () => {
  const tokens = (environment: Readonly<Record<string, string>>, now: () => number = Date.now) =>
    azureTokens({ environment, cancelled: new AbortController().signal, now, authority: base, metadata: base });
  const application = { ARM_CLIENT_ID: 'app', ARM_TENANT_ID: 'tenant' };

  test('by a secret goes to the tenant, and the token is kept until it is nearly old', async () => {
    let now = 0;
    answers = [
      [200, { access_token: 'one', expires_in: 3600 }],
      [200, { access_token: 'two', expires_in: '3600' }],
    ];
    const ask = tokens({ ...application, ARM_CLIENT_SECRET: 's3cret-word' }, () => now);
    await expect(Promise.all([ask(), ask()])).resolves.toEqual(['one', 'one']);
    now = 56 * 60_000;
    await expect(ask()).resolves.toBe('two');
    expect(requests.map(({ path }) => path)).toEqual(['/tenant/oauth2/v2.0/token', '/tenant/oauth2/v2.0/token']);
    expect(new URLSearchParams(requests[0]?.body).get('client_secret')).toBe('s3cret-word');
  });

  test('by a federated token that is asked for', async () => {
    answers = [
      [200, { value: 'assertion' }],
      [200, { access_token: 'one', expires_in: 3600 }],
    ];
    await expect(tokens({ ...application, ACTIONS_ID_TOKEN_REQUEST_URL: `${base}/oidc?x=1`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'right' })()).resolves.toBe('one');
    expect(requests[0]?.query.toString()).toBe('x=1&audience=api%3A%2F%2FAzureADTokenExchange');
    expect(new URLSearchParams(requests[1]?.body).get('client_assertion')).toBe('assertion');
  });

  test('by the identity of the machine', async () => {
    answers = [[200, { access_token: 'one', expires_in: '3600' }]];
    await expect(tokens({ ARM_USE_MSI: 'true' })()).resolves.toBe('one');
    expect(requests[0]).toMatchObject({ path: '/metadata/identity/oauth2/token', headers: { metadata: 'true' } });
  });

  test('that is refused is told without what was sent', async () => {
    answers = [[401, { error_description: 'the secret s3cret-word is wrong' }]];
    const error: unknown = await tokens({ ...application, ARM_CLIENT_SECRET: 's3cret-word' })().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ reason: 'authentication' });
    expect(String(error)).not.toContain('s3cret-word');
  });

  test('without anything is refused, not tried', async () => {
    await expect(tokens({ PATH: '/nowhere' })()).rejects.toMatchObject({ reason: 'authentication', suggestion: 'az login' });
  });
});

test('a page that is no page of Data Factory is no empty list', async () => {
  answers = [page(), [200, { runs: [] }]];
  await expect(runner().list()).resolves.toEqual([]);
  await expect(runner().list()).rejects.toThrow(/value/);
});
