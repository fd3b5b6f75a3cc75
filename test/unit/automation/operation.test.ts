import assert from 'node:assert';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createOperationDeps,
  hxPaths,
  readAudit,
  readOutputs,
  runOperation,
  targetStatus,
  HxError,
  type HxEvent,
  type OperationPorts,
  type OperationRequest,
  type OperationSummary,
  type Program,
  type Target,
} from '../../../automation';
import { fakeEngines, newScript, type FakeScript } from '../../support/fake-engine';
import { cleanReport, finding, scriptedPack } from '../../support/policies';

const platform: Program = { name: 'platform', project: 'etl', module: '/platform', dependsOn: [], phase: 'infrastructure' };
const lakehouse: Program = { name: 'lakehouse', project: 'etl-lakehouse', module: '/lakehouse', dependsOn: ['platform'], phase: 'infrastructure' };
const images: Program = { name: 'images', project: 'etl-images', module: '/images', dependsOn: ['platform'], phase: 'delivery' };
const target = (region: string): Target => ({
  env: 'prod',
  region,
  name: `prod-${region}`,
  isPrimary: region === 'eastus',
  isProtected: true,
  settings: {},
});

describe('an operation', () => {
  let folder: string;
  let script: FakeScript;
  let events: HxEvent[];
  let stops: number;
  const paths = () => hxPaths('/project', join(folder, 'home'), join(folder, 'cache'));
  const deps = () => ({
    ...createOperationDeps({
      paths: paths(),
      engine: async () => ({ binary: '/pulumi', version: '3.259.0' }),
      environment: { ARM_CLIENT_SECRET: 'canary-secret' },
    }),
    openEngine: fakeEngines(script),
  });
  const run = (kind: OperationRequest['kind'], of: Partial<OperationRequest> = {}, ports: Partial<OperationPorts> = {}): Promise<OperationSummary> =>
    runOperation(
      {
        kind,
        targets: [target('eastus')],
        programs: [platform, lakehouse],
        cloud: 'local',
        parallel: 4,
        waitLockMs: 0,
        includeProtected: false,
        dryRun: false,
        ...of,
      },
      {
        emit: (event) => void events.push(event),
        confirm: async () => 'approved',
        startCloud: async () => ({ environment: {}, stop: async () => void (stops += 1) }),
        startPolicies: async () => scriptedPack().session,
        cancelled: new AbortController().signal,
        ...ports,
      },
      deps(),
    );
  const results = (summary: OperationSummary): readonly string[] => summary.results.map(({ target: name, program, result }) => `${name}/${program} ${result}`);
  const isUnlocked = async (): Promise<boolean> => {
    const statuses = await targetStatus({ targets: [target('eastus'), target('westus2')], programs: [platform, lakehouse], cloud: 'local' }, deps());
    return statuses.every(({ stacks }) => stacks.every(({ locks }) => locks.length === 0));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-operation-'));
    script = newScript();
    events = [];
    stops = 0;
  });
  afterEach(async () => {
    // Whatever happened: no lease, no worker and no cloud is left behind, and the summary was the last word.
    const left = { isUnlocked: await isUnlocked(), open: script.open, last: events.at(-1)?.type };
    rmSync(folder, { recursive: true });
    assert.deepStrictEqual(left, { isUnlocked: true, open: 0, last: 'summary' });
  });

  it('previews all before it confirms once, then changes in dependency order with upstream outputs', async () => {
    const summary = await run(
      'up',
      {},
      { confirm: async (preview) => (script.actions.push(`confirm ${preview.hasChanges} ${preview.isDestructive}`), 'approved') },
    );
    expect(summary.exitCode).toBe(0);
    expect([...script.actions.slice(0, 2)].sort()).toEqual(['preview etl-lakehouse/prod-eastus', 'preview etl/prod-eastus']);
    expect(script.actions.slice(2)).toEqual([
      'confirm true false',
      'init etl/prod-eastus',
      'up etl/prod-eastus',
      'preview etl-lakehouse/prod-eastus',
      'init etl-lakehouse/prod-eastus',
      'up etl-lakehouse/prod-eastus',
    ]);
    expect(script.inputs.at(-1)?.upstream).toEqual({ platform: { from: 'platform' } });
    expect(stops).toBe(1);
    expect((await readOutputs(paths(), target('eastus'), [platform, lakehouse], 'local')).outputs).toEqual({ from: 'lakehouse' });
    expect(await readAudit(paths())).toHaveLength(2);
  });

  it('runs no update where the preview shows no change', async () => {
    await run('up');
    script.actions.length = 0;
    expect((await run('up')).exitCode).toBe(0);
    expect([...script.actions].sort()).toEqual(['preview etl-lakehouse/prod-eastus', 'preview etl/prod-eastus']);
  });

  it('stops a dependent whose second preview would destroy what was not confirmed', async () => {
    const urn = 'urn:pulumi:prod-eastus::etl-lakehouse::t:t:T::warehouse';
    script.planned = (unit, { upstream }) =>
      unit.program.name === 'lakehouse' && upstream['platform'] !== undefined
        ? [{ type: 'resource', status: 'planned', operation: 'replace', urn, resourceType: 't:t:T', name: 'warehouse' }]
        : [];
    const summary = await run('up');
    expect(summary.exitCode).toBe(7);
    expect(summary.results[1]?.error?.message).toContain('would also replace or delete warehouse');
    expect(script.actions).not.toContain('up etl-lakehouse/prod-eastus');
  });

  it('previews a dependent again when upstream outputs changed', async () => {
    await run('up');
    script.resources = (unit) => ({ a: unit.program.name === 'platform' ? 2 : 1 });
    script.outputs = () => ({ from: 'elsewhere' });
    script.actions.length = 0;
    expect((await run('up')).exitCode).toBe(0);
    expect(script.actions.filter((action) => action === 'preview etl-lakehouse/prod-eastus')).toHaveLength(2);
  });

  describe('with a program of a delivery', () => {
    const all = [platform, lakehouse, images];
    const stacks = async (): Promise<readonly string[]> => {
      const [status] = await targetStatus({ targets: [target('eastus')], programs: all, cloud: 'local' }, deps());
      return (status?.stacks ?? []).map(({ program, exists }) => `${program} ${exists}`);
    };

    it('runs it alone, with the exports of those that it depends on', async () => {
      await run('up');
      script.actions.length = 0;
      expect((await run('up', { programs: [images], upstream: all })).exitCode).toBe(0);
      expect(script.actions).toEqual(['preview etl-images/prod-eastus', 'init etl-images/prod-eastus', 'up etl-images/prod-eastus']);
      expect(script.inputs.at(-1)?.upstream).toEqual({ platform: { from: 'platform' } });
    });

    it('destroys it first, and speaks of it only where it is', async () => {
      await run('up');
      expect(await stacks()).toEqual(['platform true', 'lakehouse true']);
      expect(await readOutputs(paths(), target('eastus'), all, 'local')).toMatchObject({ missing: [] });
      expect(results(await run('destroy', { programs: all, dryRun: true }))).toEqual(['prod-eastus/platform succeeded', 'prod-eastus/lakehouse succeeded']);
      await run('up', { programs: [images], upstream: all });
      expect(await stacks()).toEqual(['platform true', 'lakehouse true', 'images true']);
      script.actions.length = 0;
      const destroy = await run('destroy', { programs: all });
      expect(results(destroy)).toEqual(['prod-eastus/platform succeeded', 'prod-eastus/lakehouse succeeded', 'prod-eastus/images succeeded']);
      const order = script.actions.filter((action) => action.startsWith('destroy '));
      expect(order.indexOf('destroy etl-images/prod-eastus')).toBeLessThan(order.indexOf('destroy etl/prod-eastus'));
      expect(await stacks()).toEqual(['platform false', 'lakehouse false']);
      expect(results(await run('destroy', { programs: all }))).toEqual(['prod-eastus/platform succeeded', 'prod-eastus/lakehouse succeeded']);
    });

    it('does not overlook one whose state is lost', async () => {
      await run('up');
      await run('up', { programs: [images], upstream: all });
      rmSync(join(paths().state, '.pulumi', 'stacks', 'etl-images', 'prod-eastus.json'));
      const destroy = await run('destroy', { programs: all });
      expect(destroy.exitCode).toBe(7);
      expect(destroy.results.find(({ program }) => program === 'images')?.result).toBe('failed');
      expect(script.actions).not.toContain('destroy etl/prod-eastus');
    });
  });

  const steps = ['preview etl/prod-eastus', 'preview etl-lakehouse/prod-eastus', 'init etl/prod-eastus', 'up etl/prod-eastus', 'up etl-lakehouse/prod-eastus'];
  it.each(steps)('gives every stack a result and releases everything when "%s" fails, and the next run succeeds', async (step) => {
    script.fail = (action) => (action === step ? { reason: 'resource', message: 'refused' } : undefined);
    const summary = await run('up', { targets: [target('eastus'), target('westus2')] });
    expect(summary.exitCode).toBe(4);
    expect(summary.results).toHaveLength(4);
    expect(summary.results.filter(({ result }) => result === 'failed')).toHaveLength(1);
    // Before any change one failure stops all; after that no target stops another.
    const other = step.startsWith('preview') ? 'skipped' : 'succeeded';
    expect(summary.results.filter(({ target: name }) => name === 'prod-westus2').map(({ result }) => result)).toEqual([other, other]);
    const changes = script.actions.filter((action) => action.startsWith('up') || action.startsWith('init'));
    expect(changes.length > 0).toBe(!step.startsWith('preview'));
    script.fail = () => undefined;
    expect((await run('up')).exitCode).toBe(0);
  });

  it('keeps the results of other targets when one fails, and skips its dependents', async () => {
    script.fail = (action) => (action === 'up etl/prod-westus2' ? { reason: 'resource', message: 'refused' } : undefined);
    const summary = await run('up', { targets: [target('eastus'), target('westus2')] });
    expect(results(summary)).toEqual([
      'prod-eastus/platform succeeded',
      'prod-eastus/lakehouse succeeded',
      'prod-westus2/platform failed',
      'prod-westus2/lakehouse skipped',
    ]);
  });

  it('destroys dependents first and leaves no stack, and finds nothing to do the second time', async () => {
    await run('up');
    script.actions.length = 0;
    expect((await run('destroy')).exitCode).toBe(0);
    expect(script.actions.filter((action) => !action.includes('preview'))).toEqual([
      'destroy etl-lakehouse/prod-eastus',
      'remove etl-lakehouse/prod-eastus',
      'destroy etl/prod-eastus',
      'remove etl/prod-eastus',
    ]);
    script.actions.length = 0;
    expect((await run('destroy')).exitCode).toBe(0);
    expect(script.actions).toEqual([]);
    expect((await run('refresh')).exitCode).toBe(6);
  });

  it.each(['preview', 'drift'] as const)('%s takes no lease and keeps no copy', async (kind) => {
    await run('up');
    const ledger = readFileSync(join(paths().ledger, 'local/etl/prod-eastus.json'), 'utf8');
    let isLeased = false;
    script.during = () => {
      isLeased ||= existsSync(join(paths().leases, 'etl/prod-eastus/2.json'));
    };
    expect((await run(kind)).exitCode).toBe(0);
    expect(isLeased).toBe(false);
    expect(readFileSync(join(paths().ledger, 'local/etl/prod-eastus.json'), 'utf8')).toBe(ledger);
  });

  it('looks for drift alone in a dry refresh', async () => {
    await run('up');
    script.actions.length = 0;
    expect((await run('refresh', { dryRun: true })).exitCode).toBe(0);
    expect([...script.actions].sort()).toEqual(['drift etl-lakehouse/prod-eastus', 'drift etl/prod-eastus']);
  });

  it.each([
    ['declined', async () => 'declined' as const, 8],
    ['refused for want of a terminal', async () => Promise.reject(new HxError('usage', 'no terminal and no --yes')), 2],
  ])('changes nothing when the confirmation is %s', async (_name, confirm, exitCode) => {
    expect((await run('up', {}, { confirm })).exitCode).toBe(exitCode);
    expect(script.actions.filter((action) => !action.startsWith('preview'))).toEqual([]);
  });

  it('stops at a cancel: what runs is cancelled, what waits never starts, and exit code 8', async () => {
    const cancel = new AbortController();
    script.during = (action) => void (action === 'up etl/prod-eastus' && cancel.abort());
    const summary = await run('up', { targets: [target('eastus'), target('westus2')], parallel: 1 }, { cancelled: cancel.signal });
    expect(summary.exitCode).toBe(8);
    expect(results(summary)).toEqual([
      'prod-eastus/platform cancelled',
      'prod-eastus/lakehouse skipped',
      'prod-westus2/platform cancelled',
      'prod-westus2/lakehouse skipped',
    ]);
  });

  it('says of a cancelled preview that nothing was changed', async () => {
    const cancel = new AbortController();
    script.during = (action) => void (action === 'preview etl/prod-eastus' && cancel.abort());
    const summary = await run('up', {}, { cancelled: cancel.signal });
    expect(summary.exitCode).toBe(8);
    expect(summary.results[0]?.error?.message).toBe('cancelled in the preview; nothing of this stack was changed');
  });

  it('destroys nothing protected unasked, and a dry run shows what would go and what is protected', async () => {
    script.protects = ['a'];
    await run('up');
    const refused = await run('destroy');
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.results[0]?.error).toMatchObject({ suggestion: '--include-protected' });
    script.actions.length = 0;
    const dry = await run('destroy', { dryRun: true });
    expect(dry).toMatchObject({ exitCode: 0, results: [{ changes: { delete: 1 } }, { changes: { delete: 1 } }] });
    expect(script.actions.every((action) => action.startsWith('destroy-preview'))).toBe(true);
    expect(events).toContainEqual(expect.objectContaining({ message: expect.stringContaining('1 resource is protected: a') }));
  });

  it('reports a cloud that does not start, for every stack', async () => {
    const summary = await run('up', {}, { startCloud: async () => Promise.reject(new HxError('failure', 'port 1 is in use')) });
    expect(summary.exitCode).toBe(1);
    expect(summary.results.map(({ error }) => error?.message)).toEqual(['port 1 is in use', 'port 1 is in use']);
  });

  it('reports a state that the engine left broken, and refuses it the next time', async () => {
    const file = join(paths().state, '.pulumi/stacks/etl/prod-eastus.json');
    await run('up');
    script.resources = () => ({ a: 2 });
    script.fail = (action) => {
      if (action !== 'up etl/prod-eastus') return undefined;
      writeFileSync(file, '');
      return { reason: 'failure', message: 'no space left on device' };
    };
    expect((await run('up')).exitCode).toBe(1);
    script.fail = () => undefined;
    const next = await run('up');
    expect(next.exitCode).toBe(7);
    expect(next.results[0]?.error?.suggestion).toMatch(/^cp .*checkpoints.*0000.*\.json /);
  });

  it('lets no secret of the environment out', async () => {
    script.fail = () => ({ reason: 'resource', message: 'wrong password canary-secret' });
    await run('up');
    expect(JSON.stringify(events)).not.toContain('canary-secret');
    expect(JSON.stringify(events)).toContain('wrong password [secret]');
  });

  it('refuses a ledger of a newer hx without touching anything', async () => {
    await run('up');
    const file = join(paths().ledger, 'local/etl/prod-eastus.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version":1', '"version":2'));
    script.actions.length = 0;
    const summary = await run('up');
    expect(summary.results[0]?.error?.message).toContain('format version 2');
    expect(script.actions).toEqual([]);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version":2', '"version":1'));
  });

  describe('under policies', () => {
    const violated = { ...cleanReport, counts: { ...cleanReport.counts, failed: 1 }, findings: [finding()] };
    const under = (report: Parameters<typeof scriptedPack>[0], kind: OperationRequest['kind'] = 'up'): Promise<OperationSummary> =>
      run(kind, {}, { startPolicies: async () => scriptedPack(report).session });
    const wrote = (): readonly string[] => script.actions.filter((action) => /^(init|up) /.test(action));

    it('stops before any change where a mandatory one is violated, and tells which', async () => {
      const summary = await under(() => violated);
      expect(summary.exitCode).toBe(5);
      expect(wrote()).toEqual([]);
      expect(summary.results[0]?.error).toMatchObject({ reason: 'policy', message: expect.stringContaining('storage-https-only is violated by lake') });
      expect(events.flatMap((event) => (event.type === 'policy-violation' ? [event.policy] : []))).toContain('storage-https-only');
    });

    it.each([
      ['broke', new HxError('policy', 'the pack died')],
      ['has no policy', { ...cleanReport, policies: 0 }],
      ['was not asked about the stack as a whole', { ...cleanReport, isComplete: false }],
    ])('stops before any change where the pack %s', async (_, report) => {
      const summary = await under(() => report);
      expect(summary.exitCode).toBe(5);
      expect(wrote()).toEqual([]);
    });

    it('stops before any change where no pack can be had', async () => {
      const summary = await run('up', {}, { startPolicies: async () => Promise.reject(new HxError('policy', 'no pack')) });
      expect(summary.exitCode).toBe(5);
      expect(wrote()).toEqual([]);
    });

    it('goes on where a violation is advisory or exempt, and audits every exemption', async () => {
      const exemption = { justification: 'until the partner has moved', owner: 'a@example.com', expires: '2027-03-01' };
      const report = { ...cleanReport, findings: [finding({ isBlocking: false, level: 'advisory' }), finding({ isBlocking: false, exemption })] };
      const summary = await under(() => report);
      expect(summary.exitCode).toBe(0);
      expect((await readAudit(paths())).map(({ entry }) => entry['exemptions'])).toContainEqual([
        { policy: 'storage-https-only', urn: finding().urn, ...exemption },
      ]);
    });

    it('leaves open what a program without its upstream cannot know, and judges it again before it is changed', async () => {
      const pack = scriptedPack();
      await run('up', {}, { startPolicies: async () => pack.session });
      expect(pack.attached.toSorted()).toEqual(['prod-eastus', 'prod-eastus', 'prod-eastus', 'prod-eastus', 'prod-eastus open']);
    });

    it('judges neither a destroy nor a refresh', async () => {
      const pack = scriptedPack(() => new HxError('policy', 'asked for nothing'));
      await run('up');
      expect((await run('refresh', {}, { startPolicies: async () => pack.session })).exitCode).toBe(0);
      expect((await run('destroy', { includeProtected: true }, { startPolicies: async () => pack.session })).exitCode).toBe(0);
      expect(pack.attached).toEqual([]);
    });
  });
});
