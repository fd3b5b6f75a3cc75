import { settled, type Deployment } from '../../../automation/state/pending';
import { readState } from '../../../automation/state/reading';
import { judgeState } from '../../../automation/state/verdict';
import type { LedgerEntry } from '../../../automation/state/ledger';

const urn = (name: string, stack = 'dev-eastus'): string => `urn:pulumi:${stack}::lab::t:t:T::${name}`;
const state = (time?: string, ...names: string[]): string =>
  JSON.stringify({
    version: 3,
    checkpoint: {
      stack: 'organization/lab/dev-eastus',
      latest: time === undefined ? null : { manifest: { time }, resources: names.map((name) => ({ urn: urn(name), type: 't:t:T' })) },
    },
  });
const read = (content: string | undefined) => readState(content, 'lab', 'dev-eastus');
const sound = state('2026-01-02T00:00:00.5Z', 'a', 'b');
const digest = (content: string): string => {
  const reading = read(content);
  if (reading.kind !== 'sound') throw new Error(reading.kind);
  return reading.digest;
};
const ledger = (of: Partial<LedgerEntry> = {}): LedgerEntry => ({
  version: 1,
  cloud: 'local',
  project: 'lab',
  stack: 'dev-eastus',
  status: 'active',
  serial: 3,
  digest: digest(sound),
  checkpointTime: '2026-01-02T00:00:00.5Z',
  resources: 2,
  pendingOperations: 0,
  runId: 'run-1',
  at: '2026-01-02T00:00:01Z',
  ...of,
});

describe('the reading of a state', () => {
  it.each([
    ['', 'empty'],
    ['{"version":3,"checkpoint":{"sta', 'truncated'],
    ['{}', 'blank'],
    ['null', 'blank'],
    ['[]', 'blank'],
    ['{"version":3,"checkpoint":null}', 'blank'],
    ['{"checkpoint":{}}', 'blank'],
    [sound.replace('"version":3', '"version":5'), 'newer-schema'],
    [sound.replace('lab/dev-eastus', 'lab/prod-eastus'), 'foreign'],
    [sound.replace('::lab::', '::other::'), 'foreign'],
  ])('finds %j damaged: %s', (content, damage) => {
    expect(read(content)).toMatchObject({ kind: 'damaged', damage });
  });
  it('takes an exported stack as well as a checkpoint file', () => {
    expect(read(JSON.stringify({ version: 4, deployment: { resources: [{ urn: urn('a'), type: 't' }] } }))).toMatchObject({
      kind: 'sound',
      deployment: { resources: [{ urn: urn('a') }] },
    });
    expect(read(state())).toMatchObject({ kind: 'sound', deployment: {} });
  });
});

describe('the verdict over state and ledger', () => {
  it.each([
    ['new where neither knows the stack', undefined, undefined, { kind: 'new' }],
    ['new after a recorded destroy', undefined, ledger({ status: 'destroyed' }), { kind: 'new' }],
    ['ok where both agree', sound, ledger(), { kind: 'ok' }],
    ['ok with a notice where only the state knows it', sound, undefined, { kind: 'ok', notice: expect.stringContaining('no record') }],
    ['ok for a stack made and never updated', state(), undefined, { kind: 'ok' }],
    [
      'ok with a notice after a run that was killed',
      state('2026-01-03T00:00:00Z', 'a'),
      ledger({ status: 'running' }),
      { kind: 'ok', notice: expect.stringContaining('did not end by itself') },
    ],
    ['ok with a notice after a change outside hx', state('2026-01-03T00:00:00Z', 'a'), ledger(), { kind: 'ok', notice: expect.stringContaining('outside hx') }],
    ['missing', undefined, ledger(), { kind: 'refused', problem: 'missing' }],
    ['missing although a run was killed', undefined, ledger({ status: 'running' }), { kind: 'refused', problem: 'missing' }],
    ['blank', state(), ledger(), { kind: 'refused', problem: 'blank' }],
    ['empty', '', ledger(), { kind: 'refused', problem: 'empty' }],
    ['empty without a ledger too', '', undefined, { kind: 'refused', problem: 'empty' }],
    ['older', state('2026-01-01T00:00:00Z', 'a'), ledger(), { kind: 'refused', problem: 'older' }],
    ['older by nanoseconds', state('2026-01-02T00:00:00.499999999Z', 'a'), ledger(), { kind: 'refused', problem: 'older' }],
    ['edited', state('2026-01-02T00:00:00.5Z', 'a'), ledger(), { kind: 'refused', problem: 'edited' }],
  ])('is %s', (_name, content, entry, verdict) => {
    expect(judgeState(read(content), entry)).toMatchObject(verdict);
  });
});

