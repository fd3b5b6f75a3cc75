// What the local cloud remembers: resources, names, soft-deleted ones, the log, faults and settings. Judges nothing; see cloud.ts.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { asStoreError, openDatabase } from './database';
import type { Properties } from './kind';
import type { SoftDeleted } from './world';

/** `key` is what the resource is found by: unique in the store, and everything below a resource starts with its key and a slash. */
export interface Row {
  readonly key: string;
  readonly id: string;
  readonly token: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly created: string;
  readonly updated: string;
}

export interface DeletedRow extends SoftDeleted {
  readonly key: string;
  /** The resource itself and what was below it: what a recovery brings back. */
  readonly rows: readonly Row[];
}

export interface LogEntry {
  readonly seq: number;
  readonly time: string;
  readonly operation: string;
  readonly token: string;
  readonly id: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface FaultRow {
  readonly seq: number;
  readonly kind: string;
  readonly operation: string;
  readonly error: string;
  readonly times: number;
}

const keptLogEntries = 20_000;

type SqlRow = Record<string, unknown>;
const text = (row: SqlRow, column: string): string => String(row[column]);

const toRow = (row: SqlRow): Row => ({
  key: text(row, 'key'),
  id: text(row, 'id'),
  token: text(row, 'token'),
  inputs: JSON.parse(text(row, 'inputs')) as Properties,
  outputs: JSON.parse(text(row, 'outputs')) as Properties,
  created: text(row, 'created'),
  updated: text(row, 'updated'),
});

const toDeleted = (row: SqlRow): DeletedRow => {
  const rows = JSON.parse(text(row, 'resources')) as Row[];
  const location = rows[0]?.outputs['location'];
  return {
    key: text(row, 'key'),
    id: text(row, 'id'),
    token: text(row, 'token'),
    name: text(row, 'name'),
    deletedAt: text(row, 'deleted_at'),
    purgeAt: text(row, 'purge_at'),
    isPurgeable: row['is_purgeable'] === 1,
    ...(typeof location === 'string' ? { location } : {}),
    rows,
  };
};

/** One connection to the store. Several processes may hold one each; every write is one transaction, durable when `write` returns. */
export class Store {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private isWriting = false;

  /** Folder of `cloud.db`, or ":memory:". Throws StoreError. */
  constructor(private readonly folder: string) {
    this.database = openDatabase(folder);
  }

  close(): void {
    this.statements.clear();
    if (this.database.isOpen) this.database.close();
  }

  /** Lets the file grow by so many pages at the most: stands for a full disk in tests. */
  limitPages(more: number): void {
    const pages = Number(this.one('PRAGMA page_count')?.['page_count'] ?? 0);
    this.database.exec(`PRAGMA max_page_count = ${pages + more}`);
  }

  /** Runs `change` in one transaction that no other writer overlaps; an exception leaves nothing behind. */
  write<T>(change: () => T): T {
    if (this.isWriting) return change();
    return this.guard(() => {
      this.run('BEGIN IMMEDIATE');
      this.isWriting = true;
      try {
        const result = change();
        this.run('COMMIT');
        return result;
      } catch (error) {
        // A full disk or a corrupt page may already have rolled the transaction back.
        if (this.database.isTransaction) this.run('ROLLBACK');
        throw error;
      } finally {
        this.isWriting = false;
      }
    });
  }

  get(key: string): Row | undefined {
    const row = this.one('SELECT * FROM resources WHERE key = ?', key);
    return row === undefined ? undefined : toRow(row);
  }

  put(row: Row): void {
    this.run(
      'INSERT OR REPLACE INTO resources(key, id, token, inputs, outputs, created, updated) VALUES(?, ?, ?, ?, ?, ?, ?)',
      row.key,
      row.id,
      row.token,
      JSON.stringify(row.inputs),
      JSON.stringify(row.outputs),
      row.created,
      row.updated,
    );
  }

  /** Removes the row and the global names that it holds; not what is below it. */
  remove(key: string): void {
    this.run('DELETE FROM resources WHERE key = ?', key);
    this.run('DELETE FROM names WHERE key = ?', key);
  }

  /** Everything below a key, parents before children; not the key itself; of one token where that is given. "0" is the character after "/". */
  below(key: string, token?: string): Row[] {
    const [from, to] = [`${key}/`, `${key}0`];
    if (token !== undefined) return this.all('SELECT * FROM resources WHERE token = ? AND key > ? AND key < ? ORDER BY key', token, from, to).map(toRow);
    return this.all('SELECT * FROM resources WHERE key > ? AND key < ? ORDER BY key', from, to).map(toRow);
  }

  ofToken(token: string): Row[] {
    return this.all('SELECT * FROM resources WHERE token = ? ORDER BY key', token).map(toRow);
  }

  everything(): Row[] {
    return this.all('SELECT * FROM resources ORDER BY key').map(toRow);
  }

  ids(): string[] {
    return this.all('SELECT id FROM resources ORDER BY key').map((row) => text(row, 'id'));
  }

  takeName(domain: string, name: string, key: string): void {
    this.run('INSERT OR REPLACE INTO names(domain, name, key) VALUES(?, ?, ?)', domain, name, key);
  }

  /** Key of the resource that holds a global name. */
  holderOfName(domain: string, name: string): string | undefined {
    const row = this.one('SELECT key FROM names WHERE domain = ? AND name = ?', domain, name);
    return row === undefined ? undefined : text(row, 'key');
  }

  isForeignName(domain: string, name: string): boolean {
    return this.one('SELECT 1 AS found FROM foreign_names WHERE domain = ? AND name = ?', domain, name.toLowerCase()) !== undefined;
  }

  addForeignName(domain: string, name: string): void {
    this.write(() => this.run('INSERT OR IGNORE INTO foreign_names(domain, name) VALUES(?, ?)', domain, name.toLowerCase()));
  }

