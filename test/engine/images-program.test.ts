import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HxEvent } from '../../automation';
import { manifestDigest } from '../../localcloud/docker/manifests';
import { describeWithDaemon, type Daemon } from '../support/docker/daemon';
import { localcloud, newImageScene, server, sha, type ImageRun, type ImageScene } from '../support/docker/image-scene';

jest.setTimeout(180_000);

const of = <Type extends HxEvent['type']>({ events }: ImageRun, type: Type): readonly Extract<HxEvent, { type: Type }>[] =>
  events.filter((event): event is Extract<HxEvent, { type: Type }> => event.type === type);
const said = (run: ImageRun): readonly string[] => of(run, 'diagnostic').map(({ message }) => message);
const buildsIn = (run: ImageRun): number => said(run).filter((line) => line === 'Building the image').length;
const errorOf = ({ summary }: ImageRun): string => summary.results[0]?.error?.message ?? '';

/** Digest of a tag in the registry as it lies on the disk now. */
async function digestIn(scene: ImageScene, daemon: Daemon, repository: string, tag: string): Promise<string | undefined> {
  const session = await localcloud.startRegistry({ folder: scene.cloud, binary: daemon.registry });
  try {
    return await manifestDigest(session, `acrlab001/${repository}`, tag);
  } finally {
    await session.stop();
  }
}

