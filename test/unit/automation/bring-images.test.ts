import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hxPaths } from '../../../automation';
import { writeRecord } from '../../../automation/files/durable';
import { bringImages, type BringPorts, type ImagesInput, type RegistryClient } from '../../../automation/images';

const sha = 'a'.repeat(40);
const digests = { 'etl-ingestion': `sha256:${'1'.repeat(64)}`, 'etl-transformation': `sha256:${'2'.repeat(64)}` } as const;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-bring-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const paths = () => hxPaths(folder, join(folder, 'home'), join(folder, 'cache'));
const recordBuild = (): Promise<void> =>
  writeRecord(join(paths().images, 'local', `${sha}.json`), {
    ...{ version: 1, tag: sha, builtAt: '2026-11-26T10:00:00.000Z', loginServer: 'built.azurecr.io', digests, base: 'sha256:b' },
  });

interface Scene {
  /** Digests that each registry has. */
  readonly has: Record<string, readonly string[]>;
  readonly deliveredTag?: string;
  readonly environment?: Record<string, string>;
  /** Called whenever a registry is asked for. */
  readonly onRegistry?: () => Promise<void>;
}

async function bring(scene: Scene, loginServer = 'target.azurecr.io') {
  const copies: string[] = [];
  const runs: ImagesInput[] = [];
  const told: string[] = [];
  const client = (server: string): RegistryClient =>
    ({
      digestOf: async (_name: string, reference: string) => (scene.has[server]?.includes(reference) === true ? reference : undefined),
      copyFrom: async (_source: RegistryClient, name: string, digest: string, tag: string) =>
        void copies.push(`${name} ${digest.slice(7, 9)} ${tag.slice(0, 3)} -> ${server}`),
    }) as unknown as RegistryClient;
  const ports: BringPorts = {
    registry: async (server) => {
      await scene.onRegistry?.();
      return client(server);
    },
    deliveredTag: async () => scene.deliveredTag,
    run: async (input) => {
      runs.push(input);
      return { 'etl-ingestion': '', 'etl-transformation': '' };
    },
  };
  const brought = bringImages(
    {
      ...{ paths: paths(), cloud: 'local' as const, tag: sha, loginServer, python: { python: '', uv: '' }, folder: join(folder, 'staged') },
      source: { sha, committedAt: 1, isDirty: false, appDigest: 'c'.repeat(64) },
      environment: scene.environment ?? { PATH: '', DOCKER_HOST: 'unix:///nowhere' },
      report: (line) => void told.push(line),
      cancelled: new AbortController().signal,
    },
    ports,
    () => new Date('2026-11-26T11:00:00Z'),
  );
  return { brought, copies, runs, told };
}

const all = Object.values(digests);

describe('the images of a commit', () => {
  test('are brought by one at a time: the second waits until the first is done', async () => {
    await recordBuild();
    const asked: string[] = [];
    const slow = (who: string) => async (): Promise<void> => {
      asked.push(who);
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const runs = await Promise.all(['one', 'two'].map((who) => bring({ has: { 'built.azurecr.io': all }, onRegistry: slow(who) })));
    expect((await Promise.all(runs.map(({ brought }) => brought))).map(({ how }) => how)).toEqual(['promoted', 'promoted']);
    expect(asked.toSorted()).toEqual(['one', 'one', 'two', 'two']);
    // Not one, two, one, two.
    expect(asked[0]).toBe(asked[1]);
  });

  test('that are in the registry are neither built nor run again, and it says why', async () => {
    await recordBuild();
    const { brought, copies, runs } = await bring({ has: { 'built.azurecr.io': all }, deliveredTag: sha }, 'built.azurecr.io');
    expect(await brought).toEqual({
      how: 'unchanged',
      message: 'nothing is built: aaaaaaaaaaaa was built 2026-11-26 10:00 UTC, and built.azurecr.io has it by digest',
      images: {
        'etl-ingestion': { reference: `built.azurecr.io/etl-ingestion@${digests['etl-ingestion']}`, digest: digests['etl-ingestion'] },
        'etl-transformation': { reference: `built.azurecr.io/etl-transformation@${digests['etl-transformation']}`, digest: digests['etl-transformation'] },
      },
    });
    expect([copies, runs]).toEqual([[], []]);
  });

  test('that are there while the stack tells of another commit are put out again, by digest', async () => {
    await recordBuild();
    const { brought, runs } = await bring({ has: { 'built.azurecr.io': all }, deliveredTag: 'other' }, 'built.azurecr.io');
    expect((await brought).how).toBe('unchanged');
    expect(runs).toEqual([
      { tag: sha, sha, images: { 'etl-ingestion': { promoted: { digest: all[0] } }, 'etl-transformation': { promoted: { digest: all[1] } } } },
    ]);
  });

  test('that another registry has are copied by digest, never built', async () => {
    await recordBuild();
    const { brought, copies, runs } = await bring({ has: { 'built.azurecr.io': all } });
    expect(await brought).toMatchObject({ how: 'promoted', message: 'copied by digest from built.azurecr.io' });
    expect((await brought).images['etl-ingestion'].reference).toBe(`target.azurecr.io/etl-ingestion@${digests['etl-ingestion']}`);
    expect(copies).toEqual(['etl-ingestion 11 aaa -> target.azurecr.io', 'etl-transformation 22 aaa -> target.azurecr.io']);
    expect(runs).toHaveLength(1);
  });

  test('of which one is gone everywhere are built anew, and it says so', async () => {
    await recordBuild();
    const { brought, told } = await bring({ has: { 'built.azurecr.io': all.slice(0, 1) } });
    // There is no daemon here: the build is where it stops.
    await expect(brought).rejects.toMatchObject({ reason: 'failure', message: expect.stringMatching(/docker/i), suggestion: expect.stringMatching(/\S/) });
    expect(told).toEqual([`the images of ${sha} are in no registry any more, and are built anew`]);
  });

  test('without a daemon fail in one sentence with the command that starts one, before anything is staged or recorded', async () => {
    const { brought, runs } = await bring({ has: {}, environment: { PATH: process.env['PATH'] ?? '', DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    await expect(brought).rejects.toMatchObject({ reason: 'failure', suggestion: expect.stringMatching(/docker/i) });
    expect([runs, existsSync(join(folder, 'staged')), existsSync(join(paths().images, 'local', `${sha}.json`))]).toEqual([[], false, false]);
  });
});