it('is refused as missing where only other records of hx know the stack, but not after a destroy', () => {
  const trace = 'run run-1 exported 2 resources';
  expect(judgeState(read(undefined), undefined, trace)).toMatchObject({ kind: 'refused', problem: 'missing', message: expect.stringContaining(trace) });
  expect(judgeState(read(undefined), ledger({ status: 'destroyed' }), trace)).toEqual({ kind: 'new' });
  expect(judgeState(read(sound), undefined, trace)).toMatchObject({ kind: 'ok' });
});

describe('pending operations', () => {
  const deployment: Deployment = {
    resources: [{ urn: urn('old'), type: 't' }],
    pending_operations: [
      { type: 'creating', resource: { urn: urn('made'), type: 't', inputs: { x: 1 } } },
      { type: 'creating', resource: { urn: urn('lost'), type: 't' } },
      { type: 'deleting', resource: { urn: urn('old'), type: 't' } },
    ],
  };
  it('are settled: what was made is adopted with its id, all else is dropped', () => {
    expect(settled(deployment, { [urn('made')]: '/id/made' })).toEqual({
      resources: [
        { urn: urn('old'), type: 't' },
        { urn: urn('made'), type: 't', inputs: { x: 1 }, id: '/id/made', outputs: { x: 1 } },
      ],
    });
  });
  it('take the place of what they replace, which is deleted by the next update or was deleted before', () => {
    const create = { type: 'creating', resource: { urn: urn('x'), type: 't', dependencies: [urn('a')], parent: urn('p') } } as const;
    const before = (of: object): Deployment => ({
      resources: [
        { urn: urn('p'), type: 't' },
        { urn: urn('a'), type: 't' },
        { urn: urn('x'), type: 't', id: '1', ...of },
        { urn: urn('y'), type: 't', dependencies: [urn('x')] },
      ],
      pending_operations: [create],
    });
    const ids = (of: object): readonly unknown[] =>
      (settled(before(of), { [urn('x')]: '2' }).resources ?? []).map(
        ({ urn: of, id, delete: isGone }) => `${of.split('::').at(-1)} ${id ?? '-'}${isGone === true ? ' gone' : ''}`,
      );
    expect(ids({})).toEqual(['p -', 'a -', 'x 2', 'x 1 gone', 'y -']);
    expect(ids({ pendingReplacement: true })).toEqual(['p -', 'a -', 'x 2', 'y -']);
    expect(ids({ id: '2' })).toEqual(['p -', 'a -', 'x 2', 'y -']);
    expect(ids({ id: '2', pendingReplacement: true })).toEqual(['p -', 'a -', 'x 2', 'y -']);
  });
  it('are never adopted twice, nor by an inherited name', () => {
    const twice = { ...deployment, pending_operations: [...(deployment.pending_operations ?? []), ...(deployment.pending_operations ?? [])] };
    expect(settled(twice, { [urn('made')]: '/id' }).resources).toHaveLength(2);
    expect(settled({ pending_operations: [{ type: 'creating', resource: { urn: 'toString', type: 't' } }] }, {}).resources).toEqual([]);
  });
});
