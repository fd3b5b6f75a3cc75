import type { EngineEvent } from '@pulumi/pulumi/automation';
import fc from 'fast-check';
import { redactor, secretsIn } from '../../../automation/redact';
import { classify, explained, isAnswerLost } from '../../../automation/pulumi/classify';
import { EngineExit } from '../../../automation/pulumi/engine-command';
import { EventMapper, changesAnything, countsOf, isQuietChange, shown } from '../../../automation/pulumi/engine-events';
import { engineEnvironment } from '../../../automation/pulumi/environment';
import { pathKeys, valueAt } from '../../../automation/pulumi/property-path';
import { hxPaths } from '../../../automation';
import type { StackEvent } from '../../../automation/stack-engine';

const urn = 'urn:pulumi:dev-eastus::lab::lab:index:Thing::vault';
const failed: StackEvent = { type: 'resource', status: 'failed', operation: 'create', urn, resourceType: 'lab:index:Thing', name: 'vault' };
const diagnostic = (message: string, of?: string): StackEvent => ({ type: 'diagnostic', severity: 'error', message, ...(of === undefined ? {} : { urn: of }) });
const because = (error: unknown, events: readonly StackEvent[] = [], wasCancelled = false) =>
  classify({ error, events, wasCancelled, isForbidden: false, log: '/log' });
const exit = (code: number | null, stderr = ''): EngineExit => new EngineExit(['up'], code, stderr);

