import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureTool, findTool, goArguments, pinnedRegistryVersion, registryProgram, registryTool, type Bring } from '../../../automation/tools';

const module_ = join(__dirname, '..', '..', '..', registryProgram.module);

describe('the build of the registry', () => {
  test('takes the version that go.mod and go.sum pin', () => {
    expect(readFileSync(join(module_, 'go.mod'), 'utf8')).toContain(`require github.com/distribution/distribution/v3 v${pinnedRegistryVersion}\n`);
    expect(readFileSync(join(module_, 'go.sum'), 'utf8')).toContain(`github.com/distribution/distribution/v3 v${pinnedRegistryVersion} h1:`);
  });

  test('names the package that tools.go keeps in go.mod, and stamps the version into it', () => {
    const args = goArguments(registryProgram, '/out/registry', '3.0.0');
    expect(readFileSync(join(module_, 'tools.go'), 'utf8')).toContain(`_ "${args.at(-1)}"`);
    expect(args.join(' ')).toContain('distribution/v3/version.version=v3.0.0 -o /out/registry');
  });
});

describe('the registry', () => {
  test.each([
    ['2.8.0', true],
    ['2.8.3', true],
    ['3.0.0', true],
    ['3.1.0', true],
    ['2.7.1', false],
    ['4.0.0', false],
    ['none', false],
  ])('of version %s fits: %s', (version, isFit) => {
    expect(registryTool().fits(version)).toBe(isFit);
  });

  test.each([
    ['registry github.com/distribution/distribution/v3 v3.0.0\n', '3.0.0'],
    ['/opt/hx/registry github.com/distribution/distribution/v3 v3.0.0+unknown\n', '3.0.0'],
    ['docker-registry github.com/docker/distribution 2.8.2+ds1\n', '2.8.2'],
    ['registry of something else 3.0.0\n', undefined],
    ['', undefined],
  ])('tells its version in %j', (text, version) => {
    expect(registryTool().readVersion(text)).toBe(version);
  });
});

describe('bringing the registry', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-registry-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\nprintf '${text}'\n`, { mode: 0o755 });
  };
  const options = (): Parameters<typeof ensureTool>[1] => ({ root: folder, cache: join(folder, 'cache'), environment: { PATH: join(folder, 'path') } });
  const mustNotBuild: Bring = () => Promise.reject(new Error('it is there already'));

  test("takes Debian's docker-registry on PATH", async () => {
    write(join(folder, 'path', 'docker-registry'), 'docker-registry github.com/docker/distribution 2.8.2+ds1');
    await expect(ensureTool(registryTool(mustNotBuild), options())).resolves.toMatchObject({
      source: 'path',
      version: '2.8.2',
      binary: join(folder, 'path', 'docker-registry'),
    });
  });

  test('takes no other program of that name, and builds one', async () => {
    write(join(folder, 'path', 'registry'), 'registry 3.0.0 of packages');
    const { refused } = await findTool(registryTool(mustNotBuild), options());
    expect(refused.map(({ message }) => message)).toEqual([expect.stringContaining('does not answer')]);
    const build: Bring = async (target) => {
      write(join(target, 'bin', 'registry'), `registry github.com/distribution/distribution/v3 v${pinnedRegistryVersion}`);
      return undefined;
    };
    await expect(ensureTool(registryTool(build), options())).resolves.toMatchObject({ source: 'go', version: pinnedRegistryVersion });
  });
});
