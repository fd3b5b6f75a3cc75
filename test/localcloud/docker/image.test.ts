import { unknown, type Properties } from '../../../localcloud/kind';
import { mustOpen, registryAt } from '../../../localcloud/docker/login';
import { makeImage } from '../../../localcloud/docker/make-image';
import { invoke } from '../../../localcloud/invoke';
import { testCloud, type TestCloud } from '../../support/test-cloud';

const token = 'docker:index/image:Image';
const build = { context: '/c', dockerfile: '/c/Dockerfile' };
const good: Properties = { imageName: 'acrlab001.azurecr.io/etl:1', build };
const failures = (inputs: Properties): readonly string[] => {
  const { failures: found } = testCloud().cloud.check({ token, name: 'x', news: inputs, olds: undefined, seed: 'a' });
  return found.map(({ path, code }) => `${path} ${code}`);
};

describe('the inputs of an image', () => {
  test.each<[string, Properties, readonly string[]]>([
    ['whole', good, []],
    ['not known yet', { imageName: unknown, build }, []],
    ['without a name', { build }, ['imageName MissingRequiredProperty']],
    ['with a name that is not fully qualified', { ...good, imageName: 'etl:1' }, ['imageName InvalidImageName']],
    ['that need no full name, as nothing is pushed', { ...good, imageName: 'etl:1', skipPush: true }, []],
    ['with a digest for a name', { ...good, imageName: `a.azurecr.io/e@sha256:${'0'.repeat(64)}` }, ['imageName InvalidImageName']],
    ['with a property that the provider does not have', { ...good, build: { ...build, contex: 'x' } }, ['build.contex UnknownProperty']],
    ['with a builder that there is not', { ...good, build: { ...build, builderVersion: 'V3' } }, ['build.builderVersion InvalidEnumValue']],
    ['with a platform of one word', { ...good, build: { ...build, platform: 'amd64' } }, ['build.platform InvalidPlatform']],
    ['with a cache of no images', { ...good, build: { ...build, cacheFrom: {} } }, ['build.cacheFrom MissingImages']],
  ])('%s', (_what, inputs, expected) => expect(failures(inputs)).toEqual(expected));

  test('are known in a preview, the digest is not, neither at first nor in an update', () => {
    const { cloud } = testCloud();
    expect(cloud.preview(token, good)).toMatchObject({ imageName: good['imageName'], repoDigest: unknown });
    const before = { id: 'x', token, inputs: good, outputs: { repoDigest: 'acrlab001.azurecr.io/etl@sha256:0' } };
    expect(cloud.preview(token, good, before)['repoDigest']).toBe(unknown);
  });
});

describe('the registry that an image goes to', () => {
  const withRegistry = (adminUserEnabled: boolean): TestCloud => {
    const cloud = testCloud();
    cloud.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'rg-lab', location: 'eastus' });
    const inputs = { resourceGroupName: 'rg-lab', registryName: 'acrlab001', location: 'eastus', sku: { name: 'Basic' }, adminUserEnabled };
    cloud.create('azure-native:containerregistry:Registry', inputs);
    return cloud;
  };
  const server = 'acrlab001.azurecr.io';

  test('must be one of the cloud', () => {
    const { store } = withRegistry(false);
    expect(registryAt(store, server).id).toContain('/registries/acrlab001');
    expect(() => registryAt(store, 'acrother01.azurecr.io')).toThrow('dial tcp: lookup acrother01.azurecr.io: no such host');
    expect(() => registryAt(store, 'docker.io')).toThrow('reaches no registry but its own');
  });

  test('opens to who is signed in, and to the admin user where that is enabled, by the right password alone', () => {
    const { store, cloud } = withRegistry(true);
    const place = registryAt(store, server);
    expect(() => mustOpen(store, server, place, undefined)).not.toThrow();
    const known = invoke(cloud, 'azure-native:containerregistry:listRegistryCredentials', { registryName: 'acrlab001', resourceGroupName: 'rg-lab' });
    const [first] = known['passwords'] as { readonly value: string }[];
    expect(() => mustOpen(store, server, place, { username: 'acrlab001', password: first?.value ?? '' })).not.toThrow();
    expect(() => mustOpen(store, server, place, { username: 'acrlab001', password: 'wrong' })).toThrow(
      'unauthorized: application not registered or wrong credentials',
    );
    expect(() => mustOpen(store, server, place, { username: 'someone', password: first?.value ?? '' })).toThrow('unauthorized');
    const closed = withRegistry(false).store;
    expect(() => mustOpen(closed, server, registryAt(closed, server), { username: 'acrlab001', password: 'any' })).toThrow('unauthorized');
  });

  test('is asked before a daemon is, and what it refuses is in the log', async () => {
    const { store } = withRegistry(false);
    const log = { status: () => undefined, info: () => undefined };
    const request = { store, settings: undefined, operation: 'create', signal: new AbortController().signal, log } as const;
    await expect(makeImage({ ...request, inputs: { imageName: 'acrother01.azurecr.io/etl:1', build } })).rejects.toThrow('no such host');
    await expect(makeImage({ ...request, inputs: good })).rejects.toThrow('run hx deploy');
    expect(store.readLog(2)).toMatchObject([
      { operation: 'create', token, id: 'acrother01.azurecr.io/etl:1', status: 404 },
      { operation: 'create', token, id: good['imageName'], status: 503 },
    ]);
  });
});
