// A configuration folder for Docker's command line with the credentials of one registry: no password on a command line, none in the user's own file.
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryCredentials } from './registry/auth';

export interface DockerConfigOptions {
  /** Where the folder is made; made where it is not there. */
  readonly below: string;
  /** "myregistry.azurecr.io", "127.0.0.1:5000". */
  readonly server: string;
  /** Docker knows no token of Entra: exchange it first. */
  readonly credentials: Exclude<RegistryCredentials, { readonly entraToken: string }>;
  /** The user's own folder, whose plugins (buildx) stay in use; nothing else of it is read. */
  readonly userFolder?: string;
}

export interface DockerConfig {
  /** For DOCKER_CONFIG. Contexts of the user are not in it: set DOCKER_HOST too. */
  readonly folder: string;
  /** Removes it; a second time does nothing. */
  dispose(): Promise<void>;
}

/** The user name by which a registry of Azure takes a token. */
const tokenUser = '00000000-0000-0000-0000-000000000000';

export async function dockerConfig({ below, server, credentials, userFolder }: DockerConfigOptions): Promise<DockerConfig> {
  await mkdir(below, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(below, 'docker-config-'));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await chmod(folder, 0o700);
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const auth =
      'username' in credentials
        ? { auth: base64(`${credentials.username}:${credentials.password}`) }
        : { auth: base64(`${tokenUser}:`), identitytoken: credentials.identityToken };
    const plugins = userFolder === undefined ? undefined : join(userFolder, 'cli-plugins');
    const hasPlugins = plugins !== undefined && (await stat(plugins).catch(() => undefined))?.isDirectory() === true;
    const content = { auths: { [server]: auth }, ...(hasPlugins ? { cliPluginsExtraDirs: [plugins] } : {}) };
    await writeFile(join(folder, 'config.json'), `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
    return { folder, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
