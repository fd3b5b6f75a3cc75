import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, StoreError } from '../../localcloud';
import type { ServerMessage } from '../../localcloud/server';

jest.setTimeout(30_000);

const serverModule = join(__dirname, '..', '..', 'dist', 'localcloud', 'server.js');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hx-server-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

async function start(): Promise<{ readonly child: ChildProcess; readonly port: number; readonly ended: Promise<number | null> }> {
  const child = fork(serverModule, [folder], { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const message = await new Promise<ServerMessage>((resolve) => child.once('message', resolve));
  if (message.type !== 'listening') throw new Error(message.message);
  return { child, port: message.ports['azure-native'], ended };
}

test('it listens on loopback for its three providers and ends when it is told to', async () => {
  const session = await startServer({ folder, module: serverModule });
  const attached = session.environment['PULUMI_DEBUG_PROVIDERS'] ?? '';
  expect(attached).toMatch(/^azure-native:\d+,databricks:\d+,docker:\d+$/);
  const ports = [...attached.matchAll(/\d+/g)].map(Number);
  expect(await Promise.all(ports.map(isOpen))).toEqual([true, true, true]);
  await session.stop();
  expect(await Promise.all(ports.map(isOpen))).toEqual([false, false, false]);
  await session.stop();
});

test('it leaves by itself when its parent is gone, and ignores Ctrl-C until then', async () => {
  const { child, port, ended } = await start();
  child.kill('SIGINT');
  expect(await isOpen(port)).toBe(true);
  child.disconnect();
  expect(await ended).toBe(0);
  expect(await isOpen(port)).toBe(false);
});

test('a store that can not be used is a StoreError of the parent, and no process stays', async () => {
  writeFileSync(join(folder, 'cloud.db'), 'certainly not a database file, and longer than a header');
  const error: unknown = await startServer({ folder, module: serverModule }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(StoreError);
  expect(error).toMatchObject({ problem: 'corrupt' });
  expect(existsSync(join(folder, 'cloud.db-wal'))).toBe(false);
});
