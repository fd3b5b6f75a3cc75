import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HxError, readAudit, type HxErrorDetails } from '../../../automation';
import { deliveries } from '../../../automation/deliver/journal';
import { readSlotRecord, type DeliveryEvent, type StepName, type StepState } from '../../../automation/deliver';
import { needs } from '../../../automation/deliver/graph';
import { changedFiles, digestsOf, loadIdOf } from '../../../automation/deliver/landing-files';
import { stepNames, type DeliverySummary } from '../../../automation/delivery';
import { exitCodes, type ExitReason } from '../../../automation/exit-codes';
import { canary, newDeliveryScene, target, type DeliveryScene } from '../../support/delivery';

let scene: DeliveryScene;
beforeEach(() => {
  scene = newDeliveryScene();
});
afterEach(() => scene.dispose());

const states = (summary: DeliverySummary): Readonly<Record<string, StepState>> =>
  Object.fromEntries(summary.results.flatMap(({ steps }) => steps.map(({ step, state }) => [step, state])));
const fails =
  (reason: Exclude<ExitReason, 'ok'>, message = 'it broke', details: HxErrorDetails = {}) =>
  async (): Promise<never> => {
    throw new HxError(reason, message, details);
  };
/** Everything that waits for a step, however far. */
const dependentsOf = (name: StepName): ReadonlySet<StepName> => {
  const found = new Set<StepName>();
  for (const one of stepNames) if (needs[one].some((need) => need === name || found.has(need))) found.add(one);
  return found;
};

