import { existsSync, readFileSync, readdirSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newScene, resultOf, target, type Scene } from '../support/engine/scene';

jest.setTimeout(120_000);

const one = { resources: { a: { value: '1' } } };

describe('an operation on the real engine', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = newScene();
  });
  afterEach(() => scene.dispose());

  it('previews a stack that does not exist without creating it', async () => {
    const outcome = await scene.run('preview', { settings: one });
    expect(outcome.summary.exitCode).toBe(0);
    expect(resultOf(outcome)).toMatchObject({ result: 'succeeded', changes: { create: 2 } });
    expect(outcome.lab.ids()).toEqual([]);
    expect(existsSync(join(scene.home, 'state/.pulumi/stacks'))).toBe(false);
    expect(existsSync(join(scene.home, 'ledger'))).toBe(false);
  });

  it('creates, then finds nothing to do and leaves the state byte for byte', async () => {
    const first = await scene.run('up', { settings: one });
    expect(resultOf(first)).toMatchObject({ result: 'succeeded', changes: { create: 2 } });
    const state = join(scene.home, 'state/.pulumi/stacks/lab/dev-eastus.json');
    const before = readFileSync(state, 'utf8');
    const second = await scene.run('up', { settings: one, confirm: () => Promise.reject(new Error('must not be asked')) });
    expect(second.summary.exitCode).toBe(0);
    expect(resultOf(second).changes).toEqual({ same: 2 });
    expect(readFileSync(state, 'utf8')).toBe(before);
    expect(second.lab.writes()).toEqual(['creating a', 'create a']);
  });

  it('shows a drifted property with both values, and up repairs it', async () => {
    const { lab } = await scene.run('up', { settings: one });
    writeFileSync(lab.file('a'), JSON.stringify({ name: 'a', value: 'drifted' }));
    const drift = await scene.run('drift');
    expect(drift.summary.exitCode).toBe(13);
    const change = { path: 'value', kind: 'update', before: '1', after: 'drifted' };
    expect(drift.events).toContainEqual(expect.objectContaining({ type: 'resource', operation: 'update', name: 'a', changes: [change] }));
    const refresh = await scene.run('refresh');
    expect(refresh.summary.exitCode).toBe(0);
    expect(refresh.events).toContainEqual(expect.objectContaining({ type: 'resource', status: 'succeeded', name: 'a', changes: [change] }));
    await scene.run('up', { settings: one });
    expect(lab.read('a')).toMatchObject({ value: '1' });
    expect((await scene.run('drift')).summary.exitCode).toBe(0);
  });

  it('writes nothing but the drift result when it looks for drift', async () => {
    const { lab } = await scene.run('up', { settings: one });
    const files = (): readonly string[] =>
      readdirSync(scene.home, { recursive: true })
        .map(String)
        .filter((name) => !/^(?:history|runs|pulumi)/.test(name));
    const before = files();
    const state = readFileSync(join(scene.home, 'state/.pulumi/stacks/lab/dev-eastus.json'), 'utf8');
    rmSync(lab.file('a'));
    const drift = await scene.run('drift');
    expect(resultOf(drift).changes).toMatchObject({ delete: 1 });
    expect(files()).toEqual(before);
    expect(readFileSync(join(scene.home, 'state/.pulumi/stacks/lab/dev-eastus.json'), 'utf8')).toBe(state);
  });

  it('passes upstream outputs on, previews again when they were unknown, and destroys in reverse order', async () => {
    const act = { settings: { ...one, value: 'from base' }, programs: ['base', 'dependent'] };
    const up = await scene.run('up', act);
    expect(up.summary.exitCode).toBe(0);
    expect(up.lab.read('dependent-dev-eastus')).toMatchObject({ value: 'from base' });
    const destroy = await scene.run('destroy', act);
    expect(destroy.summary.exitCode).toBe(0);
    expect(destroy.lab.writes().slice(-2)).toEqual(['delete dependent-dev-eastus', 'delete a']);
    expect(existsSync(join(scene.home, 'state/.pulumi/stacks/lab/dev-eastus.json'))).toBe(false);
    const again = await scene.run('up', act);
    expect(again.summary.exitCode).toBe(0);
  });

  it('refuses to destroy protected resources unless they are included, naming them', async () => {
    const settings = { resources: { a: { protect: true } } };
    await scene.run('up', { settings });
    const refused = await scene.run('destroy', { settings });
    expect(refused.summary.exitCode).toBe(2);
    expect(resultOf(refused).error).toMatchObject({ message: expect.stringContaining('protected: a'), suggestion: '--include-protected' });
    expect(refused.lab.ids()).toEqual(['a']);
    const included = await scene.run('destroy', { settings, request: { includeProtected: true } });
    expect(included.summary.exitCode).toBe(0);
    expect(included.lab.ids()).toEqual([]);
  });

  it('reports a refused resource in one sentence, keeps what was done, and skips the dependents', async () => {
    const outcome = await scene.run('up', {
      settings: { resources: { a: {}, b: { failWith: 'quota of 10 vaults is used up' } } },
      programs: ['base', 'dependent'],
    });
    expect(outcome.summary.exitCode).toBe(4);
    expect(resultOf(outcome)).toMatchObject({
      result: 'failed',
      error: { reason: 'resource', message: 'Thing b could not be created: quota of 10 vaults is used up', target: 'dev-eastus' },
    });
    expect(resultOf(outcome, 'dependent').result).toBe('skipped');
    expect(readFileSync(resultOf(outcome).error?.log ?? '', 'utf8')).toContain('quota of 10 vaults');
    const again = await scene.run('up', { settings: { resources: { a: {}, b: {} } }, programs: ['base', 'dependent'] });
    expect(again.summary.exitCode).toBe(0);
    expect(again.lab.writes().filter((write) => write === 'create a')).toHaveLength(1);
  });

  it('changes nothing and creates no stack when the confirmation is declined', async () => {
    const outcome = await scene.run('up', { settings: one, confirm: () => Promise.resolve('declined') });
    expect(outcome.summary.exitCode).toBe(8);
    expect(outcome.lab.ids()).toEqual([]);
    expect(existsSync(join(scene.home, 'state/.pulumi/stacks/lab/dev-eastus.json'))).toBe(false);
  });

  it('updates every target that can be updated when one fails, and reports them all', async () => {
    const bad = { resources: { x: { failWith: 'no capacity' } } };
    const targets = [
      target({ region: 'eastus', settings: { resources: { east: {} } } }),
      target({ region: 'westus2', settings: bad }),
      target({ region: 'northeurope', settings: { resources: { north: {} } } }),
    ];
    const outcome = await scene.run('up', { targets });
    expect(outcome.summary.results.map(({ target: name, result }) => `${name} ${result}`)).toEqual([
      'dev-eastus succeeded',
      'dev-westus2 failed',
      'dev-northeurope succeeded',
    ]);
    expect(outcome.lab.ids().toSorted()).toEqual(['east', 'north']);
  });

  it('lets no secret output into exports, events or logs in clear', async () => {
    const canary = ['canary', '3f9a77'].join('-');
    const outcome = await scene.run('up', { settings: { ...one, password: canary } });
    expect(outcome.summary.exitCode).toBe(0);
    const texts = readdirSync(scene.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(texts.length).toBeGreaterThan(10);
    expect([...texts, JSON.stringify(outcome.events)].filter((text) => text.includes(canary))).toEqual([]);
  });
});