describe('the reason of a failed run', () => {
  it.each([
    [
      'a refused resource',
      exit(1),
      [failed, diagnostic('1 error occurred:\n\t* quota is used up\n\n', urn), diagnostic('update failed')],
      { reason: 'resource', message: 'Thing vault could not be created: quota is used up', resource: urn },
    ],
    [
      'an existing resource',
      exit(1),
      [failed, diagnostic("cannot create already existing resource '/subscriptions/0/x'", urn)],
      { reason: 'resource', suggestion: 'import it or delete it in the cloud: /subscriptions/0/x' },
    ],
    [
      'expired credentials',
      exit(1),
      [failed, diagnostic('Status=401 Code="InvalidAuthenticationToken" expired', urn)],
      { reason: 'authentication', suggestion: 'az login' },
    ],
    [
      'a program that throws',
      exit(1),
      [diagnostic('Error: no such thing\n    at x.js:1', 'urn:pulumi:dev-eastus::lab::pulumi:pulumi:Stack::lab')],
      { reason: 'failure', message: 'no such thing' },
    ],
    ['an engine lock', exit(1, 'error: the stack is currently locked by 1 lock(s).'), [], { reason: 'locked', suggestion: 'hx unlock' }],
    ['an unknown stack', exit(6, "error: no stack named 'x' found"), [], { reason: 'stackNotFound' }],
    ['a wrong passphrase', exit(255, 'error: getting secrets manager: incorrect passphrase'), [], { reason: 'authentication' }],
    ['an exit code alone', exit(9, 'error: it took too long'), [], { reason: 'timeout', message: 'it took too long' }],
    ['a killed engine', exit(null), [], { reason: 'failure', message: 'the engine was killed' }],
    ['a removed engine', Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' }), [], { reason: 'failure', suggestion: 'hx doctor' }],
  ])('is told for %s', (_name, error, events, record) => {
    expect(because(error, events)).toMatchObject({ ...record, log: '/log' });
  });
  it('is the policy where a mandatory one spoke against it, whatever else failed', () => {
    const failure = { error: exit(1), events: [failed, diagnostic('quota is used up', urn)], wasCancelled: false, log: '/log' };
    expect(classify({ ...failure, isForbidden: true })).toMatchObject({ reason: 'policy' });
    expect(classify({ ...failure, isForbidden: false })).toMatchObject({ reason: 'resource' });
  });
  const storage = 'urn:pulumi:dev-eastus::hiscox-etl::hx:platform:DataLake$azure-native:storage:StorageAccount::storage';
  const doing = (operation: 'create' | 'update' | 'delete' | 'replace'): StackEvent => ({ ...failed, operation, urn: storage }) as StackEvent;
  const again = 'run the same command again: it goes on where it stopped';
  it.each([
    [
      'azure-native:storage:StorageAccount resource \'storage\': property networkRuleSet.ipRules[0] value {map[value:10.0.0.0/8]} has a problem: Status=400 Code="InvalidValues" Message="10.0.0.0/8 is private."',
      [],
      { message: 'StorageAccount storage: the property networkRuleSet.ipRules[0] is refused: 10.0.0.0/8 is private (InvalidValues)', reason: 'resource' },
    ],
    [
      'azure-native:storage:StorageAccount resource \'storage\': property tags value {<nil>} has a problem: Status=400 Code="InvalidRequestContent" Message="Could not find member \'x\'\non object."',
      [],
      { message: "StorageAccount storage: the property tags is refused: Could not find member 'x' on object (InvalidRequestContent)", reason: 'resource' },
    ],
    [
      "azure-native:storage:StorageAccount resource 'storage' has a problem: missing required property 'kind'",
      [],
      { message: "StorageAccount storage: missing required property 'kind'", reason: 'resource' },
    ],
    [
      'Status=409 Code="AnotherOperationInProgress" Message="Another operation is in progress. Please try again later."',
      [doing('create')],
      {
        message: 'StorageAccount storage could not be created: Another operation is in progress. Please try again later (AnotherOperationInProgress)',
        suggestion: again,
      },
    ],
    [
      'Status=429 Code="TooManyRequests" Message="The request is being throttled. Retry after 1 seconds."',
      [doing('update')],
      {
        message: 'StorageAccount storage could not be updated: The request is being throttled. Retry after 1 seconds (TooManyRequests)',
        suggestion: expect.stringContaining('--parallel 1'),
      },
    ],
    ['Status=503 Code="Strange" Message="no"', [doing('create')], { suggestion: again }],
    [
      '1 error occurred:\n\t* deleting urn: Status=409 Code="ScopeLocked" Message="The scope \'/x\' is locked. Please remove the lock and try again."\n\n',
      [doing('delete')],
      {
        message: "StorageAccount storage could not be deleted: The scope '/x' is locked. Please remove the lock and try again (ScopeLocked)",
        suggestion: expect.stringContaining('az lock'),
      },
    ],
    [
      'Status=403 Code="AuthorizationFailed" Message="The client has no right"',
      [doing('create')],
      { reason: 'authentication', suggestion: expect.stringContaining('role') },
    ],
    [
      'Status=409 Code="StorageAccountAlreadyTaken" Message="The name is taken."',
      [doing('create')],
      { suggestion: expect.stringContaining('another project name') },
    ],
    ['Status=409 Code="ConflictError" Message="A vault exists in deleted state"', [doing('create')], { suggestion: expect.stringContaining('purge') }],
    ['Status=404 Code="ParentResourceNotFound" Message="gone"', [doing('create')], { suggestion: expect.stringContaining('hx refresh') }],
    [
      'Status=400 Code="X" Message="This exceeds the approved Total Regional Cores quota"',
      [doing('create')],
      { reason: 'resource', suggestion: expect.stringContaining('quota') },
    ],
    [
      'PUT https://management.azure.com/x\n----\nRESPONSE 409: 409 Conflict\nERROR CODE: StorageAccountAlreadyTaken\n----\n{\n "error": {"code": "x", "message": "The \\"name\\" is taken."}\n}\n',
      [doing('create')],
      {
        message: 'StorageAccount storage could not be created: The "name" is taken (StorageAccountAlreadyTaken)',
        suggestion: expect.stringContaining('another project name'),
      },
    ],
    [
      'cannot create jobs: Another operation on this resource is in progress. (RESOURCE_CONFLICT)',
      [doing('create')],
      { message: 'StorageAccount storage could not be created: Another operation on this resource is in progress (RESOURCE_CONFLICT)', suggestion: again },
    ],
    [
      "1 error occurred:\n\t* the resource was written, but its provisioning ended as 'Failed' (injected fault)",
      [doing('create')],
      {
        message: "StorageAccount storage could not be created: the resource was written, but its provisioning ended as 'Failed' (injected fault)",
        suggestion: expect.stringContaining('half made'),
      },
    ],
    [
      'rpc error: code = Unavailable desc = error reading from server: EOF',
      [doing('replace')],
      {
        message: 'StorageAccount storage could not be replaced: the connection to the provider broke before it answered (Unavailable)',
        reason: 'failure',
        suggestion: again,
      },
    ],
  ])('is one sentence made of %j', (text, events, record) => {
    expect(because(exit(1), [...events, diagnostic(text, storage)])).toMatchObject({ reason: 'resource', resource: storage, log: '/log', ...record });
  });
  it('is worded alike in the error and in the events', () => {
    const text = 'Status=409 Code="X" Message="No."';
    expect(because(exit(1), [doing('create'), diagnostic(text, storage)]).message).toBe(explained(text, storage, 'create'));
    expect(explained('program: no such thing', 'urn:pulumi:a::b::pulumi:pulumi:Stack::c', undefined)).toBe('program: no such thing');
  });
  it('is a cancel only where nothing else failed', () => {
    expect(because(exit(1), [diagnostic('update canceled')], true).reason).toBe('cancelled');
    expect(because(exit(1), [failed, diagnostic('quota', urn)], true).reason).toBe('resource');
    const ended = diagnostic('Status=499 Code="OperationCancelled" Message="the cloud did not answer"', urn);
    expect(because(exit(1), [failed, ended], true)).toMatchObject({
      reason: 'cancelled',
      message: 'cancelled: Thing vault could not be created: the cloud did not answer (OperationCancelled)',
    });
    expect(because(exit(1), [failed, ended, diagnostic('quota', urn)], true).reason).toBe('resource');
    expect(because(exit(1), [failed, ended]).reason).toBe('resource');
  });
});

type State = NonNullable<NonNullable<EngineEvent['resourcePreEvent']>['metadata']['old']>;
const stateOf = (inputs: object, of: Partial<State> = {}): State => ({ type: 't', urn, id: '', parent: '', inputs, outputs: inputs, provider: '', ...of });
const step = (kind: 'resourcePreEvent' | 'resOutputsEvent', op: string, old?: State, news?: State, more: object = {}): EngineEvent =>
  ({ sequence: 0, timestamp: 0, [kind]: { metadata: { op, urn, type: 't', old, new: news, provider: '', ...more } } }) as unknown as EngineEvent;

describe('an answer', () => {
  it.each([
    'error reading from server: EOF',
    'rpc error: code = Unavailable desc = error reading from server: EOF',
    'rpc error: code = Canceled desc = context canceled',
    'Status=504 Code="GatewayTimeout" Message="context deadline exceeded"',
    'post-step event returned an error: failed to save snapshot: An IO error occurred',
    'read tcp 127.0.0.1:1->127.0.0.1:2: read: connection reset by peer',
  ])('is lost: %s', (text) => expect(isAnswerLost(text)).toBe(true));
  it.each([
    "cannot create already existing resource '/subscriptions/0/x'",
    'Status=500 Code="InternalServerError" Message="The server encountered an internal error."',
    'Status=409 Code="StorageAccountAlreadyTaken" Message="taken"',
    'connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:1: connect: connection refused"',
  ])('is a refusal, or was never asked for: %s', (text) => expect(isAnswerLost(text)).toBe(false));
});

describe('engine events', () => {
  it('become planned, started and timed resources with both values, secrets and unknowns masked', () => {
    const secret = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'v1:x' };
    const detailedDiff = {
      size: { diffKind: 'update-replace', inputDiff: true },
      'tags["a.b"]': { diffKind: 'add', inputDiff: true },
      key: { diffKind: 'update', inputDiff: true },
    };
    const pre = step(
      'resourcePreEvent',
      'replace',
      stateOf({ size: 1, key: secret }),
      stateOf({ size: '04da6b54-80e4-46f7-96ec-b56ff0331ba9', tags: { 'a.b': 'x' }, key: secret }),
      { detailedDiff },
    );
    expect(new EventMapper('preview').map(pre)).toEqual([
      expect.objectContaining({
        status: 'planned',
        operation: 'replace',
        name: 'vault',
        changes: [
          { path: 'size', kind: 'update', before: 1, after: '[unknown]', forcesReplacement: true },
          { path: 'tags["a.b"]', kind: 'add', after: 'x' },
          { path: 'key', kind: 'update', before: '[secret]', after: '[secret]' },
        ],
      }),
    ]);
    let clock = 1000;
    const mapper = new EventMapper('run', () => clock);
    expect(mapper.map(step('resourcePreEvent', 'create'))).toEqual([expect.objectContaining({ status: 'started' })]);
    clock = 3500;
    expect(mapper.map(step('resOutputsEvent', 'create'))).toEqual([expect.objectContaining({ status: 'succeeded', durationMs: 2500 })]);
  });
  it('are silent about unchanged resources and the halves of a replacement', () => {
    for (const op of ['same', 'create-replacement', 'delete-replaced']) {
      expect(new EventMapper('run').map(step('resourcePreEvent', op))).toEqual([]);
      expect(new EventMapper('run').map(step('resOutputsEvent', op))).toEqual([]);
    }
    expect(countsOf({ create: 1, 'create-replacement': 2, 'delete-replaced': 2, replace: 2, same: 0 })).toEqual({ create: 1, replace: 2 });
  });
  it('tell an update from none: options and outputs count, reads do not', () => {
    expect(changesAnything({ same: 3, read: 1 })).toBe(false);
    expect(changesAnything({ same: 3, import: 1 })).toBe(true);
    expect(isQuietChange(step('resourcePreEvent', 'same', stateOf({}), stateOf({}, { protect: true })))).toBe(true);
    expect(isQuietChange(step('resourcePreEvent', 'same', stateOf({}), stateOf({}, { protect: false })))).toBe(false);
    const stack = { type: 'pulumi:pulumi:Stack' };
    expect(isQuietChange(step('resOutputsEvent', 'same', stateOf({ a: 1 }), stateOf({ a: 2 }), stack))).toBe(true);
    expect(isQuietChange(step('resOutputsEvent', 'same', stateOf({ a: 1 }), stateOf({ a: 1 }), stack))).toBe(false);
  });
  it('show any value as JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(JSON.parse(JSON.stringify(shown(value) ?? null))).toEqual(JSON.parse(JSON.stringify(value)))));
  });
});

