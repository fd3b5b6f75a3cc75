import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquire, breakLease, holderOf, type Acquired, type Lease } from '../../../automation/lease/lease';
import { judgeOwner, type HostFacts } from '../../../automation/lease/owner';
import { hostFacts } from '../../../automation/lease/host';
import type { LeaseOwner } from '../../../automation';

const facts = (processes: Readonly<Record<number, string>>): HostFacts => ({ host: 'here', bootId: 'boot-2', processStart: (pid) => processes[pid] });
const owner = (of: Partial<LeaseOwner> = {}): LeaseOwner => ({
  pid: 1,
  processStart: '100',
  bootId: 'boot-2',
  host: 'here',
  user: 'u',
  since: '2026-01-01T00:00:00Z',
  runId: 'r',
  operation: 'up',
  ...of,
});

describe('the judgement of an owner', () => {
  it.each([
    ['alive: its process runs', owner(), [], { 1: '100' }, 'alive', 'process 1 runs'],
    ['dead: its process is gone', owner(), [], {}, 'dead', 'process 1 is gone'],
    ['dead: its pid is used again', owner(), [], { 1: '999' }, 'dead', 'process 1 is another one now'],
    ['dead: the machine was restarted', owner({ bootId: 'boot-1' }), [], { 1: '100' }, 'dead', 'here was restarted since'],
    [
      'alive: its worker still finishes a step',
      owner(),
      [{ pid: 7, processStart: '300' }],
      { 7: '300' },
      'alive',
      'process 1 is gone, but its worker 7 is still finishing',
    ],
    ['dead: the worker pid is used again', owner(), [{ pid: 7, processStart: '300' }], { 7: '301' }, 'dead', 'process 1 is gone'],
    ['unknown: it is on another host', owner({ host: 'there' }), [], {}, 'unknown', 'it runs on another host, there'],
    ['alive: the system tells no start times', owner(), [], { 1: '' }, 'alive', 'process 1 runs'],
  ] as const)('is %s', (_name, of, workers, processes, liveness, evidence) => {
    expect(judgeOwner(of, workers, facts(processes))).toEqual({ liveness, evidence });
  });

  it('knows this very process as alive and its start time', () => {
    const here = hostFacts();
    const start = here.processStart(process.pid);
    expect(start).toMatch(/^\d+$/);
    expect(here.processStart(2 ** 22 + 1)).toBeUndefined();
  });
});

describe('a lease', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-lease-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const leaseOf = (acquired: Acquired): Lease => {
    if (acquired.kind !== 'acquired') throw new Error(`held by ${acquired.by.owner.pid}`);
    return acquired.lease;
  };
  const living = facts({ 1: '100', 2: '200' });

  it('is had by one at a time, and again after its release', async () => {
    const first = leaseOf(await acquire(folder, owner(), living));
    expect(await acquire(folder, owner({ pid: 2, processStart: '200' }), living)).toMatchObject({
      kind: 'held',
      by: { owner: { pid: 1 }, judgement: { liveness: 'alive' } },
    });
    await first.release();
    expect(first.isHeld()).toBe(false);
    expect(await holderOf(folder, living)).toBeUndefined();
    const second = leaseOf(await acquire(folder, owner({ pid: 2, processStart: '200' }), living));
    expect(second.generation).toBeGreaterThan(first.generation);
    expect(second.takenFrom).toBeUndefined();
  });

  it('is taken over from a dead owner, who can tell that it lost it and can release nothing', async () => {
    const lost = leaseOf(await acquire(folder, owner(), living));
    const taken = leaseOf(await acquire(folder, owner({ pid: 2, processStart: '200' }), facts({ 2: '200' })));
    expect(taken.takenFrom).toMatchObject({ owner: { pid: 1 }, judgement: { liveness: 'dead' } });
    expect(lost.isHeld()).toBe(false);
    await lost.release();
    await lost.addWorker(5);
    expect(taken.isHeld()).toBe(true);
  });

  it('is never taken over from an owner on another host', async () => {
    await acquire(folder, owner({ host: 'there' }), living);
    expect(await acquire(folder, owner(), living)).toMatchObject({ kind: 'held', by: { judgement: { liveness: 'unknown' } } });
  });

  it('goes to exactly one of many contenders, in every round, also over a dead owner', async () => {
    for (let round = 0; round < 20; round++) {
      if (round % 2 === 1) await acquire(folder, owner({ pid: 9 }), living);
      const all = await Promise.all(Array.from({ length: 8 }, () => acquire(folder, owner(), living)));
      const winners = all.filter(({ kind }) => kind === 'acquired').map(leaseOf);
      expect(winners).toHaveLength(1);
      expect(winners[0]?.isHeld()).toBe(true);
      await winners[0]?.release();
    }
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is not won by a slow contender whose generation has passed', async () => {
    const held = leaseOf(await acquire(folder, owner(), living));
    writeFileSync(join(folder, '9.json'), JSON.stringify({ version: 1, owner: owner(), workers: [], isReleased: false }));
    expect(held.isHeld()).toBe(false);
  });

  it('can be broken for good, once', async () => {
    await acquire(folder, owner({ host: 'there' }), living);
    const held = await holderOf(folder, living);
    if (held === undefined) throw new Error('not held');
    expect(await breakLease(folder, held, owner(), living)).toBe(true);
    expect(await holderOf(folder, living)).toBeUndefined();
    expect(await breakLease(folder, held, owner(), living)).toBe(false);
  });
});
