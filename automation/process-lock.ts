// A lock among processes of one machine that the kernel frees when its owner ends, however it ends. Not a lease: it knows no host and no run.
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { HxError } from './errors';

export interface LockOptions {
  /** Called once, where another process holds the lock; `owner` is its pid, or "unknown". */
  readonly onWait: (owner: string) => void;
  readonly cancelled?: AbortSignal;
}

const pollMs = 200;

/** Runs `body` alone among all processes that lock the same file. The lock is SQLite's on an empty database: node has no flock of its own. */
export async function withProcessLock<T>(file: string, options: LockOptions, body: () => Promise<T>): Promise<T> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0');
    let isWaiting = false;
    while (!tryLock(database)) {
      if (!isWaiting) options.onWait((await readFile(`${file}.owner`, 'utf8').catch(() => '')) || 'unknown');
      isWaiting = true;
      await pause(options.cancelled);
    }
    await writeFile(`${file}.owner`, String(process.pid));
    return await body();
  } finally {
    database.close();
  }
}

function tryLock(database: { exec(sql: string): void }): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    const sqliteBusy = 5;
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false;
    throw error;
  }
}

async function pause(cancelled: AbortSignal | undefined): Promise<void> {
  try {
    await delay(pollMs, undefined, cancelled === undefined ? {} : { signal: cancelled });
  } catch (cause) {
    throw new HxError('cancelled', 'waiting for another process was cancelled', { cause });
  }
}