  putDeleted(row: DeletedRow): void {
    this.run(
      'INSERT OR REPLACE INTO deleted(key, token, name, id, deleted_at, purge_at, is_purgeable, resources) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
      row.key,
      row.token,
      row.name.toLowerCase(),
      row.id,
      row.deletedAt,
      row.purgeAt,
      row.isPurgeable ? 1 : 0,
      JSON.stringify(row.rows),
    );
  }

  deletedByName(token: string, name: string): DeletedRow[] {
    return this.all('SELECT * FROM deleted WHERE token = ? AND name = ?', token, name.toLowerCase()).map(toDeleted);
  }

  allDeleted(): DeletedRow[] {
    return this.all('SELECT * FROM deleted ORDER BY deleted_at').map(toDeleted);
  }

  deletedAt(key: string): DeletedRow | undefined {
    const row = this.one('SELECT * FROM deleted WHERE key = ?', key);
    return row === undefined ? undefined : toDeleted(row);
  }

  /** Forgets a soft-deleted resource for good, with the soft-deleted ones below it. */
  forgetDeleted(key: string): void {
    this.write(() => this.run('DELETE FROM deleted WHERE key = ? OR (key > ? AND key < ?)', key, `${key}/`, `${key}0`));
  }

  /** A recovered resource is no longer deleted; soft-deleted ones below it stay so. */
  undelete(key: string): void {
    this.run('DELETE FROM deleted WHERE key = ?', key);
  }

  appendLog(entry: Omit<LogEntry, 'seq'>): void {
    this.run(
      'INSERT INTO log(time, operation, token, id, status, code, message) VALUES(?, ?, ?, ?, ?, ?, ?)',
      entry.time,
      entry.operation,
      entry.token,
      entry.id,
      entry.status,
      entry.code,
      entry.message,
    );
    this.trimLog();
  }

  /** Keeps the log from growing without end. */
  private trimLog(): void {
    this.run('DELETE FROM log WHERE seq <= (SELECT MAX(seq) FROM log) - ?', keptLogEntries);
  }

  /** The newest entries, oldest of them first. */
  readLog(limit: number): LogEntry[] {
    return this.all('SELECT * FROM (SELECT * FROM log ORDER BY seq DESC LIMIT ?) ORDER BY seq', limit) as unknown as LogEntry[];
  }

  faults(): FaultRow[] {
    return this.all('SELECT * FROM faults ORDER BY seq') as unknown as FaultRow[];
  }

  addFault(fault: Omit<FaultRow, 'seq'>): void {
    this.write(() => this.run('INSERT INTO faults(kind, operation, error, times) VALUES(?, ?, ?, ?)', fault.kind, fault.operation, fault.error, fault.times));
  }

  /** Uses up one occurrence of a fault; the last one removes it. */
  useFault(seq: number): void {
    this.run('UPDATE faults SET times = times - 1 WHERE seq = ?', seq);
    this.run('DELETE FROM faults WHERE seq = ? AND times <= 0', seq);
  }

  clearFaults(): void {
    this.write(() => this.run('DELETE FROM faults'));
  }

  setting(key: string): string | undefined {
    const row = this.one('SELECT value FROM settings WHERE key = ?', key);
    return row === undefined ? undefined : text(row, 'value');
  }

  setSetting(key: string, value: string): void {
    this.write(() => this.run('INSERT OR REPLACE INTO settings(key, value) VALUES(?, ?)', key, value));
  }

  removeSetting(key: string): void {
    this.run('DELETE FROM settings WHERE key = ?', key);
  }

  /** Settings whose keys begin so; the prefix ends with ":". */
  settingsUnder(prefix: string): readonly { readonly key: string; readonly value: string }[] {
    const rows = this.all('SELECT key, value FROM settings WHERE key >= ? AND key < ?', prefix, `${prefix.slice(0, -1)};`);
    return rows.map((row) => ({ key: text(row, 'key'), value: text(row, 'value') }));
  }

  /** As `write`, for what may be lost with the power, but not with the process: nothing waits for the disk. */
  writeUnflushed<T>(change: () => T): T {
    if (this.isWriting) return change();
    this.guard(() => this.database.exec('PRAGMA synchronous = NORMAL'));
    try {
      return this.write(change);
    } finally {
      this.guard(() => this.database.exec('PRAGMA synchronous = FULL'));
    }
  }

  /** A number that no other call ever got, for ids that a service hands out. Call inside `write`. */
  nextNumber(): number {
    const next = Number(this.setting('serial') ?? '0') + 1;
    this.run('INSERT OR REPLACE INTO settings(key, value) VALUES(?, ?)', 'serial', String(next));
    return next;
  }

  /** Empties every table but the log's numbering: the cloud is as new. */
  clear(): void {
    this.write(() => {
      for (const table of ['resources', 'names', 'foreign_names', 'deleted', 'log', 'faults', 'settings']) this.run(`DELETE FROM ${table}`);
    });
  }

  private statement(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  private run(sql: string, ...values: SQLInputValue[]): void {
    this.guard(() => this.statement(sql).run(...values));
  }

  private one(sql: string, ...values: SQLInputValue[]): SqlRow | undefined {
    return this.guard(() => this.statement(sql).get(...values));
  }

  private all(sql: string, ...values: SQLInputValue[]): SqlRow[] {
    return this.guard(() => this.statement(sql).all(...values));
  }

  private guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw asStoreError(error, this.folder);
    }
  }
}

/** Opens the store of a folder for one piece of work. */
export function withStore<T>(folder: string, use: (store: Store) => T): T {
  const store = new Store(folder);
  try {
    return use(store);
  } finally {
    store.close();
  }
}