describeWithDaemon('the images program on the local cloud', (daemon) => {
  let scene: ImageScene;
  beforeEach(() => {
    scene = newImageScene(daemon);
  });
  afterEach(() => scene.dispose());
  afterAll(() => {
    // The daemon is not the test's own, and keeps what was built under its name.
    const images = execFileSync('docker', ['images', '--quiet', '--filter', `reference=${server}/*`], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);
    if (images.length > 0) execFileSync('docker', ['image', 'rm', '--force', ...new Set(images)], { stdio: 'ignore' });
  });

  it('builds and pushes both images, shows the steps, and puts out digests that the registry holds', async () => {
    const preview = await scene.run('preview', { images: scene.images('one') });
    expect([preview.summary.exitCode, buildsIn(preview)]).toEqual([0, 0]);
    const up = await scene.run('up', { images: scene.images('one') });
    expect([up.summary.exitCode, errorOf(up)]).toEqual([0, '']);
    expect(buildsIn(up)).toBe(2);
    const steps = said(up).filter((line) => line.startsWith('Step '));
    expect(steps.filter((line) => line.endsWith('COPY text /text'))).toHaveLength(2);
    const ofOne = of(up, 'diagnostic').filter(({ urn }) => urn?.endsWith('etl-ingestion'));
    expect(ofOne.map(({ message }) => message).filter((line) => /^Step|^(Building|Pushing) the|^Pushed/.test(line))).toEqual([
      'Building the image',
      'Step 1/4 : FROM scratch',
      'Step 2/4 : ARG NOTE',
      'Step 3/4 : LABEL note=$NOTE',
      'Step 4/4 : COPY text /text',
      'Pushing the image to the registry',
      `Pushed ${String(up.outputs['ingestionImage'])}`,
    ]);
    expect(Object.keys(up.outputs).sort()).toEqual(['imagesSha', 'imagesTag', 'ingestionImage', 'transformationImage']);
    expect(up.outputs).toMatchObject({ imagesSha: sha, imagesTag: 'one' });
    for (const [output, repository] of [
      ['ingestionImage', 'etl-ingestion'],
      ['transformationImage', 'etl-transformation'],
    ] as const)
      expect(up.outputs[output]).toBe(`${server}/${repository}@${await digestIn(scene, daemon(), repository, 'one')}`);
  });

  it('is judged by the policies without a finding', async () => {
    const up = await scene.run('up', { images: scene.images('one') });
    expect(of(up, 'policy-violation')).toEqual([]);
    expect(of(up, 'policy-report').length).toBeGreaterThan(0);
    expect(of(up, 'diagnostic').filter(({ severity }) => severity === 'warning' || severity === 'error')).toEqual([]);
  });

  it('builds nothing a second time, also where the same context lies elsewhere, and builds in place what differs', async () => {
    const first = await scene.run('up', { images: scene.images('one') });
    const images = scene.images('one');
    const again = await scene.run('up', { images });
    expect([buildsIn(again), again.summary.results[0]?.changes]).toEqual([0, expect.not.objectContaining({ create: expect.anything() })]);
    const moved = JSON.parse(JSON.stringify(images).replaceAll('/contexts/', '/contexts/../contexts/')) as object;
    expect(buildsIn(await scene.run('up', { images: moved }))).toBe(0);
    const changed = await scene.run('up', { images: scene.images('two') });
    expect([buildsIn(changed), changed.summary.results[0]?.changes]).toEqual([2, expect.objectContaining({ update: 2 })]);
    expect(changed.outputs['ingestionImage']).not.toBe(first.outputs['ingestionImage']);
    // The former image stays: a rollback needs it.
    expect(`${server}/etl-ingestion@${await digestIn(scene, daemon(), 'etl-ingestion', 'one')}`).toBe(first.outputs['ingestionImage']);
  });

  it('only looks at an image that was promoted, and refuses one of another digest', async () => {
    const up = await scene.run('up', { images: scene.images('one') });
    const digestOf = (output: string): string => String(up.outputs[output]).split('@')[1] ?? '';
    const promoted = (ingestion: string): object => ({
      tag: 'one',
      sha,
      images: { 'etl-ingestion': { promoted: { digest: ingestion } }, 'etl-transformation': { promoted: { digest: digestOf('transformationImage') } } },
    });
    const wrong = await scene.run('up', { images: promoted(`sha256:${'0'.repeat(64)}`) });
    expect(wrong.summary.exitCode).not.toBe(0);
    expect(errorOf(wrong)).toContain('not the promoted sha256:000');
    const right = await scene.run('up', { images: promoted(digestOf('ingestionImage')) });
    expect([right.summary.exitCode, errorOf(right), buildsIn(right)]).toEqual([0, '', 0]);
    expect(right.outputs).toMatchObject({ ingestionImage: up.outputs['ingestionImage'], transformationImage: up.outputs['transformationImage'] });
    const absent = await scene.run('preview', { images: { ...promoted(digestOf('ingestionImage')), tag: 'never-pushed' } });
    expect(errorOf(absent)).toContain('404');
  });

  it('refuses a registry that the cloud does not have, before anything is built', async () => {
    const up = await scene.run('up', { images: scene.images('one'), loginServer: 'acrother01.azurecr.io' });
    expect(up.summary.exitCode).toBe(4);
    expect(errorOf(up)).toContain('lookup acrother01.azurecr.io: no such host');
    expect(buildsIn(up)).toBe(0);
    const foreign = await scene.run('up', { images: scene.images('one'), loginServer: 'ghcr.io/x' });
    expect(errorOf(foreign)).toContain('reaches no registry but its own');
  });

  it('ends a build that is cancelled, pushes nothing of it, and the next run is as the first', async () => {
    const controller = new AbortController();
    const cancelled = await scene.run('up', {
      images: scene.images('slow', 117),
      cancelled: controller.signal,
      onEvent: (event) => {
        if (event.type === 'diagnostic' && event.message.includes('RUN')) controller.abort();
      },
    });
    expect([cancelled.summary.results[0]?.result, errorOf(cancelled)]).toEqual(['cancelled', expect.stringContaining('cancelled')]);
    expect(cancelled.summary.results[0]?.durationMs).toBeLessThan(60_000);
    expect(execFileSync('docker', ['ps', '--no-trunc', '--format', '{{.Command}}'], { encoding: 'utf8' })).not.toContain('117');
    expect(await digestIn(scene, daemon(), 'etl-ingestion', 'slow')).toBeUndefined();
    const again = await scene.run('up', { images: scene.images('quick') });
    expect([again.summary.exitCode, errorOf(again)]).toEqual([0, '']);
  });

  it('takes up again what a killed run was building, and no build outlives it', async () => {
    const killed = new AbortController();
    const run = await scene.run('up', {
      images: scene.images('slow', 119),
      killed: killed.signal,
      onEvent: (event) => {
        if (event.type === 'diagnostic' && event.message.includes('RUN')) killed.abort();
      },
    });
    expect(run.summary.results[0]?.result).toBe('cancelled');
    expect(execFileSync('docker', ['ps', '--no-trunc', '--format', '{{.Command}}'], { encoding: 'utf8' })).not.toContain('119');
    expect(await digestIn(scene, daemon(), 'etl-ingestion', 'slow')).toBeUndefined();
    const again = await scene.run('up', { images: scene.images('quick') });
    expect([again.summary.exitCode, errorOf(again)]).toEqual([0, '']);
    expect(of(again, 'notice').map(({ message }) => message)).toEqual(expect.arrayContaining([expect.stringContaining('interrupted')]));
  });

  it('is destroyed without daemon and registry, and leaves the images where they are', async () => {
    await scene.run('up', { images: scene.images('one') });
    const destroy = await scene.run('destroy', { hasDocker: false });
    expect([destroy.summary.exitCode, errorOf(destroy)]).toEqual([0, '']);
    expect(destroy.outputs).toEqual({});
    expect(await digestIn(scene, daemon(), 'etl-ingestion', 'one')).toMatch(/^sha256:/);
    // What never was, or is gone, is not spoken of.
    expect((await scene.run('destroy', { hasDocker: false })).summary.results).toEqual([]);
  });

  it.each([
    ['500', 'The server encountered an internal error'],
    ['lost', 'broke before it answered'],
    ['partial', 'its provisioning ended'],
  ] as const)('fails with an injected %s, and the next run mends it', async (error, words) => {
    localcloud.addFault(scene.cloud, { kind: 'Image', op: 'create', error, times: 2 });
    const failed = await scene.run('up', { images: scene.images('one') });
    expect(failed.summary.results[0]?.result).toBe('failed');
    expect(said(failed).join('\n')).toContain(words);
    // The second image may not have been tried: its fault would wait for the next run.
    localcloud.clearFaults(scene.cloud);
    const mended = await scene.run('up', { images: scene.images('one') });
    expect([mended.summary.exitCode, errorOf(mended)]).toEqual([0, '']);
    expect(`${server}/etl-ingestion@${await digestIn(scene, daemon(), 'etl-ingestion', 'one')}`).toBe(mended.outputs['ingestionImage']);
  });

  it('tells the line at which a build failed, and pushes nothing', async () => {
    const images = scene.images('broken', 1);
    const file = join(scene.folder, 'contexts', 'etl-ingestion', 'Dockerfile');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"1"', '"no-number"'));
    const up = await scene.run('up', { images });
    expect(errorOf(up)).toContain('returned a non-zero code: 1');
    expect(said(up).join('\n')).toContain('invalid time interval');
    expect(await digestIn(scene, daemon(), 'etl-ingestion', 'broken')).toBeUndefined();
  });

  it('says what is missing where a build is asked for without a daemon', async () => {
    const up = await scene.run('up', { images: scene.images('one'), hasDocker: false });
    expect(errorOf(up)).toContain('run hx deploy');
  });

  it('keeps the password of the registry out of everything that it writes', async () => {
    await scene.run('up', { images: scene.images('one') });
    const { password } = JSON.parse(readFileSync(join(scene.cloud, 'registry', 'login.json'), 'utf8')) as { readonly password: string };
    const files = readdirSync(scene.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const holders = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => readFileSync(path).includes(password));
    expect(holders).toEqual([join(scene.cloud, 'registry', 'login.json')]);
    expect(existsSync(join(scene.cloud, 'cloud.db'))).toBe(true);
  });
});
