// The programs of PostgreSQL, run without a shell, as another account where hx is root. The one file of the warehouse that starts processes.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { StoreError } from '../errors';

/** PostgreSQL refuses root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface ProgramOptions {
  readonly account?: Account | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Nothing of the user's own PG* variables, locale or time zone reaches PostgreSQL. */
const plain = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin' };

/** Runs it to its end. Throws StoreError where it can't be started. */
export function runToEnd(program: string, args: readonly string[], { account, environment, cwd }: ProgramOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...account, cwd, env: { ...plain, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (cause) => reject(notStarted(program, cause)));
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

export interface Started {
  readonly pid: number;
  readonly hasEnded: () => boolean;
}

/** Starts what outlives this process, in a session of its own so that Ctrl-C does not reach it; its words are appended to `log`. */
export function startDetached(program: string, args: readonly string[], { account, cwd, log }: ProgramOptions & { readonly log: string }): Promise<Started> {
  const descriptor = openSync(log, 'a', 0o600);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...account, cwd, env: plain, detached: true, stdio: ['ignore', descriptor, descriptor] });
    closeSync(descriptor);
    child.once('error', (cause) => reject(notStarted(program, cause)));
    child.once('spawn', () => {
      child.unref();
      resolve({ pid: child.pid ?? 0, hasEnded: () => child.exitCode !== null || child.signalCode !== null });
    });
  });
}

const notStarted = (program: string, cause: Error): StoreError =>
  new StoreError('io', `${program} can't be started: ${cause.message}`, 'check that HX_CACHE is on a file system whose programs may run', { cause });
