// Contexts staged and images built by a real Docker daemon, from a commit of its own; what runs is looked at from inside.
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBaseImage, findDocker, imageNames, imageTag, sourceVersion, stageContexts, type ImageName, type StagedContexts } from '../../automation/images';
import { build, bringPython, cache, checkout, describeWithDocker, docker, fileIn, git } from '../support/docker';

const longMs = 20 * 60_000;
const cancelled = new AbortController().signal;
const step = { environment: process.env, report: () => undefined, cancelled };

interface Configuration {
  readonly Config: {
    Image: string;
    User: string;
    Env: string[];
    Labels: Record<string, string>;
    Entrypoint: string[];
    Cmd: string[];
    WorkingDir: string;
    Healthcheck: { Test: string[] };
  };
  readonly RootFS: { Layers: string[] };
}
const inspect = (image: string): Configuration => (JSON.parse(docker('image', 'inspect', image)) as Configuration[])[0] as Configuration;

describeWithDocker('the images', () => {
  let folder: string;
  let project: string;
  let base: string;
  let contexts: StagedContexts;
  const python = bringPython();
  const run = `hx-test-${process.pid}`;
  const tagOf = (name: ImageName): string => `${run}/${name}:one`;
  const stage = async (root: string, to: string): Promise<StagedContexts> =>
    stageContexts({ ...step, root, cache, folder: join(folder, to), source: await sourceVersion(root, process.env), python });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hx-contexts-'));
    project = checkout();
    const daemon = await findDocker({ environment: process.env, cancelled });
    base = (await ensureBaseImage({ ...step, cache, docker: daemon })).reference;
    contexts = await stage(project, 'one');
    for (const name of imageNames) build(contexts[name], base, tagOf(name));
  }, longMs);
  afterAll(() => {
    const left = docker('image', 'ls', '--quiet', '--filter', `reference=${run}/*`)
      .split('\n')
      .filter((id) => id !== '');
    if (left.length > 0) docker('image', 'rm', '--force', ...new Set(left));
    rmSync(folder, { recursive: true, force: true });
    rmSync(project, { recursive: true, force: true });
  });

  test(
    'are the same from the same commit: equal contexts, layers and configuration, built at another time without a cache',
    async () => {
      const again = await stage(project, 'two');
      for (const name of imageNames) {
        expect(again[name].digest).toBe(contexts[name].digest);
        expect(again[name].args).toEqual(contexts[name].args);
        expect(statSync(join(again[name].context, 'requirements.txt')).mtimeMs).toBe(Date.parse('2026-01-02T03:04:05Z'));
      }
      build(again['etl-ingestion'], base, `${run}/etl-ingestion:two`, '--no-cache');
      const [one, two] = [inspect(tagOf('etl-ingestion')), inspect(`${run}/etl-ingestion:two`)];
      // A layer's digest is over names, modes, owners, times and contents of its files.
      expect(two.RootFS.Layers).toEqual(one.RootFS.Layers);
      // It names the legacy builder's own step before the last, another one at each build; BuildKit has none.
      const { Image: stepOfOne, ...configOfOne } = one.Config;
      const { Image: stepOfTwo, ...configOfTwo } = two.Config;
      expect(stepOfOne).not.toBe(stepOfTwo);
      expect(configOfTwo).toEqual(configOfOne);
    },
    longMs,
  );

  test('are tagged by the commit; a changed file gives another tag, and ignored files give none', async () => {
    const source = await sourceVersion(project, process.env);
    expect(source).toEqual({
      sha: git(project, 'rev-parse', 'HEAD'),
      committedAt: Date.parse('2026-01-02T03:04:05Z') / 1000,
      isDirty: false,
      appDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(imageTag(source)).toBe(source.sha);
    const changed = checkout();
    try {
      writeFileSync(join(changed, 'app', 'etl', 'ignored.log'), 'x');
      expect((await stage(changed, 'ignored'))['etl-ingestion'].digest).toBe(contexts['etl-ingestion'].digest);
      appendFileSync(join(changed, 'app', 'etl', 'errors.py'), '\n');
      const dirty = await sourceVersion(changed, process.env);
      const other = await stage(changed, 'dirty');
      expect(imageTag(dirty)).toMatch(new RegExp(`^${source.sha}-dirty\\.[0-9a-f]{8}$`));
      expect(other['etl-ingestion'].args['REVISION']).toBe(`${source.sha}-dirty`);
      expect(other['etl-ingestion'].digest).not.toBe(contexts['etl-ingestion'].digest);
    } finally {
      rmSync(changed, { recursive: true, force: true });
    }
  });

  describe.each(imageNames)('%s', (name) => {
    test('runs without rights: a numeric user, a read-only file system, no network; its health check passes', () => {
      const { Config } = inspect(tagOf(name));
      expect(Config.User).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      const limits = ['--rm', '--read-only', '--network', 'none', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
      const [kind, program = '', ...args] = Config.Healthcheck.Test;
      expect(kind).toBe('CMD');
      docker('run', ...limits, '--entrypoint', program, tagOf(name), ...args);
      expect(docker('run', ...limits, '--entrypoint', 'id', tagOf(name))).toMatch(/^uid=10001\b.* gid=10001\b/);
      expect(docker('run', ...limits, tagOf(name), '--help')).toContain('usage: python -m etl');
    }, 180_000);

    test('is healthy in the eyes of the daemon', () => {
      const container = docker('run', '--detach', '--read-only', '--network', 'none', '--health-interval', '1s', '--entrypoint', 'sleep', tagOf(name), '120');
      try {
        const until = Date.now() + 100_000;
        let health = '';
        while (health !== 'healthy' && Date.now() < until) {
          docker('exec', container, 'sleep', '1');
          health = docker('inspect', '--format', '{{.State.Health.Status}}', container);
        }
        expect(health).toBe('healthy');
      } finally {
        docker('rm', '--force', container);
      }
    }, 180_000);

    test('says what it is and lists what is in it', () => {
      const { Labels } = inspect(tagOf(name)).Config;
      const sha = git(project, 'rev-parse', 'HEAD');
      expect(Labels).toMatchObject({
        'org.opencontainers.image.title': name,
        'org.opencontainers.image.revision': sha,
        'org.opencontainers.image.version': '0.1.0',
        'org.opencontainers.image.created': '2026-01-02T03:04:05.000Z',
        'org.opencontainers.image.base.name': base,
      });
      const sbom = JSON.parse(fileIn(tagOf(name), Labels['com.hiscox.etl.sbom'] ?? '')) as {
        bomFormat: string;
        components: { name: string; version: string; hashes: { content: string }[] }[];
      };
      expect(sbom.bomFormat).toBe('CycloneDX');
      const script =
        'import importlib.metadata as m, json; print(json.dumps(sorted({f"{d.name.lower().replace(chr(95), chr(45)).replace(chr(46), chr(45))}=={d.version}" for d in m.distributions(path=[__import__("sysconfig").get_path("purelib")])})))';
      const installed = JSON.parse(docker('run', '--rm', '--network', 'none', '--entrypoint', '/opt/etl/bin/python', tagOf(name), '-c', script)) as string[];
      expect(sbom.components.map((one) => `${one.name}==${one.version}`).sort((a, b) => (a < b ? -1 : 1))).toEqual(installed);
      expect(installed.some((one) => one.startsWith('dbt-core=='))).toBe(name === 'etl-transformation');
    }, 120_000);

    test('holds no secret, no package manager in what it added, and nothing that belongs to its user', () => {
      const history = docker('history', '--no-trunc', '--format', '{{.CreatedBy}}', tagOf(name));
      expect(history).not.toMatch(/pip|apt-get|TOKEN|PASSWORD|SECRET/i);
      expect(inspect(tagOf(name)).Config.Env.join('\n')).not.toMatch(/TOKEN|PASSWORD|SECRET/i);
      const script =
        'find /opt \\( -name pip -o -name "pip-*" -o -name "*.whl" -o -name "*.log" -o -name ".env" -o -name ".git" -o -user 10001 -o -perm -0002 -not -type l \\) -not -path "*/site-packages/*/*"';
      expect(docker('run', '--rm', '--network', 'none', '--entrypoint', 'sh', tagOf(name), '-c', script)).toBe('');
    }, 120_000);
  });
});
