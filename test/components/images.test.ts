import { output, type Input } from '@pulumi/pulumi';
import { imageNames, imagesSettings } from '../../infra/config/images';
import { imagesOutputs } from '../../infra/outputs';
import { program } from '../../infra/programs/images';
import { imageDigest, record, type Recording, type RunOptions } from './support/recorder';
import { inputFor } from './support/targets';

const digest = imageDigest;
const sha = 'a'.repeat(40);
const build = { build: { context: '/stage/c', dockerfile: '/stage/Dockerfile', args: { BASE_IMAGE: 'base@sha256:1' }, digest: 'c'.repeat(64) } };
const settings = { tag: 'v1', sha, images: { 'etl-ingestion': build, 'etl-transformation': build } };
const platform = { registryLoginServer: 'acretl.azurecr.io' };
const run = (images: object | undefined, options: RunOptions = {}, upstream: object = { platform }): Promise<Recording> => {
  const input = inputFor('prod', 'eastus', {}, upstream as Parameters<typeof inputFor>[3]);
  return record(() => program({ ...input, settings: { ...input.settings, ...(images === undefined ? {} : { images }) } }), {
    project: 'hiscox-etl-images',
    ...options,
  });
};

// The SDK would write it into the state; workers of hx are not given it, the provider's process alone is.
const { DOCKER_HOST: host } = process.env;
beforeAll(() => void delete process.env['DOCKER_HOST']);
afterAll(() => void (host === undefined || (process.env['DOCKER_HOST'] = host)));

describe('the images program', () => {
  test('makes one image each of the named ones, without a network, a login or a build in the preview', async () => {
    const { childrenOf, all, completed, one } = await run(settings, { preview: true });
    expect(childrenOf('etl-images')).toEqual(imageNames.map((name) => `docker:index/image:Image ${name}`));
    for (const { name, inputs, provider } of all('docker:index/image:Image')) {
      expect(provider).toBe('docker');
      expect(inputs).toEqual({
        imageName: `acretl.azurecr.io/${name}:v1`,
        buildOnPreview: false,
        skipPush: false,
        build: { context: '/stage/c', dockerfile: '/stage/Dockerfile', args: { BASE_IMAGE: 'base@sha256:1' }, platform: 'linux/amd64', network: 'none' },
      });
    }
    expect(one('pulumi:providers:docker').inputs).toEqual({ disableDockerDaemonCheck: 'true' });
    expect([...completed]).toContain('etl-images');
  });

  test('puts out exactly what is declared', async () => {
    const { outputs } = await run(settings, { preview: true });
    expect(Object.keys(outputs).sort()).toEqual([...imagesOutputs].sort());
    expect(outputs).toMatchObject({ imagesSha: sha, imagesTag: 'v1' });
  });

  test('names each image by its registry and the digest of the push, whatever the daemon calls it', async () => {
    const { outputs } = await run(settings);
    const valueOf = (name: string): Promise<unknown> => new Promise((resolve) => void output(outputs[name] as Input<string>).apply(resolve));
    expect(await valueOf('ingestionImage')).toBe(`acretl.azurecr.io/etl-ingestion@${digest}`);
    expect(await valueOf('transformationImage')).toBe(`acretl.azurecr.io/etl-transformation@${digest}`);
  });

  test('looks a promoted image up by its tag and builds the other', async () => {
    const promoted = { ...settings, images: { ...settings.images, 'etl-ingestion': { promoted: { digest } } } };
    const { all, invokes } = await run(promoted, { preview: true });
    expect(all('docker:index/image:Image').map(({ name }) => name)).toEqual(['etl-transformation']);
    expect(invokes.map(({ token, inputs }) => [token, inputs])).toEqual([
      ['docker:index/getRegistryImage:getRegistryImage', { name: 'acretl.azurecr.io/etl-ingestion:v1' }],
    ]);
  });

  test('knows no registry before the platform is up: a preview leaves the names open, an update stops', async () => {
    const { all } = await run(settings, { preview: true }, {});
    expect(all('docker:index/image:Image')).toHaveLength(2);
    await expect(run(settings, {}, {})).rejects.toThrow('the platform stack has no output "registryLoginServer"; run hx up');
  });

  test('runs in a deployment alone', async () => {
    await expect(run(undefined)).rejects.toThrow('run hx deploy');
  });
});

describe('settings.images', () => {
  test.each<[string, object]>([
    ['a short sha', { ...settings, sha: 'abc' }],
    ['no tag', { ...settings, tag: '' }],
    ['a tag that would be another name', { ...settings, tag: 'v1@sha256:1' }],
    ['an image too few', { ...settings, images: { 'etl-ingestion': build } }],
    ['an image too many', { ...settings, images: { ...settings.images, other: build } }],
    ['both build and promoted', { ...settings, images: { ...settings.images, 'etl-ingestion': { ...build, promoted: { digest } } } }],
    ['a relative context', { ...settings, images: { ...settings.images, 'etl-ingestion': { build: { ...build.build, context: 'c' } } } }],
    ['a digest that is none', { ...settings, images: { ...settings.images, 'etl-ingestion': { promoted: { digest: 'latest' } } } }],
    ['a field of another version', { ...settings, push: true }],
  ])('are refused with %s', (_what, images) => expect(() => imagesSettings({ images })).toThrow('settings.images is not valid'));

  test('are what they were where they are valid', () => expect(imagesSettings({ images: settings })).toEqual(settings));
});