describe('property paths', () => {
  it.each([
    ['a.b[0].c', ['a', 'b', '0', 'c']],
    ['["x.y"].z', ['x.y', 'z']],
    ['a["q\\"r"]', ['a', 'q"r']],
  ])('of %s are %j', (path, keys) => expect(pathKeys(path)).toEqual(keys));
  it('lead to own values alone', () => {
    expect(valueAt({ a: [{ b: 2 }] }, 'a[0].b')).toBe(2);
    expect(valueAt({}, 'constructor.name')).toBeUndefined();
  });
});

describe('what leaves a run', () => {
  it('holds no known secret, in no form', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), (secret, around) => {
        fc.pre(!'[secret]'.includes(secret) && !around.includes(secret) && !secret.includes('[secret]'));
        const redacted = redactor([secret])({ deep: [around + secret + around, JSON.stringify(secret), encodeURIComponent(secret)] });
        expect(redacted.deep[0]).not.toContain(secret);
      }),
    );
    expect(redactor(['hunter2hunter2'])({ text: `x${Buffer.from('hunter2hunter2').toString('base64')}` }).text).toBe('x[secret]=');
    expect(secretsIn({ ARM_CLIENT_SECRET: 'abc', PATH: '/bin', MY_TOKEN: 'tok' })).toEqual(['abc', 'tok']);
  });
  it('reaches the engine by an allow-list: nothing of the user moves or weakens the state', () => {
    const paths = hxPaths('/r', '/h', '/c');
    const environment = engineEnvironment(
      paths,
      { PATH: '/bin', PULUMI_HOME: '/evil', PULUMI_BACKEND_URL: 'x', PULUMI_SKIP_CHECKPOINTS: '1', NODE_OPTIONS: '-r x', ARM_CLIENT_ID: 'id' },
      { PULUMI_DEBUG_PROVIDERS: 'p:1' },
    );
    expect(environment).toEqual({
      PATH: '/bin',
      ARM_CLIENT_ID: 'id',
      PULUMI_DEBUG_PROVIDERS: 'p:1',
      PULUMI_HOME: '/h/pulumi',
      PULUMI_CONFIG_PASSPHRASE_FILE: '/h/passphrase',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
    });
  });
});
