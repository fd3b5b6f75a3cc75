// Who uses a warehouse, among all processes of this machine: locks that the kernel frees when a process ends, however it ends. SQLite's, on empty files.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../errors';

const pollMs = 50;
const patienceMs = 180_000;

/** One at a time: who starts, joins, leaves, stops or removes it. Throws StoreError `busy` where another process does so for minutes. */
export async function atGate<T>(folder: string, body: () => Promise<T>): Promise<T> {
  const gate = new DatabaseSync(join(folder, 'gate.lock'));
  try {
    const deadline = Date.now() + patienceMs;
    while (!tryExclusive(gate)) {
      if (Date.now() > deadline) throw new StoreError('busy', 'another hx starts or stops the local warehouse, and does not end', 'see which hx is running');
      await delay(pollMs);
    }
    return await body();
  } finally {
    gate.close();
  }
}

const usersFile = (folder: string): string => join(folder, 'users.lock');

/** Call `leave` at the gate. */
export interface Membership {
  readonly leave: () => void;
}

/** From now on `isUsed`, until `leave` or the end of this process. At the gate only. */
export function joinUsers(folder: string): Membership {
  const users = new DatabaseSync(usersFile(folder));
  // A read transaction holds the shared lock as long as it is open.
  users.exec('PRAGMA busy_timeout = 5000; BEGIN');
  users.prepare('SELECT count(*) FROM sqlite_schema').get();
  return { leave: () => users.close() };
}

/** At the gate only. */
export function isUsed(folder: string): boolean {
  const users = new DatabaseSync(usersFile(folder));
  try {
    return !tryExclusive(users);
  } finally {
    users.close();
  }
}

function tryExclusive(database: DatabaseSync): boolean {
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    const sqliteBusy = 5;
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false;
    throw error;
  }
}
