// The server of one cluster: found by the file that it keeps itself, started, adopted, stopped. Never touches a process that is not this cluster's server.
import { existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../errors';
import { lastLine } from './cluster';
import { startDetached, runToEnd, type Account, type Started } from './programs';
import type { Binaries, Place } from './place';

export interface Running {
  readonly pid: number;
  readonly port: number;
}

interface PidFile extends Running {
  readonly isReady: boolean;
}

const pollMs = 25;
/** Recovery after a crash replays what was written since the last checkpoint. */
const startMs = 120_000;
const stopMs = 60_000;
const attempts = 10;
const biggestLog = 16 * 1024 * 1024;

const pidFile = ({ data }: Place): string => join(data, 'postmaster.pid');

/** Its lines: pid, data folder, start time, port, socket folder, address, shared memory, status. */
function readPidFile(place: Place): PidFile | undefined {
  if (!existsSync(pidFile(place))) return undefined;
  const [pid = '', , , port = '', , , , status = ''] = readFileSync(pidFile(place), 'utf8').split('\n');
  return { pid: Number(pid), port: Number(port), isReady: status.trim() === 'ready' };
}

/** A number in a file may be another process's by now: its command line must name this cluster. */
async function isServer(pid: number, { data }: Place): Promise<boolean> {
  if (!(pid > 1)) return false;
  const proc = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self/cmdline')) return existsSync(proc) && readCommand(proc).includes(data);
  return (await runToEnd('ps', ['-p', String(pid), '-o', 'args='])).stdout.includes(data);
}

function readCommand(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended in between.
    return '';
  }
}

export async function findServer(place: Place): Promise<PidFile | undefined> {
  const found = readPidFile(place);
  return found !== undefined && (await isServer(found.pid, place)) ? found : undefined;
}

/** The server of an earlier hx that was killed is adopted; one that is stopping is waited for. Call at the gate. Throws StoreError. */
export async function ensureServer(place: Place, binaries: Binaries, account: Account | undefined, isAlone: boolean): Promise<Running> {
  const deadline = Date.now() + startMs;
  for (let found = await findServer(place); found !== undefined; found = await findServer(place)) {
    if (found.isReady) return found;
    if (Date.now() > deadline)
      throw new StoreError('busy', `the server of the local warehouse (process ${found.pid}) neither starts nor ends`, `its log: ${place.log}`);
    await delay(pollMs);
  }
  // PostgreSQL takes any living process of its own account for the server. Where somebody uses the warehouse, the server may be in another container.
  if (isAlone) rmSync(pidFile(place), { force: true });
  for (let attempt = 1; ; attempt += 1) {
    const running = await start(place, binaries, account);
    if (running !== undefined) return running;
    // The port was taken in between, or children of a killed server have not ended yet.
    if (attempt === attempts)
      throw new StoreError('io', `the local warehouse does not start: ${lastLine(readFileSync(place.log, 'utf8'))}`, `its log: ${place.log}`);
    await delay(200);
  }
}

async function start(place: Place, { bin }: Binaries, account: Account | undefined): Promise<Running | undefined> {
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', log_error_verbosity: 'terse', log_min_error_statement: 'panic' };
  // Rows are people's data: neither details nor statements reach the log.
  const args = ['-D', place.data, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  if (existsSync(place.log) && statSync(place.log).size > biggestLog) truncateSync(place.log);
  const server = await startDetached(join(bin, 'postgres'), args, { account, cwd: place.base, log: place.log });
  return (await isUp(place, server)) ? { pid: server.pid, port } : undefined;
}

async function isUp(place: Place, server: Started): Promise<boolean> {
  for (const deadline = Date.now() + startMs; Date.now() < deadline && !server.hasEnded(); await delay(pollMs)) {
    const found = readPidFile(place);
    if (found?.pid === server.pid && found.isReady) return true;
  }
  if (!server.hasEnded()) process.kill(server.pid, 'SIGQUIT');
  return false;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Lets no new client in, ends those that are there, writes everything down. Call at the gate. Throws StoreError where it does not end. */
export async function stopServer(place: Place): Promise<void> {
  const found = await findServer(place);
  if (found === undefined) return;
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    send(found.pid, signal);
    for (const deadline = Date.now() + stopMs; Date.now() < deadline; await delay(pollMs)) {
      if (!(await isServer(found.pid, place))) return;
    }
  }
  throw new StoreError('io', `the server of the local warehouse (process ${found.pid}) does not stop`, `its log: ${place.log}`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
