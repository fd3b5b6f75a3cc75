// Copies between real registries, of an image that a real daemon pushed. The registries need no daemon; what is pushed does.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerConfig, openRegistry, type RegistryClient } from '../../automation/images';
import { ensureTool, registryTool } from '../../automation/tools';
import { cache, describeWithDocker, docker, root } from '../support/docker';
import { credentials, startRegistry, type RegistryProcess } from '../support/registry-process';

describeWithDocker('the copy of an image', () => {
  let folder: string;
  let first: RegistryProcess;
  let second: RegistryProcess;
  let digest: string;
  const image = 'etl-ingestion';
  const openAt = ({ server }: RegistryProcess, prefix: string, secret = credentials): RegistryClient =>
    openRegistry({ server, scheme: 'http', credentials: secret, prefix, firstWaitMs: 1 });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hx-copy-'));
    const { binary } = await ensureTool(registryTool(), { root, cache, environment: process.env });
    [first, second] = await Promise.all([startRegistry(binary), startRegistry(binary)]);
    const tag = `${first.server}/dev/${image}:abc`;
    writeFileSync(join(folder, 'content'), Buffer.alloc(3_000_000, `${Date.now()} ${process.pid} `));
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY content /one\nCOPY Dockerfile /two\nUSER 10001:10001\n');
    docker('build', '--quiet', '--tag', tag, folder);
    const config = await dockerConfig({ below: join(folder, 'secrets'), server: first.server, credentials });
    try {
      docker('--config', config.folder, 'push', tag);
    } finally {
      await config.dispose();
    }
    docker('image', 'rm', tag);
    digest = (await openAt(first, 'dev').digestOf(image, 'abc')) ?? '';
  }, 20 * 60_000);
  afterAll(async () => {
    await Promise.all([first, second].map((one) => one?.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  test('is told by the digest that the daemon told, and is absent where it is not', async () => {
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await openAt(first, 'dev').digestOf(image, digest)).toBe(digest);
    expect(await openAt(first, 'dev').digestOf(image, 'other')).toBeUndefined();
    // A registry of its own: another test, in whatever order, copies into prod.
    expect(await openAt(second, 'staging').digestOf(image, digest)).toBeUndefined();
  });

  test('to another registry keeps the digest, sends each blob once, and a second copy sends nothing', async () => {
    const [source, target] = [openAt(first, 'dev'), openAt(second, 'prod')];
    const copied = await target.copyFrom(source, image, digest, 'abc');
    expect(copied).toMatchObject({ digest, blobs: { present: 0, mounted: 0, sent: 3 } });
    expect(await target.digestOf(image, 'abc')).toBe(digest);
    expect(await target.copyFrom(source, image, digest, 'abc')).toMatchObject({ digest, bytesSent: 0, blobs: { present: 0, mounted: 0, sent: 0 } });
    expect(await target.copyFrom(source, image, digest, 'def')).toMatchObject({ bytesSent: 0, blobs: { present: 3, mounted: 0, sent: 0 } });
  });

  test('within a server mounts the blobs', async () => {
    const target = openAt(first, 'staging');
    expect(await target.copyFrom(openAt(first, 'dev'), image, digest, 'abc')).toMatchObject({ bytesSent: 0, blobs: { present: 0, mounted: 3, sent: 0 } });
    expect(await target.digestOf(image, 'abc')).toBe(digest);
  });

  test('can be pulled and is what was built', async () => {
    await openAt(second, 'pulled').copyFrom(openAt(first, 'dev'), image, digest, 'abc');
    const config = await dockerConfig({ below: join(folder, 'secrets'), server: second.server, credentials });
    const reference = `${second.server}/pulled/${image}@${digest}`;
    try {
      docker('--config', config.folder, 'pull', '--quiet', reference);
      expect(docker('image', 'inspect', '--format', '{{.Config.User}}', reference)).toBe('10001:10001');
    } finally {
      await config.dispose();
      docker('image', 'rm', reference);
    }
  });

  test('with a wrong password, or of an image that is not there, is refused and tells no secret', async () => {
    const wrong = openAt(second, 'prod', { username: 'tester', password: 'wrong-password-1' });
    const failure = await wrong.copyFrom(openAt(first, 'dev'), image, digest, 'abc').catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'authentication' });
    expect(String(failure)).not.toContain('wrong-password-1');
    const absent = `sha256:${'0'.repeat(64)}`;
    await expect(openAt(second, 'prod').copyFrom(openAt(first, 'dev'), image, absent, 'abc')).rejects.toMatchObject({
      reason: 'failure',
      message: expect.stringContaining(absent),
    });
    await expect(openAt(second, 'prod').copyFrom(openAt(first, 'dev'), image, 'abc', 'abc')).rejects.toMatchObject({ reason: 'usage' });
  });
});