describe('a delivery', () => {
  test('runs every step once, each after those it needs, and records the live slot', async () => {
    const summary = await scene.deliver();
    expect(summary.exitCode).toBe(0);
    expect(scene.begun.toSorted()).toEqual(stepNames.toSorted());
    for (const name of stepNames) for (const need of needs[name]) expect(scene.begun.indexOf(need)).toBeLessThan(scene.begun.indexOf(name));
    expect(summary.results).toMatchObject([{ target: 'dev-eastus', result: 'succeeded', slot: 'green', live: 'green', isDirty: false }]);
    expect(await readSlotRecord(scene.paths, 'local', 'dev-eastus')).toMatchObject({ live: 'green', sha: summary.results[0]?.sha });
    expect((await readAudit(scene.paths)).map(({ entry }) => entry)).toMatchObject([{ operation: 'deploy', result: 'succeeded', live: 'green' }]);
  });

  test('runs steps that do not need each other side by side', async () => {
    let release = (): void => undefined;
    const imagesBegan = new Promise<void>((resolve) => (release = resolve));
    // Ends only if landing runs while images is at work.
    const summary = await scene.deliver(
      {},
      {
        images: async () => {
          release();
          return undefined;
        },
        landing: async () => {
          await imagesBegan;
          return undefined;
        },
      },
    );
    expect(summary.exitCode).toBe(0);
  });

  test.each(stepNames.map((name) => [name] as const))('that fails at %s runs nothing that needs it, shows readers nothing new, and resumes', async (name) => {
    const summary = await scene.deliver({}, { [name]: fails('quality', 'below the threshold') });
    expect(summary.exitCode).toBe(exitCodes.quality);
    const after = states(summary);
    const blocked = dependentsOf(name);
    expect(after).toEqual(Object.fromEntries(stepNames.map((one) => [one, one === name ? 'failed' : blocked.has(one) ? 'skipped' : 'succeeded'])));
    expect(await readSlotRecord(scene.paths, 'local', 'dev-eastus')).toBeUndefined();

    const resumed = await scene.deliver({ resume: true });
    expect(resumed.exitCode).toBe(0);
    expect(scene.begun.toSorted()).toEqual([name, ...blocked].toSorted());
    expect((await deliveries(scene.paths, 'local', 'dev-eastus')).map(({ result }) => result)).toEqual(['succeeded']);
  });

  test('resumes what a kill left: a step that was running is run again', async () => {
    await scene.deliver({}, { ingest: fails('resource') });
    const file = join(scene.paths.deliveries, 'local', 'dev-eastus', (await deliveries(scene.paths, 'local', 'dev-eastus'))[0]?.runId ?? '', 'delivery.json');
    const record = JSON.parse(readFileSync(file, 'utf8'));
    delete record.result;
    record.steps.ingest = { step: 'ingest', state: 'running', attempts: 1, durationMs: 0 };
    execFileSync('tee', [file], { input: JSON.stringify(record), stdio: ['pipe', 'ignore', 'inherit'] });
    const resumed = await scene.deliver({ resume: true });
    expect(resumed.exitCode).toBe(0);
    expect(scene.begun).toEqual(expect.arrayContaining(['ingest', 'transform', 'tests', 'quality', 'switch']));
    expect(scene.begun).not.toContain('images');
    expect(resumed.results[0]?.steps.find(({ step }) => step === 'ingest')).toMatchObject({ attempts: 2 });
  });

  test('does not resume over other sources, and says which', async () => {
    await scene.deliver({}, { tests: fails('quality') });
    scene.commit('app/model.sql', 'select 2');
    const resumed = await scene.deliver({ resume: true });
    expect(resumed.exitCode).toBe(exitCodes.expectation);
    expect(scene.begun).toEqual([]);
    expect(resumed.results[0]?.error?.message).toMatch(/is of [0-9a-f]{12}, and the sources are now [0-9a-f]{12}/);
  });

  test('with nothing to resume runs nothing: what has ended well is left alone, and what never was is refused', async () => {
    const never = await scene.deliver({ resume: true });
    expect(never.results[0]?.error).toMatchObject({ reason: 'usage', message: expect.stringContaining('no delivery to dev-eastus that could be resumed') });
    await scene.deliver();
    const again = await scene.deliver({ resume: true });
    expect([again.exitCode, scene.begun]).toEqual([0, []]);
    expect(scene.events).toContainEqual(expect.objectContaining({ type: 'notice', message: expect.stringContaining('nothing was left unfinished') }));
  });

  test('resumes over files that were corrected: they, and all that was made of them, are taken anew', async () => {
    const folder = join(scene.root, 'landing');
    mkdirSync(folder);
    writeFileSync(join(folder, 'claims.csv'), 'wrong');
    const landing = async (): Promise<{ output: object }> => ({
      output: { folder, isSample: false, runId: 'r', files: await digestsOf(folder, new AbortController().signal) },
    });
    await scene.deliver({}, { landing, quality: fails('quality') });
    await scene.deliver({ resume: true }, { landing, quality: fails('quality') });
    expect(scene.begun).toEqual(['quality']);
    writeFileSync(join(folder, 'claims.csv'), 'right');
    expect((await scene.deliver({ resume: true }, { landing })).exitCode).toBe(0);
    expect(scene.begun).toEqual(expect.arrayContaining(['landing', 'slot', 'copy', 'ingest', 'transform', 'tests', 'quality', 'switch']));
    expect(scene.begun).not.toContain('images');
    expect(scene.events).toContainEqual(expect.objectContaining({ type: 'notice', message: expect.stringContaining('claims.csv of') }));
  });

  test('is not hindered by a damaged record of an earlier one', async () => {
    const first = await scene.deliver();
    for (const text of ['{"ver', '{"version":1}']) {
      writeFileSync(join(first.results[0]?.folder ?? '', 'delivery.json'), text);
      expect((await scene.deliver()).exitCode).toBe(0);
    }
  });

  test('with only some steps asks anew which slot is idle, once the last one went live', async () => {
    await scene.deliver();
    const summary = await scene.deliver({ only: ['ingest'] });
    expect(summary.results[0]?.error).toMatchObject({ reason: 'usage', message: expect.stringContaining('--only ingest needs the result of copy') });
  });

  test('switches later what was left out of it before', async () => {
    await scene.deliver({ skip: ['images', 'scan', 'switch'] });
    const summary = await scene.deliver({ only: ['switch'] });
    expect([summary.exitCode, scene.begun]).toEqual([0, ['switch']]);
  });

  test('of what is live already runs nothing behind the slot, and says why', async () => {
    const current = 'green has been live with this commit since today';
    const summary = await scene.deliver({}, { slot: async () => ({ state: 'unchanged', output: { live: 'green', idle: 'blue', current } }) });
    expect(summary.exitCode).toBe(0);
    expect(scene.begun.toSorted()).toEqual(['exports', 'images', 'landing', 'scan', 'slot']);
    expect(summary.results[0]?.steps.filter(({ message }) => message === current).map(({ step }) => step)).toEqual([
      'profiles',
      'package',
      'copy',
      'ingest',
      'transform',
      'tests',
      'quality',
      'switch',
    ]);
    expect(summary.results[0]).toMatchObject({ live: 'green', result: 'succeeded' });
  });

  test('tries an idempotent step once more when the warehouse failed, no other and for no other reason', async () => {
    let tries = 0;
    const once = await scene.deliver({}, { ingest: async () => (++tries === 1 ? fails('resource')() : undefined) });
    expect([once.exitCode, tries]).toEqual([0, 2]);
    tries = 0;
    const always = await scene.deliver({}, { ingest: async () => ((tries += 1), fails('resource')()) });
    expect([always.exitCode, tries]).toEqual([exitCodes.resource, 2]);
    tries = 0;
    await scene.deliver({}, { tests: async () => ((tries += 1), fails('resource')()) });
    expect(tries).toBe(1);
    tries = 0;
    await scene.deliver({}, { ingest: async () => ((tries += 1), fails('usage')()) });
    expect(tries).toBe(1);
  });

  test('ends a step that outlives its time, with exit code 9', async () => {
    const hang = ({ signal }: { readonly signal: AbortSignal }): Promise<never> =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));
    const summary = await scene.deliver({ timeoutMs: 1000 }, { transform: hang });
    expect(summary.exitCode).toBe(exitCodes.timeout);
    expect(summary.results[0]?.error?.message).toContain('transform did not end');
  });

  test('stops at a cancel: exit code 8, the running step ends, no other begins, and it can be resumed', async () => {
    const stop = new AbortController();
    const summary = await scene.deliver(
      {},
      {
        copy: async ({ signal }) => {
          stop.abort();
          signal.throwIfAborted();
          return undefined;
        },
      },
      { cancelled: stop.signal },
    );
    expect(summary.exitCode).toBe(exitCodes.cancelled);
    expect(scene.begun).not.toContain('ingest');
    expect((await scene.deliver({ resume: true })).exitCode).toBe(0);
  });

  test('refuses while another delivery holds the target, and waits where asked', async () => {
    let inside: Promise<DeliverySummary> | undefined;
    const outer = await scene.deliver(
      {},
      {
        slot: async () => {
          inside = otherProcess(scene);
          await inside;
          return undefined;
        },
      },
    );
    expect(outer.exitCode).toBe(0);
    expect((await inside)?.exitCode).toBe(exitCodes.locked);
  });

  test('keeps secrets out of events, records and logs', async () => {
    const summary = await scene.deliver(
      {},
      {
        transform: async ({ tell, note }) => {
          tell(`connecting with ${canary}`);
          note(`password=${canary}`);
          return { message: `used ${canary}`, warnings: [canary], output: { state: canary } };
        },
        quality: fails('quality', `${canary} is wrong`, { suggestion: canary }),
      },
    );
    const folder = summary.results[0]?.folder ?? '';
    const written = [
      JSON.stringify(scene.events),
      readFileSync(join(folder, 'delivery.json'), 'utf8'),
      ...readdirSync(join(folder, 'logs')).map((name) => readFileSync(join(folder, 'logs', name), 'utf8')),
    ];
    expect(written.join('\n')).not.toContain(canary);
    expect(written.join('\n')).toContain('connecting with [secret]');
  });

  test('to several targets keeps what one delivers when another fails', async () => {
    const summary = await scene.deliver(
      { targets: [target('dev'), target('staging')] },
      { quality: async ({ target: { env } }) => (env === 'staging' ? fails('quality')() : undefined) },
    );
    expect(summary.results.map(({ target: name, result, live }) => [name, result, live])).toEqual([
      ['dev-eastus', 'succeeded', 'green'],
      ['staging-eastus', 'failed', 'blue'],
    ]);
    expect(summary.exitCode).toBe(exitCodes.quality);
  });
});

