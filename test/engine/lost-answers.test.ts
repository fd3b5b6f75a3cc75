import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hx, place, removePlaces } from '../support/cli';
import { newScene, resultOf, type Act, type Outcome, type Scene } from '../support/engine/scene';
import { comparison, upArguments } from '../support/interruption';

jest.setTimeout(120_000);

// What engine 3.259 says where the provider's process was killed.
const broken = 'error reading from server: EOF';
const lost = { resources: { a: { value: '1', loseAnswer: broken } } };
const found: Act['find'] = async ({ inputs }) => ({ kind: 'found', id: String(inputs['name']) });
const notices = ({ events }: Outcome): string => events.flatMap((event) => (event.type === 'notice' ? [event.message] : [])).join('; ');

describe('a create whose answer was lost', () => {
  let scene: Scene;
  let memory: string;
  beforeEach(() => {
    scene = newScene();
    memory = join(scene.home, 'ledger/local/lab/dev-eastus.lost-creates.json');
  });
  afterEach(() => scene.dispose());
  const creates = ({ lab }: Outcome): number => lab.writes().filter((write) => write === 'create a').length;

  it('is remembered, told, and adopted by the next run: nothing is created twice', async () => {
    const first = await scene.run('up', { settings: lost });
    expect(first.summary.exitCode).toBe(1);
    expect(notices(first)).toContain('the answer to the create of a was lost; the next run looks whether it took place');
    const asked: unknown[] = [];
    const next = await scene.run('up', { settings: lost, find: async (create) => (asked.push(create), found(create)) });
    expect(resultOf(next)).toMatchObject({ result: 'succeeded' });
    expect(notices(next)).toContain('a was created by the interrupted run and is adopted');
    expect(asked).toEqual([
      expect.objectContaining({ type: 'lab:index:Thing', recordedIds: [], written: { since: expect.any(String), until: expect.any(String) } }),
    ]);
    expect(creates(next)).toBe(1);
    expect(existsSync(memory)).toBe(false);
    expect(resultOf(await scene.run('up', { settings: lost })).changes).toEqual({ same: 2 });
  });

  it('is created where the cloud does not have it', async () => {
    await scene.run('up', { settings: { resources: { a: { value: '1', failWith: broken } } } });
    expect(existsSync(memory)).toBe(true);
    const next = await scene.run('up', { settings: { resources: { a: { value: '1' } } }, find: async () => ({ kind: 'absent' }) });
    expect(resultOf(next)).toMatchObject({ result: 'succeeded', changes: { create: 1 } });
    expect(existsSync(memory)).toBe(false);
  });

  it('stops the next run where nobody can tell, with a way to go on', async () => {
    await scene.run('up', { settings: lost });
    const next = await scene.run('up', { settings: lost, find: async () => ({ kind: 'unknown' }) });
    expect(next.summary.exitCode).toBe(1);
    expect(resultOf(next).error).toMatchObject({
      message: expect.stringContaining('a (created without an answer) may exist'),
      suggestion: expect.stringContaining(`then: rm ${memory}`),
    });
    expect(creates(next)).toBe(1);
    rmSync(next.lab.file('a'));
    rmSync(memory);
    expect(resultOf(await scene.run('up', { settings: { resources: { a: { value: '1' } } } }))).toMatchObject({ result: 'succeeded' });
  });

  it('is deleted by a destroy too', async () => {
    await scene.run('up', { settings: lost });
    const destroyed = await scene.run('destroy', { settings: lost, find: found });
    expect(resultOf(destroyed)).toMatchObject({ result: 'succeeded' });
    expect(destroyed.lab.ids()).toEqual([]);
  });

  it('takes the place of what it replaces', async () => {
    const value = (immutable: string, more: object = {}): object => ({ resources: { a: { immutable, ...more } } });
    await scene.run('up', { settings: value('1') });
    const replaced = await scene.run('up', { settings: value('2', { loseAnswer: broken }) });
    expect(replaced.summary.exitCode).toBe(1);
    const next = await scene.run('up', { settings: value('2', { loseAnswer: broken }), find: found });
    expect(resultOf(next)).toMatchObject({ result: 'succeeded' });
    expect(next.lab.writes()).toEqual(['creating a', 'create a', 'delete a', 'creating a', 'create a']);
  });
});

describe('on the local cloud', () => {
  afterAll(removePlaces);

  it('lost answers of Azure and of Databricks are adopted, secrets stay encrypted, and nothing is left to do', () => {
    const at = place();
    const fault = (kind: string): unknown => hx(at, ['cloud', 'fault', '--kind', kind, '--op', 'create', '--error', 'lost']);
    fault('azure-native:monitor:ActionGroup');
    fault('databricks:index/servicePrincipal:ServicePrincipal');
    expect([1, 2, 3].map(() => hx(at, upArguments).code)).toEqual([1, 1, 0]);
    const { recorded, held, pending } = comparison(at);
    expect(recorded.filter((line) => !held.includes(line))).toEqual([]);
    expect(held.filter((line) => /ActionGroup|ServicePrincipal/.test(line) && !recorded.includes(line))).toEqual([]);
    expect(pending).toBe(0);
    const state = readFileSync(join(at.home, '.hx/state/.pulumi/stacks/hiscox-etl/dev-eastus.json'), 'utf8');
    expect(state).not.toContain('[secret]');
    expect(state).not.toContain('.invalid/local-cloud');
    expect(JSON.parse(hx(at, upArguments).stdout.trim().split('\n').at(-1) ?? '{}')).toMatchObject({
      results: [{ changes: { same: expect.any(Number) } }, { changes: { same: expect.any(Number) } }],
    });
  });
});
