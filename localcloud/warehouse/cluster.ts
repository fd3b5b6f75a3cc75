// The database cluster: made once, with one account and one password that a file of mode 0600 holds. Starts no server.
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../errors';
import { syncFolder, writeSynced } from './durable';
import { runToEnd, type Account } from './programs';
import type { Binaries, Place } from './place';

export const user = 'etl';
export const host = '127.0.0.1';
const resetHint = 'hx cloud reset removes the local warehouse and its data; the next run makes it anew';

export const passFile = ({ folder }: Pick<Place, 'folder'>): string => join(folder, 'pgpass');

/** Makes the cluster where there is none; what a killed attempt has left is removed. Throws StoreError where what is there can't be used. */
export async function ensureCluster(place: Place, { bin, version }: Binaries, account: Account | undefined): Promise<void> {
  const password = passwordOf(place);
  if (existsSync(join(place.data, 'PG_VERSION'))) {
    const [found, known] = [readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim(), version.split('.')[0] ?? ''];
    if (found !== known) throw new StoreError('newer', `${place.data} is of PostgreSQL ${found}, this hx runs ${known}`, resetHint);
    if (password === undefined) throw new StoreError('corrupt', `${passFile(place)}, the password of the local warehouse, is gone`, resetHint);
    return;
  }
  if (existsSync(place.data)) throw new StoreError('corrupt', `${place.data} is no database cluster`, resetHint);
  await make(place, bin, account, password ?? newPassword(place));
}

async function make({ base, data }: Place, bin: string, account: Account | undefined, password: string): Promise<void> {
  const [fresh, once] = [`${data}.new`, join(base, 'password')];
  rmSync(fresh, { recursive: true, force: true });
  rmSync(once, { force: true });
  try {
    writeFileSync(once, password, { mode: 0o600 });
    if (account !== undefined) chownSync(once, account.uid, account.gid);
    const args = ['-D', fresh, '-U', user, '--auth=scram-sha-256', `--pwfile=${once}`, '-E', 'UTF8', '--locale=C'];
    const { exitCode, stderr } = await runToEnd(join(bin, 'initdb'), args, { account, cwd: base });
    if (exitCode !== 0)
      throw new StoreError(
        stderr.includes('No space left') ? 'full' : 'io',
        `initdb failed: ${lastLine(stderr)}`,
        'check the disk, then run the same command again',
      );
  } finally {
    rmSync(once, { force: true });
  }
  renameSync(fresh, data);
  syncFolder(base);
}

function passwordOf(place: Place): string | undefined {
  if (!existsSync(passFile(place))) return undefined;
  const password = /^127\.0\.0\.1:\*:\*:etl:([\w-]{32})\n$/.exec(readFileSync(passFile(place), 'utf8'))?.[1];
  if (password === undefined) throw new StoreError('corrupt', `${passFile(place)} is damaged`, resetHint);
  return password;
}

/** Before the cluster: one without a password that is known could never be entered. */
function newPassword(place: Place): string {
  const password = randomBytes(24).toString('base64url');
  writeSynced(passFile(place), `${host}:*:*:${user}:${password}\n`);
  return password;
}

export const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

const psql = (place: Place, { bin }: Binaries, port: number, sql: string): ReturnType<typeof runToEnd> =>
  runToEnd(join(bin, 'psql'), ['-X', '-A', '-t', '-h', host, '-p', String(port), '-U', user, '-d', 'postgres', '-w', '-c', sql], {
    environment: { PGPASSFILE: passFile(place), PGCONNECT_TIMEOUT: '10' },
  });

/** Makes the database where there is none. At the gate: two that make it at once would fail. Throws StoreError where the server refuses. */
export async function ensureDatabase(place: Place, binaries: Binaries, port: number, database: string): Promise<void> {
  const ask = (sql: string): ReturnType<typeof runToEnd> => psql(place, binaries, port, sql);
  // The name is judged: [a-z_][a-z0-9_]*.
  const found = await ask(`SELECT 1 FROM pg_database WHERE datname = '${database}'`);
  const done = found.exitCode === 0 && found.stdout.trim() === '' ? await ask(`CREATE DATABASE "${database}"`) : found;
  if (done.exitCode === 0) return;
  if (done.stderr.includes('password authentication failed'))
    throw new StoreError('corrupt', `${passFile(place)} does not open the local warehouse`, resetHint);
  throw new StoreError('io', `the local warehouse refused: ${lastLine(done.stderr)}`, `its log: ${place.log}`);
}

/** With everything in it; who is connected is thrown out. Throws StoreError where the server refuses. */
export async function removeDatabase(place: Place, binaries: Binaries, port: number, database: string): Promise<void> {
  const { exitCode, stderr } = await psql(place, binaries, port, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
  if (exitCode !== 0) throw new StoreError('io', `the local warehouse refused: ${lastLine(stderr)}`, `its log: ${place.log}`);
}
