// Staging's pure parts, the git questions, and Docker as a program that answers what a test says; the real daemon is in test/engine/images-build.test.ts.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { dockerConfig, ensureBaseImage, findDocker, imageTag, pinnedBaseImage, sourceVersion, type Docker } from '../../../automation/images';
import { withoutCredentials } from '../../../automation/images/must-run';
import { sbomOf } from '../../../automation/images/sbom';
import { sealFolder } from '../../../automation/images/seal';
import { repositoryAddress } from '../../../automation/images/source';
import { hashesIn, type Wheel } from '../../../automation/images/wheels';

const root = join(__dirname, '..', '..', '..');
const cancelled = new AbortController().signal;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-images-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program of that name, first on the PATH that is returned. */
function pathWith(name: string, script: string): string {
  const file = join(folder, 'bin', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${dirname(file)}${delimiter}${process.env['PATH'] ?? ''}`;
}

describe('the Dockerfiles', () => {
  const texts = ['ingestion', 'transformation'].map((name) => readFileSync(join(root, 'app', 'docker', `${name}.Dockerfile`), 'utf8'));

  test('name the base image that hx brings, by its digest', () => {
    expect(pinnedBaseImage).toMatch(/@sha256:[0-9a-f]{64}$/);
    for (const text of texts) expect(/^ARG BASE_IMAGE=(.*)$/m.exec(text)?.[1]).toBe(pinnedBaseImage);
  });

  test('differ in what they say and hold alone', () => {
    const [one = '', other = ''] = texts.map((text) =>
      text
        .split('\n')
        .filter((line) => !/dbt|title|description|^# etl-|import etl|^CMD/.test(line))
        .join('\n'),
    );
    expect(one).toBe(other);
  });
});

describe('sealing a folder', () => {
  const fill = (name: string, mode: number): string => {
    const path = join(folder, name);
    mkdirSync(join(path, 'b'), { recursive: true });
    writeFileSync(join(path, 'a'), 'one');
    writeFileSync(join(path, 'b', 'c'), 'two');
    chmodSync(join(path, 'b', 'c'), mode);
    utimesSync(join(path, 'a'), 1, 1);
    return path;
  };

  test('gives one digest whatever the times and the umask were, and sets times and modes', async () => {
    const [one, two] = [fill('one', 0o600), fill('two', 0o664)];
    expect(await sealFolder(one, 1_700_000_000)).toBe(await sealFolder(two, 1_700_000_000));
    for (const path of [one, join(one, 'a'), join(one, 'b'), join(one, 'b', 'c')]) expect(statSync(path).mtimeMs).toBe(1_700_000_000_000);
    expect(statSync(join(two, 'b', 'c')).mode & 0o777).toBe(0o644);
  });

  test('tells an executable file, another name and another content', async () => {
    const digests = new Set([await sealFolder(fill('one', 0o644), 1), await sealFolder(fill('two', 0o755), 1)]);
    const renamed = fill('three', 0o644);
    writeFileSync(join(renamed, 'd'), '');
    digests.add(await sealFolder(renamed, 1));
    writeFileSync(join(renamed, 'd'), 'x');
    digests.add(await sealFolder(renamed, 1));
    expect(digests.size).toBe(4);
  });

  test('refuses a link: what it points at would not be in the context', async () => {
    const path = fill('one', 0o644);
    symlinkSync('/etc/passwd', join(path, 'link'));
    await expect(sealFolder(path, 1)).rejects.toThrow('symbolic link');
  });
});

describe('the commit', () => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { encoding: 'utf8' }).trim();

  test('is told with its time; an untracked file makes it dirty, an ignored one does not', async () => {
    git('init', '--quiet');
    writeFileSync(join(folder, '.gitignore'), '*.log\n');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'x', '--date', '2026-01-02T03:04:05Z');
    git('remote', 'add', 'origin', 'git@example.com:team/hiscox-etl.git');
    writeFileSync(join(folder, 'x.log'), '');
    const clean = await sourceVersion(folder, process.env);
    expect(clean).toEqual({
      sha: git('rev-parse', 'HEAD'),
      committedAt: Number(git('log', '-1', '--format=%ct')),
      isDirty: false,
      appDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      repository: 'https://example.com/team/hiscox-etl',
    });
    writeFileSync(join(folder, 'x.py'), '');
    // The images are made of app/ alone.
    expect(await sourceVersion(folder, process.env)).toEqual(clean);
    mkdirSync(join(folder, 'app'), { recursive: true });
    writeFileSync(join(folder, 'app', 'x.py'), '');
    const dirty = await sourceVersion(folder, process.env);
    expect(dirty.isDirty).toBe(true);
    expect(dirty.appDigest).not.toBe(clean.appDigest);
    // A hook's variables point elsewhere; they are not heard.
    expect((await sourceVersion(folder, { ...process.env, GIT_DIR: join(root, '.git') })).sha).toBe(clean.sha);
  });

  test('that is not there is a failure with a command', async () => {
    await expect(sourceVersion(folder, { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) })).rejects.toMatchObject({
      reason: 'failure',
      suggestion: expect.stringContaining('git'),
    });
  });

  test.each([
    ['git@github.com:a/b.git', 'https://github.com/a/b'],
    [`https://${['user', 'secret'].join(':')}@github.com/a/b`, 'https://github.com/a/b'],
    ['ssh://git@ssh.dev.azure.com:22/v3/o/p/r', 'https://ssh.dev.azure.com/v3/o/p/r'],
    ['/srv/clone', undefined],
    ['', undefined],
  ])('of the origin %j is told as %j', (remote, address) => {
    expect(repositoryAddress(remote)).toBe(address);
  });

  test('is the tag; a dirty one also tells what is in app/', () => {
    const source = { sha: 'f'.repeat(40), committedAt: 1, isDirty: false, appDigest: 'a'.repeat(64) };
    expect(imageTag(source)).toBe('f'.repeat(40));
    expect(imageTag({ ...source, isDirty: true })).toBe(`${'f'.repeat(40)}-dirty.aaaaaaaa`);
    expect(imageTag({ ...source, isDirty: true, appDigest: 'b'.repeat(64) })).toBe(`${'f'.repeat(40)}-dirty.bbbbbbbb`);
  });
});