/** The same target, asked for while the first delivery is at work. The scene's lists are the first one's. */
async function otherProcess({ paths, root }: DeliveryScene): Promise<DeliverySummary> {
  const { runDelivery } = await import('../../../automation/deliver');
  const { createOperationDeps } = await import('../../../automation');
  const deps = createOperationDeps({ paths, engine: () => Promise.reject(new Error('no engine')), environment: process.env });
  const request = {
    targets: [target('dev')],
    cloud: 'local',
    parallel: 1,
    waitLockMs: 0,
    only: [],
    skip: [],
    resume: false,
    dryRun: false,
    again: false,
  } as const;
  expect(existsSync(root)).toBe(true);
  return runDelivery(request, { emit: () => undefined, services: {} as never, cancelled: new AbortController().signal }, deps, []);
}

describe('a choice of steps', () => {
  const only = (...names: readonly StepName[]): { readonly only: readonly StepName[] } => ({ only: names });

  test('--only runs these alone, with what the last delivery left', async () => {
    await scene.deliver({}, { quality: fails('quality') });
    const summary = await scene.deliver(only('quality', 'switch'));
    expect(scene.begun).toEqual(['quality', 'switch']);
    expect(summary.results[0]).toMatchObject({ result: 'succeeded', live: 'green' });
  });

  test('--only shows readers no slot whose gate has failed', async () => {
    await scene.deliver({}, { quality: fails('quality') });
    const summary = await scene.deliver(only('switch'));
    expect(summary.exitCode).toBe(exitCodes.usage);
    expect(summary.results[0]?.error).toMatchObject({ message: expect.stringContaining('needs the result of quality') });
    expect(scene.begun).toEqual([]);
  });

  test('--only forgets what was made from results that it makes anew', async () => {
    await scene.deliver();
    await scene.deliver(only('ingest'));
    const summary = await scene.deliver(only('switch'));
    expect(summary.exitCode).toBe(exitCodes.usage);
    expect(summary.results[0]?.error?.message).toMatch(/needs the result of (tests|quality)/);
  });

  test('--only before any delivery says which steps would do', async () => {
    const summary = await scene.deliver(only('quality'));
    expect(summary.results[0]?.error).toMatchObject({ reason: 'usage', suggestion: expect.stringContaining('--only exports,landing,slot') });
  });

  test('--skip images leaves out the scan of nothing, and the record says so', async () => {
    const summary = await scene.deliver(
      { skip: ['images'] },
      { scan: async ({ find }) => (find('images') === undefined ? { state: 'skipped', message: 'no images' } : undefined) },
    );
    expect(summary.exitCode).toBe(0);
    expect(states(summary)).toMatchObject({ images: 'skipped', scan: 'skipped', switch: 'succeeded' });
    expect((await deliveries(scene.paths, 'local', 'dev-eastus'))[0]?.skip).toEqual(['images']);
    expect((await readAudit(scene.paths))[0]?.entry).toMatchObject({ skipped: ['images'] });
  });

  test.each([
    [{ skip: ['copy'] as const }, "copy can't be skipped"],
    [{ skip: ['quality'] as const, only: ['quality'] as const }, '--only and --skip both name quality'],
    [{ skip: ['quality'] as const, targets: [target('prod')] }, 'in prod readers are not switched to a slot that quality has not passed'],
    [{ skip: ['scan'] as const, targets: [target('staging')] }, 'in staging readers are not switched to a slot that scan has not passed'],
    [{ resume: true, skip: ['images'] as const }, '--resume goes on with what was asked for then'],
  ])('that can not be honoured is refused before anything is written: %j', async (request, message) => {
    await expect(scene.deliver(request)).rejects.toMatchObject({
      reason: 'usage',
      message: expect.stringContaining(message),
      suggestion: expect.stringMatching(/\S/),
    });
    expect(existsSync(scene.paths.home)).toBe(false);
  });

  test('--dry-run lists every step with its values, and writes nothing', async () => {
    const summary = await scene.deliver({ dryRun: true, skip: ['images'] });
    const planned = scene.events.filter((event): event is Extract<DeliveryEvent, { type: 'step-planned' }> => event.type === 'step-planned');
    expect(planned.map(({ step }) => step)).toEqual(stepNames.filter((name) => name !== 'images'));
    expect(planned[0]).toMatchObject({ does: 'do exports', values: { name: 'exports' }, timeoutMs: 60_000 });
    expect([summary.exitCode, scene.begun, existsSync(scene.paths.home)]).toEqual([0, [], false]);
  });
});

