import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { targetStatus, unlock, type HxEvent } from '../../automation';
import { newScene, programs, resultOf, target, untilExit, untilSays, type Outcome, type Scene } from '../support/engine/scene';

jest.setTimeout(120_000);

const one = { resources: { a: { value: '1' } } };
const slow = { resources: { a: { value: '1', delayMs: 1500 }, b: { dependsOn: 'a' } } };
const isCreating = (event: HxEvent): boolean => event.type === 'resource' && event.status === 'started' && event.resourceType === 'lab:index:Thing';

/** Calls once the provider is at work: the engine announces a create before it records it as pending, and before it asks for it. */
const onceCreating =
  ({ folder }: Scene, call: () => void) =>
  (event: HxEvent): void => {
    const log = join(folder, 'lab/writes.log');
    const look = (): void => {
      if (existsSync(log) && readFileSync(log, 'utf8').includes('creating a')) call();
      else setTimeout(look, 10);
    };
    if (isCreating(event)) look();
  };
const query = { targets: [target()], programs: programs.slice(0, 1), cloud: 'local' } as const;
const locksOf = async ({ deps }: Outcome) => (await targetStatus(query, deps))[0]?.stacks[0]?.locks;
const pendingOf = async ({ deps }: Outcome) => (await targetStatus(query, deps))[0]?.stacks[0]?.pendingOperations;