describe('the list of what is in an image', () => {
  const wheel = (file: string, hex: string): Wheel => ({ file, path: `/w/${file}`, sha256: hex.repeat(64) });
  const reference = (hex: string): object => ({ type: 'distribution', url: `https://x/${hex}`, hashes: [{ alg: 'SHA-256', content: hex.repeat(64) }] });
  const exported = (time: string): string =>
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      serialNumber: `urn:uuid:${time}`,
      metadata: { timestamp: time, component: { 'bom-ref': 'root', name: 'hiscox-etl' } },
      components: [
        { 'bom-ref': 'one', name: 'one', version: '1', externalReferences: [reference('a'), reference('b')] },
        { 'bom-ref': 'win', name: 'win', version: '2', externalReferences: [reference('c')] },
      ],
      dependencies: [{ ref: 'root', dependsOn: ['one', 'win'] }, { ref: 'one' }, { ref: 'win' }],
    });
  const subject = {
    name: 'etl-ingestion',
    version: '0.1.0',
    revision: 'abc',
    time: 1,
    application: wheel('hiscox_etl-0.1.0-py3-none-any.whl', 'e'),
    wheels: [wheel('one-1.whl', 'b')],
  };

  test('is the same for the same image, whenever uv wrote its part', () => {
    expect(sbomOf(exported('then'), subject)).toBe(sbomOf(exported('now'), subject));
    expect(sbomOf(exported('then'), subject)).not.toBe(sbomOf(exported('then'), { ...subject, revision: 'def' }));
  });

  test('names the wheels that are there, by their digest, and no package of another platform', () => {
    const document = JSON.parse(sbomOf(exported('now'), subject)) as { components: object[]; dependencies: object[]; metadata: { timestamp: string } };
    expect(document.components).toEqual([
      expect.objectContaining({ name: 'one', hashes: [{ alg: 'SHA-256', content: 'b'.repeat(64) }], externalReferences: [reference('b')] }),
    ]);
    expect(document.dependencies).toEqual([{ ref: 'root', dependsOn: ['one'] }, { ref: 'one' }]);
    expect(document.metadata.timestamp).toBe('1970-01-01T00:00:01.000Z');
  });

  test('is refused where a wheel is not of the lock', () => {
    expect(() => sbomOf(exported('now'), { ...subject, wheels: [wheel('other-1.whl', 'd')] })).toThrow('other-1.whl');
  });
});

test('the digests of requirements are read', () => {
  expect(hashesIn(`a==1 \\\n    --hash=sha256:${'a'.repeat(64)} \\\n    --hash=sha256:${'b'.repeat(64)}\n`)).toEqual(new Set(['a'.repeat(64), 'b'.repeat(64)]));
});

test('an address in a message loses its password', () => {
  expect(withoutCredentials('no https://user:pass@index.example.com/simple here')).toBe('no https://index.example.com/simple here');
});

