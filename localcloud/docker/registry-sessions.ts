// Who uses the local cloud's registry, in a small database that also serves as the lock between processes: a killed one lets go of it by itself.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from '../database';
import { isAlive, type ProcessMark } from '../processes';

/** The registry's process, and where it listens. */
export interface RunningRegistry extends ProcessMark {
  readonly address: string;
}

const tables = `
  CREATE TABLE IF NOT EXISTS sessions(id TEXT PRIMARY KEY, pid INTEGER NOT NULL, start TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS registry(one INTEGER PRIMARY KEY CHECK(one = 1), pid INTEGER NOT NULL, start TEXT NOT NULL, address TEXT NOT NULL);
`;
const pollMs = 25;
const waitMs = 60_000;

/** One process's hold on the list; nobody else changes it meanwhile. */
export class Sessions {
  constructor(private readonly database: DatabaseSync) {}

  /** Marks of those that still run; the others are forgotten. */
  live(): readonly ProcessMark[] {
    const rows = this.database.prepare('SELECT id, pid, start FROM sessions').all();
    const marks = rows.map((row) => ({ id: String(row['id']), pid: Number(row['pid']), start: String(row['start']) }));
    for (const { id } of marks.filter((mark) => !isAlive(mark))) this.leave(id);
    return marks.filter(isAlive);
  }

  /** Gives the session's id. */
  join({ pid, start }: ProcessMark): string {
    const id = randomUUID();
    this.database.prepare('INSERT INTO sessions(id, pid, start) VALUES(?, ?, ?)').run(id, pid, start);
    return id;
  }

  leave(id: string): void {
    this.database.prepare('DELETE FROM sessions WHERE id = ?').run(id);
  }

  /** The registry as it was recorded last, also where it has ended since. */
  registry(): RunningRegistry | undefined {
    const row = this.database.prepare('SELECT pid, start, address FROM registry').get();
    return row === undefined ? undefined : { pid: Number(row['pid']), start: String(row['start']), address: String(row['address']) };
  }

  setRegistry(running: RunningRegistry | undefined): void {
    this.database.prepare('DELETE FROM registry').run();
    if (running !== undefined)
      this.database.prepare('INSERT INTO registry(one, pid, start, address) VALUES(1, ?, ?, ?)').run(running.pid, running.start, running.address);
  }
}

/** Runs the work alone among all processes; what it changed stays also where it throws. Throws where another one holds the list for a minute. */
export async function withSessions<T>(file: string, work: (sessions: Sessions) => Promise<T>): Promise<T> {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    await begin(database, file);
    try {
      return await work(new Sessions(database));
    } finally {
      database.exec('COMMIT');
    }
  } finally {
    database.close();
  }
}

/** Waits without blocking this process, which may itself be the one that holds the lock. */
async function begin(database: DatabaseSync, file: string): Promise<void> {
  for (const end = Date.now() + waitMs; ; await delay(pollMs)) {
    try {
      database.exec('BEGIN IMMEDIATE');
      database.exec(tables);
      return;
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (Date.now() > end) throw new Error(`${file} stays locked by another process`, { cause: error });
    }
  }
}

/** What is running, without waiting for anybody; an undefined registry is one that has ended. */
export function lookAtSessions(file: string): { readonly registry: RunningRegistry | undefined; readonly sessions: readonly ProcessMark[] } {
  if (!existsSync(file)) return { registry: undefined, sessions: [] };
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
  try {
    // The first process that ever used it is just making them.
    const hasTables = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'registry'").get() !== undefined;
    if (!hasTables) return { registry: undefined, sessions: [] };
    const rows = database.prepare('SELECT pid, start FROM sessions').all();
    const marks = rows.map((row) => ({ pid: Number(row['pid']), start: String(row['start']) }));
    const registry = new Sessions(database).registry();
    return { registry: registry !== undefined && isAlive(registry) ? registry : undefined, sessions: marks.filter(isAlive) };
  } finally {
    database.close();
  }
}