describe('the source of a delivery', () => {
  test('is dirty by a new or changed file of app/ alone, and its digest tells the content', async () => {
    const clean = await scene.deliver();
    execFileSync('sh', ['-c', 'echo x > README'], { cwd: scene.root });
    const outside = await scene.deliver();
    execFileSync('sh', ['-c', 'echo "select 3" > app/new.sql'], { cwd: scene.root });
    const dirty = await scene.deliver();
    expect([clean, outside, dirty].map(({ results }) => results[0]?.isDirty)).toEqual([false, false, true]);
    const [third, second, first] = await deliveries(scene.paths, 'local', 'dev-eastus');
    expect(second?.source.appDigest).toBe(first?.source.appDigest);
    expect(third?.source.appDigest).not.toBe(second?.source.appDigest);
  });

  test('outside of a git work tree is refused in a sentence', async () => {
    execFileSync('rm', ['-rf', join(scene.root, '.git')]);
    await expect(scene.deliver()).rejects.toMatchObject({
      reason: 'failure',
      message: expect.stringContaining('git'),
      suggestion: expect.stringContaining('git checkout'),
    });
  });
});

describe('the files of a delivery', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-landing-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const read = (): ReturnType<typeof digestsOf> => digestsOf(folder, new AbortController().signal);

  test('name the load by their content, wherever and whenever they are read', async () => {
    writeFileSync(join(folder, 'b.csv'), 'two');
    writeFileSync(join(folder, 'a.csv'), 'one');
    writeFileSync(join(folder, '.hidden'), 'x');
    const first = await read();
    expect(Object.keys(first)).toEqual(['a.csv', 'b.csv']);
    expect(loadIdOf(await read())).toBe(loadIdOf(first));
    writeFileSync(join(folder, 'a.csv'), 'three');
    rmSync(join(folder, 'b.csv'));
    expect(changedFiles(first, await read())).toEqual(['a.csv', 'b.csv']);
    expect(loadIdOf(await read())).not.toBe(loadIdOf(first));
  });

  test.each([
    ['a pipe, which would never end', () => execFileSync('mkfifo', [join(folder, 'claims.csv')]), 'claims.csv is no plain file'],
    ['a link that leads nowhere', () => symlinkSync('/nonexistent', join(folder, 'claims.csv')), 'claims.csv leads nowhere'],
    ['a link to a folder', () => symlinkSync('/tmp', join(folder, 'claims.csv')), 'claims.csv is a folder'],
    ['a folder', () => mkdirSync(join(folder, 'claims.csv')), 'claims.csv is a folder'],
    ['nothing', () => undefined, 'holds no file to load'],
  ])('are refused where one is %s', async (_what, make, message) => {
    make();
    await expect(read()).rejects.toMatchObject({ reason: 'usage', message: expect.stringContaining(message), suggestion: expect.stringMatching(/\S/) });
  });
});
