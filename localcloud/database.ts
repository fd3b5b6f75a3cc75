// Opens the local cloud's SQLite file: format version, durability, and SQLite's errors in words. Knows no resource.
import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from './errors';

/** Raised when the tables change in a way that an older hx can't read. */
export const formatVersion = 1;

const tables = `
  CREATE TABLE resources(key TEXT PRIMARY KEY, id TEXT NOT NULL, token TEXT NOT NULL, inputs TEXT NOT NULL, outputs TEXT NOT NULL,
    created TEXT NOT NULL, updated TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX resources_by_token ON resources(token, key);
  CREATE TABLE names(domain TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY(domain, name)) WITHOUT ROWID;
  CREATE INDEX names_by_key ON names(key);
  CREATE TABLE foreign_names(domain TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(domain, name)) WITHOUT ROWID;
  CREATE TABLE deleted(key TEXT PRIMARY KEY, token TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, deleted_at TEXT NOT NULL,
    purge_at TEXT NOT NULL, is_purgeable INTEGER NOT NULL, resources TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE log(seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, operation TEXT NOT NULL, token TEXT NOT NULL, id TEXT NOT NULL,
    status INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL);
  CREATE TABLE faults(seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, operation TEXT NOT NULL, error TEXT NOT NULL, times INTEGER NOT NULL);
  CREATE TABLE settings(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** Opens (and creates) `<folder>/cloud.db`; ":memory:" gives a store of its own. Throws StoreError. */
export function openDatabase(folder: string): DatabaseSync {
  const file = folder === ':memory:' ? folder : join(folder, 'cloud.db');
  try {
    if (folder !== ':memory:') prepareFile(folder, file);
    const database = new DatabaseSync(file, { timeout: 30_000 });
    try {
      prepareFormat(database, file);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw asStoreError(error, file);
  }
}

function prepareFile(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) return;
  // SQLite takes an empty file for a new database; one that another program truncated must not pass for a new cloud.
  const header = Buffer.alloc(16);
  const descriptor = openSync(file, 'r');
  try {
    const length = readSync(descriptor, header, 0, 16, 0);
    if (length === 0 && existsSync(`${file}-wal`)) throw new StoreError('corrupt', `${file} is empty, but its log is not`, resetHint);
    if (length > 0 && !header.toString('latin1').startsWith('SQLite format 3')) {
      throw new StoreError('corrupt', `${file} is not a local cloud's store`, resetHint);
    }
  } finally {
    closeSync(descriptor);
  }
}

const resetHint = 'move the file away, or run `hx cloud reset` to start with an empty cloud';

function prepareFormat(database: DatabaseSync, file: string): void {
  // Read before anything is written: a store from a newer hx stays as it is.
  refuseNewer(versionOf(database), file);
  switchToWal(database);
  database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000');
  if (versionOf(database) === formatVersion) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have made the tables while this one waited.
    const version = versionOf(database);
    refuseNewer(version, file);
    if (version === 0) database.exec(`${tables}; PRAGMA user_version = ${formatVersion}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function refuseNewer(version: number, file: string): void {
  if (version <= formatVersion) return;
  throw new StoreError('newer', `${file} has format ${version}, this hx knows ${formatVersion}`, 'use the newer hx that wrote it, or another HX_HOME');
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** The busy timeout does not cover the switch to WAL when several processes open a new file at once (SQLite answers BUSY at once). */
function switchToWal(database: DatabaseSync): void {
  for (let attempt = 0; ; attempt += 1) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || attempt >= 200) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
    }
  }
}

const resultCode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;

/** True where another process holds the lock that a statement needs. */
export const isBusy = (error: unknown): boolean => resultCode(error) === 5;

/** SQLite's and the file system's errors as a StoreError; anything else comes back unchanged. */
export function asStoreError(error: unknown, file: string): unknown {
  if (error instanceof StoreError) return error;
  const cause = { cause: error };
  const systemCode = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (systemCode === 'EACCES' || systemCode === 'EROFS' || systemCode === 'EPERM' ? 8 : systemCode === 'ENOSPC' ? 13 : resultCode(error)) {
    case 5:
    case 6:
      return new StoreError('busy', `${file} stays locked by another process`, 'see which hx is running and wait for it', cause);
    case 8:
    case 14:
      return new StoreError('read-only', `${file} can't be opened for writing`, 'make the folder writable, or set HX_HOME to another one', cause);
    case 11:
    case 26:
      return new StoreError('corrupt', `${file} is damaged or is not a local cloud's store`, resetHint, cause);
    case 13:
      return new StoreError('full', `no space left for ${file}`, 'free some disk space and run the command again', cause);
    case 10:
      return new StoreError('io', `${file} can't be read or written`, 'check the disk', cause);
    default:
      if (systemCode === 'ENOTDIR' || systemCode === 'EEXIST') return new StoreError('io', `the folder of ${file} is a file`, 'set HX_HOME to a folder', cause);
      return error;
  }
}
