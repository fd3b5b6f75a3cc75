import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createOperationDeps,
  hxPaths,
  runOperation,
  targetStatus,
  type HxEvent,
  type OperationDeps,
  type OperationPorts,
  type OperationRequest,
  type OperationSummary,
  type Program,
  type Target,
} from '../../../automation';
import { fakeEngines, newScript, type FakeScript } from '../../support/fake-engine';
import { scriptedPack } from '../../support/policies';

const platform: Program = { name: 'platform', project: 'etl', module: '/platform', dependsOn: [], phase: 'infrastructure' };
const lakehouse: Program = { name: 'lakehouse', project: 'etl-lakehouse', module: '/lakehouse', dependsOn: ['platform'], phase: 'infrastructure' };
const target = (region: string): Target => ({ env: 'prod', region, name: `prod-${region}`, isPrimary: region === 'eastus', isProtected: true, settings: {} });

describe('what an operation finds of former ones', () => {
  let folder: string;
  let script: FakeScript;
  let events: HxEvent[];
  const paths = () => hxPaths('/project', join(folder, 'home'), join(folder, 'cache'));
  const deps = (): OperationDeps => ({
    ...createOperationDeps({ paths: paths(), engine: async () => ({ binary: '/pulumi', version: '3.259.0' }), environment: {} }),
    openEngine: fakeEngines(script),
  });
  const run = (
    kind: OperationRequest['kind'],
    of: Partial<OperationRequest> = {},
    ports: Partial<OperationPorts> = {},
    other: Partial<OperationDeps> = {},
  ): Promise<OperationSummary> =>
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
        startCloud: async () => ({ environment: {}, stop: async () => undefined }),
        startPolicies: async () => scriptedPack().session,
        cancelled: new AbortController().signal,
        ...ports,
      },
      { ...deps(), ...other },
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-operation-'));
    script = newScript();
    events = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('begins no stack anew whose state and ledger are gone while another record of hx, or the cloud, knows it', async () => {
    const { state, ledger, exports, history, checkpoints } = paths();
    let held = 0;
    const startCloud = async () => ({ environment: {}, stop: async () => undefined, holds: async () => held });
    const refusal = async (): Promise<string> => {
      script.actions.length = 0;
      const statuses = await targetStatus({ targets: [target('eastus')], programs: [platform], cloud: 'local' }, deps());
      for (const kind of ['preview', 'destroy', 'up'] as const)
        expect([kind, (await run(kind, { programs: [platform] }, { startCloud })).exitCode]).toEqual([kind, 7]);
      expect(script.actions).toEqual([]);
      const problem = statuses[0]?.stacks[0]?.problem?.message ?? 'none';
      return `${events.flatMap((event) => (event.type === 'summary' ? [event.results[0]?.error?.message] : [])).at(-1) ?? ''} (status: ${problem})`;
    };
    await run('up', { programs: [platform] });
    rmSync(state, { recursive: true });
    rmSync(ledger, { recursive: true });
    expect(await refusal()).toMatch(/are missing, but run \S+ exported 2 resources at .*status: the state and/);
    rmSync(exports, { recursive: true });
    expect(await refusal()).toMatch(/are missing, but run \S+, up of \S+, is in its history/);
    rmSync(history, { recursive: true });
    expect(await refusal()).toMatch(/are missing, but a copy of its state of \S+ holds 2 resources/);
    rmSync(checkpoints, { recursive: true });
    held = 3;
    expect(await refusal()).toMatch(/there is no state, but the cloud holds 3 resources .*status: none/);
    held = 0;
    expect((await run('up', { programs: [platform] }, { startCloud })).exitCode).toBe(0);
  });

  it('asks what the programs are given only when the leases are held: the run before may have changed it', async () => {
    const owners: (string | undefined)[] = [];
    const settingsOf = async () => {
      const [status] = await targetStatus({ targets: [target('eastus')], programs: [platform], cloud: 'local' }, deps());
      owners.push(status?.stacks[0]?.locks[0]?.owner.operation);
      return { fresh: true };
    };
    await run('up', { programs: [platform] }, { settingsOf });
    expect(owners).toEqual(['up']);
    expect(script.inputs.every(({ settings }) => settings['fresh'] === true)).toBe(true);
  });

  it('records a state that is up to date but was never recorded: the run before could not', async () => {
    await run('up', { programs: [platform] });
    rmSync(paths().ledger, { recursive: true });
    rmSync(paths().exports, { recursive: true });
    expect((await run('up')).exitCode).toBe(0);
    expect(script.inputs.at(-1)?.upstream).toEqual({ platform: { from: 'platform' } });
    expect(existsSync(join(paths().ledger, 'local/etl/prod-eastus.json'))).toBe(true);
  });

  it('begins nothing on a disk without room', async () => {
    const summary = await run('up', { programs: [platform] }, {}, { freeBytes: () => 1024 });
    expect(summary).toMatchObject({ exitCode: 1, results: [{ error: { message: expect.stringContaining('32 MB free') } }] });
    expect(script.actions).toEqual(['preview etl/prod-eastus']);
  });

  it('restores the version before a write that failed, where it is newer than the last copy', async () => {
    const file = join(paths().state, '.pulumi/stacks/etl/prod-eastus.json');
    await run('up', { programs: [platform] });
    script.resources = () => ({ a: 2 });
    script.fail = (action) => {
      if (!action.startsWith('up ')) return undefined;
      const newer = readFileSync(file, 'utf8').replace(/"time":"\d{4}/, '"time":"2999');
      writeFileSync(`${file}.bak`, newer);
      writeFileSync(file, newer.slice(0, 100));
      return { reason: 'failure', message: 'no space left on device' };
    };
    await run('up', { programs: [platform] });
    script.fail = () => undefined;
    const next = await run('up', { programs: [platform] });
    expect(next.results[0]?.error?.suggestion).toBe(`cp ${file}.bak ${file}`);
    writeFileSync(`${file}.bak`, '');
    expect((await run('up', { programs: [platform] })).results[0]?.error?.suggestion).toMatch(/^cp .*checkpoints/);
  });

  it('makes a stack anew after a destroy, even where the ledger of it is gone', async () => {
    await run('up', { programs: [platform] });
    await run('destroy', { programs: [platform] });
    rmSync(paths().ledger, { recursive: true });
    rmSync(paths().history, { recursive: true });
    expect((await run('up', { programs: [platform] })).exitCode).toBe(0);
  });
});
