// The files of the local cloud's registry below its folder: configuration, login, and what is stored. Starts nothing.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegistryLogin } from './settings';

export interface RegistryFiles {
  readonly root: string;
  readonly data: string;
  readonly config: string;
  readonly htpasswd: string;
  readonly login: string;
  readonly sessions: string;
  readonly log: string;
  /** Mark of the process that was started last. */
  readonly process: string;
}

/** `folder` is HX_HOME/cloud. */
export function registryFiles(folder: string): RegistryFiles {
  const root = join(folder, 'registry');
  const inRoot = (name: string): string => join(root, name);
  return {
    root,
    data: inRoot('data'),
    config: inRoot('config.yml'),
    htpasswd: inRoot('htpasswd'),
    login: inRoot('login.json'),
    sessions: inRoot('sessions.db'),
    log: inRoot('registry.log'),
    process: inRoot('process.json'),
  };
}

/** A file that is whole or not there, and that its owner alone can read. */
export function writeWhole(path: string, text: string): void {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, text, { mode: 0o600, flush: true });
  renameSync(fresh, path);
}

/** The password has 256 bits, so that the fewest rounds of bcrypt are enough; the registry takes no other digest. */
const bcryptRounds = 4;

/** Makes what is missing; a login that was made stays the same as long as the folder does. */
export async function prepareFiles(files: RegistryFiles): Promise<RegistryLogin> {
  mkdirSync(files.data, { recursive: true, mode: 0o700 });
  const login = readLogin(files) ?? { username: 'hx', password: randomBytes(32).toString('base64url') };
  writeWhole(files.login, JSON.stringify(login));
  const { hash } = await import('bcryptjs');
  writeWhole(files.htpasswd, `${login.username}:${await hash(login.password, bcryptRounds)}\n`);
  writeWhole(files.config, configOf(files));
  return login;
}

export function readLogin({ login }: RegistryFiles): RegistryLogin | undefined {
  if (!existsSync(login)) return undefined;
  const { username, password } = JSON.parse(readFileSync(login, 'utf8')) as Partial<RegistryLogin>;
  return typeof username === 'string' && typeof password === 'string' ? { username, password } : undefined;
}

/** JSON is YAML. The port is the system's choice; the log names it. */
const configOf = ({ data, htpasswd }: RegistryFiles): string =>
  JSON.stringify({
    version: 0.1,
    log: { level: 'info', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: data }, delete: { enabled: true } },
    auth: { htpasswd: { realm: 'hx', path: htpasswd } },
    http: { addr: '127.0.0.1:0', secret: randomBytes(32).toString('hex') },
  });

const repositoriesBelow = (folder: string): number => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const own = folders.some(({ name }) => name === '_manifests') ? 1 : 0;
  return folders.filter(({ name }) => !name.startsWith('_')).reduce((sum, { name }) => sum + repositoriesBelow(join(folder, name)), own);
};

const repositoriesOf = ({ data }: RegistryFiles): string => join(data, 'docker', 'registry', 'v2', 'repositories');

export interface RegistryHoldings {
  readonly folder: string;
  readonly repositories: number;
  readonly bytes: number;
}

/** Undefined where nothing was ever pushed. */
export function holdingsOf(files: RegistryFiles): RegistryHoldings | undefined {
  const repositories = repositoriesOf(files);
  if (!existsSync(repositories)) return undefined;
  const entries = readdirSync(files.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = entries.reduce((sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0), 0);
  return { folder: files.root, repositories: repositoriesBelow(repositories), bytes };
}

/** Removes the repositories of registries that are not among those any more: Azure deletes images with their registry. */
export function keepRegistries(files: RegistryFiles, names: ReadonlySet<string>): void {
  const repositories = repositoriesOf(files);
  if (!existsSync(repositories)) return;
  for (const name of readdirSync(repositories)) if (!names.has(name)) rmSync(join(repositories, name), { recursive: true, force: true });
}