describe('looking for Docker', () => {
  const answers = 'case "$1" in version) echo \'{"Version":"27.1.0","Arch":"arm64"}\';; context) echo unix:///run/x.sock;; *) exit "${BUILDX:-1}";; esac';

  test('gives host, version and builder', async () => {
    const environment = { PATH: pathWith('docker', answers) };
    await expect(findDocker({ environment, cancelled })).resolves.toEqual({
      host: 'unix:///run/x.sock',
      version: '27.1.0',
      architecture: 'arm64',
      hasBuildx: false,
    });
    await expect(findDocker({ environment: { ...environment, BUILDX: '0', DOCKER_HOST: 'tcp://127.0.0.1:2375' }, cancelled })).resolves.toMatchObject({
      host: 'tcp://127.0.0.1:2375',
      hasBuildx: true,
    });
  });

  test.each([
    ['linux', 'systemctl start docker'],
    ['darwin', 'open -a Docker'],
    ['win32', 'Docker Desktop'],
  ] as const)('without a daemon names the command that starts one: %s', async (platform, suggestion) => {
    const environment = { PATH: pathWith('docker', 'echo "Cannot connect to the Docker daemon at unix:///nope. Is the docker daemon running?" >&2; exit 1') };
    const failure = findDocker({ environment: { ...environment, DOCKER_HOST: 'unix:///nope' }, cancelled, platform });
    await expect(failure).rejects.toMatchObject({
      reason: 'failure',
      message: 'no Docker daemon listens at unix:///nope',
      suggestion: expect.stringContaining(suggestion),
    });
  });

  test('without rights says so; without docker says what to install', async () => {
    const environment = { PATH: pathWith('docker', 'echo "permission denied while trying to connect to the Docker daemon socket" >&2; exit 1') };
    await expect(findDocker({ environment, cancelled, platform: 'linux' })).rejects.toMatchObject({
      message: expect.stringContaining('may not talk'),
      suggestion: expect.stringContaining('usermod'),
    });
    await expect(findDocker({ environment: { PATH: join(folder, 'nothing') }, cancelled, platform: 'linux' })).rejects.toMatchObject({
      suggestion: 'sudo apt-get install docker.io',
    });
  });
});

describe('the base image', () => {
  const docker: Docker = { host: 'unix:///run/x.sock', version: '27.1.0', architecture: 'amd64', hasBuildx: false };
  /** `has` and `can pull` are files below the folder. */
  const script = `
    echo "$*" >>"$STATE/calls"
    case "$1 $2" in
      "image inspect") if [ -e "$STATE/has" ]; then echo sha256:abc; else echo "Error: No such image: $5" >&2; exit 1; fi;;
      pull*) if [ -e "$STATE/reach" ]; then : >"$STATE/has"; else echo "no such host" >&2; exit 1; fi;;
      *) exit 9;;
    esac`;
  const options = (): Parameters<typeof ensureBaseImage>[0] => {
    const environment = { PATH: pathWith('docker', script), STATE: folder };
    return { environment, cancelled, report: () => undefined, cache: join(folder, 'cache'), docker, sources: ['present', 'pulled'] };
  };

  test('is taken where it is there, and asked of nobody', async () => {
    writeFileSync(join(folder, 'has'), '');
    await expect(ensureBaseImage(options())).resolves.toEqual({ reference: pinnedBaseImage, id: 'sha256:abc', source: 'present' });
    expect(readFileSync(join(folder, 'calls'), 'utf8')).not.toContain('pull');
  });

  test('is pulled by its digest', async () => {
    writeFileSync(join(folder, 'reach'), '');
    await expect(ensureBaseImage(options())).resolves.toMatchObject({ source: 'pulled' });
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toContain(`pull --quiet ${pinnedBaseImage}\n`);
  });

  test('that cannot be had is a failure that names both ways', async () => {
    await expect(ensureBaseImage(options())).rejects.toMatchObject({
      reason: 'failure',
      message: expect.stringContaining('no such host'),
      suggestion: expect.stringMatching(/docker pull .*debootstrap/),
    });
  });

  test('of a daemon that gives no answer is not made: the daemon is the trouble', async () => {
    const usual = options();
    const environment = { PATH: pathWith('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1') };
    await expect(ensureBaseImage({ ...usual, environment, sources: ['present', 'made'] })).rejects.toMatchObject({
      message: expect.stringContaining('Cannot connect'),
    });
  });
});

describe('a configuration of Docker', () => {
  test('holds one registry, is for this user alone, keeps the plugins in use, and goes', async () => {
    mkdirSync(join(folder, 'user', 'cli-plugins'), { recursive: true });
    writeFileSync(join(folder, 'user', 'config.json'), '{"auths":{"other":{"auth":"eDp5"}}}');
    const config = await dockerConfig({
      below: join(folder, 'below'),
      server: 'a.azurecr.io',
      credentials: { identityToken: 'refresh' },
      userFolder: join(folder, 'user'),
    });
    expect(JSON.parse(readFileSync(join(config.folder, 'config.json'), 'utf8'))).toEqual({
      auths: { 'a.azurecr.io': { auth: Buffer.from('00000000-0000-0000-0000-000000000000:').toString('base64'), identitytoken: 'refresh' } },
      cliPluginsExtraDirs: [join(folder, 'user', 'cli-plugins')],
    });
    expect([config.folder, join(config.folder, 'config.json')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
    await config.dispose();
    await config.dispose();
    expect(statSync(config.folder, { throwIfNoEntry: false })).toBeUndefined();
  });
});
