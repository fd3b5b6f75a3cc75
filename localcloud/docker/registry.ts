// The data plane of the local cloud's container registries: one real registry on loopback, started when first needed, ended by the last who used it.
import { mkdirSync, rmSync } from 'node:fs';
import { AdminError } from '../errors';
import { isAlive, markOf } from '../processes';
import { withStore } from '../store';
import { asText } from '../values';
import { loopbackReference, registryOf } from './image-name';
import { holdingsOf, keepRegistries, prepareFiles, readLogin, registryFiles, type RegistryFiles, type RegistryHoldings } from './registry-files';
import { answers, endProcess, leftBehind, startProcess } from './registry-process';
import { lookAtSessions, withSessions, type RunningRegistry, type Sessions } from './registry-sessions';
import type { RegistryLogin, RegistryPlace } from './settings';

export interface RegistrySession extends RegistryPlace {
  /** What a daemon of this machine pulls for "<registry>.azurecr.io/<repository>@sha256:…" or ":<tag>". */
  referenceOf(loginServerReference: string): string;
  /** The last one to call it, of all processes, ends the registry. */
  stop(): Promise<void>;
}

export interface RegistryOptions {
  /** HX_HOME/cloud. */
  readonly folder: string;
  /** The distribution registry: version 2.8 or 3. */
  readonly binary: string;
}

/** Joins the registry that other processes of this HX_HOME use, or starts one. Throws AdminError where it does not come up. */
export async function startRegistry({ folder, binary }: RegistryOptions): Promise<RegistrySession> {
  const files = registryFiles(folder);
  mkdirSync(files.root, { recursive: true, mode: 0o700 });
  const { address, credentials, id } = await withSessions(files.sessions, async (sessions) => {
    const place = (await running(files, sessions)) ?? (await started(folder, binary, files, sessions));
    return { ...place, id: sessions.join(markOf(process.pid)) };
  });
  return {
    address,
    credentials,
    referenceOf: (reference) => loopbackReference(address, reference),
    stop: () =>
      withSessions(files.sessions, async (sessions) => {
        sessions.leave(id);
        await endWhereUnused(sessions);
      }),
  };
}

/** The registry that runs already; one that was left behind is taken on, one that does not answer is ended. */
async function running(files: RegistryFiles, sessions: Sessions): Promise<RegistryPlace | undefined> {
  const known = sessions.registry();
  if (known === undefined || !isAlive(known)) return undefined;
  const credentials = readLogin(files);
  if (credentials !== undefined && (await answers({ address: known.address, credentials }))) return { address: known.address, credentials };
  await endProcess(known);
  return undefined;
}

async function started(folder: string, binary: string, files: RegistryFiles, sessions: Sessions): Promise<RegistryPlace> {
  const left = leftBehind(files);
  if (left !== undefined) await endProcess(left);
  const credentials: RegistryLogin = await prepareFiles(files);
  // Only while nobody serves them: what was deleted in the cloud has no images any more.
  keepRegistries(files, registriesIn(folder));
  const registry: RunningRegistry = await startProcess(binary, files);
  sessions.setRegistry(registry);
  const place = { address: registry.address, credentials };
  if (await answers(place)) return place;
  await endProcess(registry);
  sessions.setRegistry(undefined);
  throw new AdminError(`the registry ${binary} at ${registry.address} does not answer as one`);
}

const registriesIn = (folder: string): ReadonlySet<string> =>
  withStore(folder, (store) => {
    const servers = store.ofToken('azure-native:containerregistry:Registry').map(({ outputs }) => asText(outputs['loginServer']));
    return new Set(servers.map(registryOf));
  });

async function endWhereUnused(sessions: Sessions): Promise<void> {
  const registry = sessions.registry();
  if (sessions.live().length > 0 || registry === undefined) return;
  await endProcess(registry);
  sessions.setRegistry(undefined);
}

export interface RegistryStatus extends RegistryHoldings {
  /** Where it listens, while it runs. */
  readonly address?: string;
  /** Processes that use it now. */
  readonly users: number;
}

/** Undefined where the registry was never used. */
export function registryStatus(folder: string): RegistryStatus | undefined {
  const files = registryFiles(folder);
  const holdings = holdingsOf(files);
  if (holdings === undefined) return undefined;
  const { registry, sessions } = lookAtSessions(files.sessions);
  return { ...holdings, ...(registry === undefined ? {} : { address: registry.address }), users: sessions.length };
}

/** Throws AdminError where a process uses the registry. */
export function mustBeUnused(folder: string): void {
  const [user] = lookAtSessions(registryFiles(folder).sessions).sessions;
  if (user === undefined) return;
  throw new AdminError(`the registry of the local cloud is used by process ${user.pid}`, 'wait for it, then run the same command again');
}

/** Removes everything that was pushed, and ends a registry that was left running. */
export function resetRegistry(folder: string): void {
  const files = registryFiles(folder);
  const left = leftBehind(files);
  if (left !== undefined) process.kill(left.pid, 'SIGKILL');
  rmSync(files.root, { recursive: true, force: true });
}
