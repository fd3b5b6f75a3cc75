import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudStatus, registryStatus, resetCloud, startRegistry } from '../../localcloud';
import { lookAtSessions } from '../../localcloud/docker/registry-sessions';
import { isAlive, markOf, type ProcessMark } from '../../localcloud/processes';
import { describeWithDaemon } from '../support/docker/daemon';

jest.setTimeout(120_000);

const root = join(__dirname, '..', '..');
const script = `
  const { startRegistry } = require(process.argv[1]);
  startRegistry({ folder: process.argv[2], binary: process.argv[3] }).then((session) => {
    process.stdout.write(session.address + '\\n');
    process.stdin.on('data', () => session.stop().then(() => process.exit(0)));
  });
`;

describeWithDaemon('the registry of the local cloud', (daemon) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hx-registry-'));
  });
  afterEach(() => {
    const left = lookAtSessions(join(folder, 'registry', 'sessions.db')).registry;
    if (left !== undefined) process.kill(left.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (): ReturnType<typeof startRegistry> => startRegistry({ folder, binary: daemon().registry });
  const markOfRegistry = (): ProcessMark => markOf(pidOf());
  const pidOf = (): number => lookAtSessions(join(folder, 'registry', 'sessions.db')).registry?.pid ?? 0;
  /** Another hx process that uses the registry. */
  const other = async (): Promise<{ readonly child: ChildProcess; readonly address: string }> => {
    const args = ['--disable-warning=ExperimentalWarning', '-e', script, join(root, 'dist', 'localcloud'), folder, daemon().registry];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const address = await new Promise<string>((resolve) => child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())));
    return { child, address };
  };
  const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('exit', resolve));

  it('listens on loopback, and only to who has the password, which nobody else can read', async () => {
    const session = await start();
    expect(session.address).toMatch(/^127\.0\.0\.1:\d+$/);
    expect((await fetch(`http://${session.address}/v2/_catalog`)).status).toBe(401);
    const login = (password: string): Promise<Response> =>
      fetch(`http://${session.address}/v2/_catalog`, { headers: { authorization: `Basic ${Buffer.from(`hx:${password}`).toString('base64')}` } });
    expect((await login('wrong')).status).toBe(401);
    expect((await login(session.credentials.password)).status).toBe(200);
    for (const name of ['login.json', 'htpasswd', 'config.yml', 'registry.log']) expect(statSync(join(folder, 'registry', name)).mode & 0o077).toBe(0);
    const commandLine = readFileSync(`/proc/${pidOf()}/cmdline`, 'utf8') + readFileSync(`/proc/${pidOf()}/environ`, 'utf8');
    expect(commandLine).not.toContain(session.credentials.password);
    await session.stop();
  });

  it('is one for all who use it at once, and ends with the last of them', async () => {
    const sessions = await Promise.all([start(), start(), start()]);
    const { child, address } = await other();
    expect(new Set([address, ...sessions.map((session) => session.address)]).size).toBe(1);
    const mark = markOfRegistry();
    for (const session of sessions) await session.stop();
    expect(isAlive(mark)).toBe(true);
    child.stdin?.write('stop\n');
    await ended(child);
    expect(isAlive(mark)).toBe(false);
  });

  it('is taken on after its owner was killed, and ends with who took it on', async () => {
    const { child, address } = await other();
    const mark = markOfRegistry();
    child.kill('SIGKILL');
    await ended(child);
    expect(isAlive(mark)).toBe(true);
    const session = await start();
    expect([session.address, pidOf()]).toEqual([address, mark.pid]);
    await session.stop();
    expect(isAlive(mark)).toBe(false);
  });

  it('is started anew where it was killed itself, with the same login', async () => {
    const first = await start();
    process.kill(pidOf(), 'SIGKILL');
    const second = await start();
    expect(second.credentials).toEqual(first.credentials);
    expect((await fetch(`http://${second.address}/v2/`)).status).toBe(401);
    await Promise.all([first.stop(), second.stop()]);
    expect(pidOf()).toBe(0);
  });

  it('leaves none running of which its starter, killed at once, told nobody', async () => {
    const { child } = await other();
    const mark = markOfRegistry();
    child.kill('SIGKILL');
    await ended(child);
    // As if the list of sessions had never been written.
    rmSync(join(folder, 'registry', 'sessions.db'));
    const session = await start();
    expect(isAlive(mark)).toBe(false);
    await session.stop();
  });

  it('takes no other program on its old port for itself', async () => {
    const first = await start();
    const mark = markOfRegistry();
    // The record names a process that runs and does not answer: as if the number had gone to another one.
    process.kill(mark.pid, 'SIGSTOP');
    const second = await start();
    expect(second.address).not.toBe(first.address);
    expect(isAlive(mark)).toBe(false);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('holds images by registry, which a daemon pulls by the reference that it gives', async () => {
    const session = await start();
    mkdirSync(join(folder, 'context'));
    writeFileSync(join(folder, 'context', 'Dockerfile'), 'FROM scratch\nLABEL a=b\n');
    expect(session.referenceOf('acrlab001.azurecr.io/etl/x:1')).toBe(`${session.address}/acrlab001/etl/x:1`);
    const reference = session.referenceOf('acrlab001.azurecr.io/etl/x:1');
    const auth = Buffer.from(`hx:${session.credentials.password}`).toString('base64');
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [session.address]: { auth } } }), { mode: 0o600 });
    const docker = (...args: readonly string[]): string => execFileSync('docker', ['--config', folder, ...args], { encoding: 'utf8', stdio: 'pipe' });
    docker('build', '--tag', reference, join(folder, 'context'));
    docker('push', reference);
    docker('image', 'rm', reference);
    expect(docker('pull', reference)).toContain('acrlab001/etl/x:1');
    docker('image', 'rm', reference);
    expect(registryStatus(folder)).toMatchObject({ repositories: 1, address: session.address, users: 1 });
    expect(() => resetCloud(folder)).toThrow(`used by process ${process.pid}`);
    await session.stop();
    expect(cloudStatus(folder).registry).toMatchObject({ repositories: 1, users: 0 });
    // No registry of the cloud has that name: with the next start its images are gone, as they would be in Azure.
    await (await start()).stop();
    expect(registryStatus(folder)).toMatchObject({ repositories: 0 });
    resetCloud(folder);
    expect(registryStatus(folder)).toBeUndefined();
  });

  it('tells why it does not come up', async () => {
    await expect(startRegistry({ folder, binary: join(folder, 'none') })).rejects.toThrow(/can't be started.*ENOENT/);
    await expect(startRegistry({ folder, binary: '/bin/false' })).rejects.toThrow(/ended at once \(exit code 1\)/);
    await (await start()).stop();
  });
});