describe('an interrupted or disturbed run', () => {
  let scene: Scene;
  let state: string;
  beforeEach(() => {
    scene = newScene();
    state = join(scene.home, 'state/.pulumi/stacks/lab/dev-eastus.json');
  });
  afterEach(() => scene.dispose());

  it('finishes the step in flight on the first cancel, saves, releases the lease and ends with exit code 8', async () => {
    const cancel = new AbortController();
    const outcome = await scene.run('up', { settings: slow, cancelled: cancel.signal, onEvent: onceCreating(scene, () => cancel.abort()) });
    expect(outcome.summary.exitCode).toBe(8);
    expect(resultOf(outcome).result).toBe('cancelled');
    expect(outcome.lab.ids()).toContain('a');
    expect(JSON.parse(readFileSync(state, 'utf8')).checkpoint.latest.resources.map(({ id }: { id?: string }) => id)).toContain('a');
    expect(await locksOf(outcome)).toEqual([]);
    expect(await pendingOf(outcome)).toBe(0);
    const again = await scene.run('up', { settings: slow });
    expect(again.summary.exitCode).toBe(0);
    expect(again.lab.writes().filter((write) => write === 'create a')).toHaveLength(1);
  });

  it('kills on the second cancel in bounded time, and the next run settles what was in flight', async () => {
    const [cancel, kill] = [new AbortController(), new AbortController()];
    const hanging = { resources: { a: { delayMs: 600_000 } } };
    const began = performance.now();
    const onEvent = onceCreating(scene, () => {
      cancel.abort();
      kill.abort();
    });
    const killed = await scene.run('up', { settings: hanging, cancelled: cancel.signal, killed: kill.signal, onEvent });
    expect(killed.summary.exitCode).toBe(8);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(await pendingOf(killed)).toBe(1);
    const next = await scene.run('up', { settings: one, find: async () => ({ kind: 'absent' }) });
    expect(next.summary.exitCode).toBe(0);
    expect(await pendingOf(next)).toBe(0);
  });

  it('lets exactly one of two runs at once write; the other names the owner and ends with exit code 12', async () => {
    const outcomes = await Promise.all([scene.run('up', { settings: slow }), scene.run('up', { settings: slow })]);
    expect(outcomes.map(({ summary }) => summary.exitCode).sort((a, b) => a - b)).toEqual([0, 12]);
    const locked = outcomes.find(({ summary }) => summary.exitCode === 12);
    expect(locked?.summary.results[0]?.error?.message).toContain(`process ${process.pid}`);
    expect(locked?.lab.writes().filter((write) => write === 'create a')).toHaveLength(1);
  });

  it('waits for the lease where it is told to', async () => {
    const outcomes = await Promise.all([
      scene.run('up', { settings: slow, request: { waitLockMs: 60_000 } }),
      scene.run('up', { settings: slow, request: { waitLockMs: 60_000 } }),
    ]);
    expect(outcomes.map(({ summary }) => summary.exitCode)).toEqual([0, 0]);
    expect(outcomes[0]?.lab.writes().filter((write) => write === 'create a')).toHaveLength(1);
  });

  it.each([
    ['missing', () => rmSync(state)],
    ['empty', () => writeFileSync(state, '')],
    ['truncated', () => writeFileSync(state, readFileSync(state, 'utf8').slice(0, 300))],
    ['holds nothing', () => writeFileSync(state, '{}')],
    ['newer engine', () => writeFileSync(state, readFileSync(state, 'utf8').replace('"version":3', '"version":9'))],
    ['edited by hand', () => writeFileSync(state, readFileSync(state, 'utf8').replaceAll('"id":"a"', '"id":"z"'))],
    ['another stack', () => writeFileSync(state, readFileSync(state, 'utf8').replaceAll('dev-eastus', 'prod-eastus'))],
  ])('refuses a state (%s) before any provider is called, and names one command', async (cause, damage) => {
    const first = await scene.run('up', { settings: one });
    damage();
    const writes = first.lab.writes();
    for (const kind of ['up', 'preview', 'destroy', 'refresh'] as const) {
      const outcome = await scene.run(kind, { settings: { resources: { a: { value: '2' } } } });
      expect(outcome.summary.exitCode).toBe(7);
      expect(resultOf(outcome).error?.message).toContain(cause);
      expect(outcome.lab.writes()).toEqual(writes);
    }
    const suggestion = resultOf(await scene.run('up', { settings: one })).error?.suggestion ?? '';
    expect(suggestion).not.toBe('');
    if (!suggestion.startsWith('cp ')) return;
    const [, from = '', to = ''] = suggestion.split(' ');
    writeFileSync(to, readFileSync(from));
    const healed = await scene.run('up', { settings: one });
    expect(resultOf(healed)).toMatchObject({ result: 'succeeded', changes: { same: 2 } });
  });

  it('refuses an older state, and takes on a newer one with a notice', async () => {
    await scene.run('up', { settings: one });
    const old = readFileSync(state);
    await scene.run('up', { settings: { resources: { a: { value: '2' } } } });
    const newer = readFileSync(state);
    const ledger = join(scene.home, 'ledger/local/lab/dev-eastus.json');
    const ledgerAfter = readFileSync(ledger);
    writeFileSync(state, old);
    expect(resultOf(await scene.run('up', { settings: one })).error?.message).toContain('older');
    writeFileSync(state, newer);
    writeFileSync(ledger, ledgerAfter);
    writeFileSync(state, newer.toString('utf8').replace(/"time":"\d{4}/, '"time":"2999'));
    const outcome = await scene.run('preview', { settings: one });
    expect(outcome.events).toContainEqual(expect.objectContaining({ type: 'notice', message: expect.stringContaining('changed outside hx') }));
    expect(outcome.summary.exitCode).toBe(0);
  });

  it('survives kill -9 of hx: the next run waits out the worker, takes the lease over and adopts what was created, without creating it twice', async () => {
    const child = scene.start('up', { settings: slow });
    await untilSays(child, '"status":"started","operation":"create","urn":"urn:pulumi:dev-eastus::lab::lab:index:Thing::a"');
    child.kill('SIGKILL');
    await untilExit(child);
    const next = await scene.run('up', {
      settings: slow,
      request: { waitLockMs: 60_000 },
      find: async ({ inputs }) => ({ kind: 'found', id: String(inputs['name']) }),
    });
    expect(next.summary.results).toEqual([expect.objectContaining({ result: 'succeeded' })]);
    expect(next.events).toContainEqual(expect.objectContaining({ type: 'notice', message: expect.stringContaining('took over the lease') }));
    expect(await pendingOf(next)).toBe(0);
    expect(await locksOf(next)).toEqual([]);
    expect((await scene.run('up', { settings: slow })).summary.results[0]?.changes).toEqual({ same: 3 });
  });

  it('stops over a pending create that nobody can judge, instead of creating it twice', async () => {
    const [cancel, kill] = [new AbortController(), new AbortController()];
    const onEvent = onceCreating(scene, () => {
      cancel.abort();
      kill.abort();
    });
    await scene.run('up', { settings: { resources: { a: { delayMs: 600_000 } } }, cancelled: cancel.signal, killed: kill.signal, onEvent });
    const outcome = await scene.run('up', { settings: one });
    expect(outcome.summary.exitCode).toBe(1);
    expect(resultOf(outcome).error).toMatchObject({
      message: expect.stringContaining('a (interrupted while creating) may exist'),
      suggestion: expect.stringContaining('--clear-pending-creates'),
    });
    expect(outcome.lab.writes()).toEqual(['creating a']);
  });

  it('removes the locks of a dead owner, a broken one too, and refuses those of a living one', async () => {
    const first = await scene.run('up', { settings: one });
    const folder = join(scene.home, 'state/.pulumi/locks/organization/lab/dev-eastus');
    mkdirSync(folder, { recursive: true });
    const lock = (pid: number): string => JSON.stringify({ pid, username: 'u', hostname: hostname(), timestamp: '2026-01-01T00:00:00Z' });
    writeFileSync(join(folder, 'living.json'), lock(process.pid));
    writeFileSync(join(folder, 'dead.json'), lock(2 ** 22 + 1));
    writeFileSync(join(folder, 'broken.json.1.tmp'), '');
    utimesSync(join(folder, 'broken.json.1.tmp'), 0, 0);
    const results = await unlock({ ...query, isForced: true }, first.deps);
    expect(results.map(({ lock: { evidence }, outcome }) => `${outcome}: ${evidence}`).sort()).toEqual([
      'refused: process ' + process.pid + ' runs',
      'removed: process 4194305 is gone',
      'removed: the lock file is not whole',
    ]);
    expect(existsSync(join(folder, 'living.json'))).toBe(true);
    const locked = await scene.run('up', { settings: { resources: { a: { value: '2' } } } });
    expect(locked.summary.exitCode).toBe(12);
  });

  it('says so and changes nothing when there are no Azure credentials', async () => {
    const outcome = await scene.run('up', {
      settings: one,
      request: { cloud: 'azure' },
      environment: { HOME: scene.folder, ARM_CLIENT_ID: '', AZURE_CONFIG_DIR: scene.folder },
    });
    expect(outcome.summary.exitCode).toBe(3);
    expect(resultOf(outcome).error?.suggestion).toContain('az login');
    expect(existsSync(scene.home)).toBe(false);
  });

  it('records every run in a chained audit log and an export', async () => {
    await scene.run('up', { settings: one });
    const outcome = await scene.run('destroy', { settings: one });
    const { readAudit, readOutputs } = await import('../../automation');
    expect((await readAudit(outcome.paths)).map(({ entry }) => entry)).toMatchObject([
      { operation: 'up', result: 'succeeded' },
      { operation: 'destroy', result: 'succeeded' },
    ]);
    expect((await readOutputs(outcome.paths, target(), programs.slice(0, 1), 'local')).missing).toEqual(['base']);
    writeFileSync(join(outcome.paths.audit, 'audit.ndjson'), readFileSync(join(outcome.paths.audit, 'audit.ndjson'), 'utf8').replace('succeeded', 'cancelled'));
    await expect(readAudit(outcome.paths)).rejects.toThrow('broken at line 1');
  });
});
