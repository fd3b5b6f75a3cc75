// The door of the local cloud. Loads neither gRPC nor Pulumi: the providers run in a process of their own.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dockerFlag, type DockerSettings } from './docker/settings';
import { AdminError, StoreError } from './errors';
import { findCreated, type InterruptedCreate, type Whereabouts } from './find';
import type { ServerMessage } from './server';

export { addFault, addForeignName, clearFaults, cloudLog, cloudStatus, countBelow, driftResource, purgeDeleted, resetCloud, setLatency } from './admin';
export type { CloudStatus, DriftChange, DriftResult, Fault } from './admin';
export { registryStatus, startRegistry, type RegistryOptions, type RegistrySession, type RegistryStatus } from './docker/registry';
export type { DockerSettings, RegistryLogin, RegistryPlace } from './docker/settings';
export type { FaultError, Operation } from './conditions';
export { AdminError, StoreError, type StoreProblem } from './errors';
export type { InterruptedCreate, Whereabouts } from './find';
export type { LogEntry } from './store';
export { dropDatabase, openWarehouse, removeWarehouse, warehouseStatus, type WarehouseOptions, type WarehouseSession, type WarehouseStatus } from './warehouse';
export { setTriggerState, triggerState } from './triggers';

/** Module to run as the local cloud's process; its argument is the store's folder. */
export const serverModule = join(__dirname, existsSync(join(__dirname, 'server.js')) ? 'server.js' : 'server.ts');

export interface LocalCloudSession {
  /** For the engine: which providers are attached, and where. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where a resource is whose creation was interrupted before its id was known. Throws StoreError. */
  find(create: InterruptedCreate): Promise<Whereabouts>;
  /** Resolves when the process has ended. What was acknowledged is in the store already. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Folder of the store: HX_HOME/cloud. */
  readonly folder: string;
  /** Where it starts; the default is `serverModule`. */
  readonly module?: string;
  /** What builds images. Without it the docker provider still previews, and deletes. */
  readonly docker?: DockerSettings;
}

/** Starts the local cloud's process. Throws StoreError where the store can't be used. */
export async function startServer({ folder, module = serverModule, docker }: StartOptions): Promise<LocalCloudSession> {
  const child = fork(module, docker === undefined ? [folder] : [folder, dockerFlag], {
    // In a group of its own, so that Ctrl-C in the terminal does not reach it: the engines need it until they have saved.
    detached: true,
    execArgv: ['--disable-warning=ExperimentalWarning', '--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (docker !== undefined) child.send(settingsOf(docker));
  const ports = await firstMessage(child);
  child.unref();
  child.channel?.unref();
  return {
    environment: { PULUMI_DEBUG_PROVIDERS: `azure-native:${ports['azure-native']},databricks:${ports.databricks},docker:${ports.docker}` },
    find: async (create) => findCreated(folder, create),
    stop: () => stopChild(child),
  };
}

/** A session is more than its place, and functions don't cross to another process. */
const settingsOf = ({ registry: { address, credentials }, ...settings }: DockerSettings): DockerSettings => ({
  ...settings,
  registry: { address, credentials },
});

type Ports = Extract<ServerMessage, { type: 'listening' }>['ports'];

function firstMessage(child: ChildProcess): Promise<Ports> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new AdminError(`the local cloud's process ended at once (${signal ?? `exit code ${code}`})`)));
    child.once('message', (message: ServerMessage) => {
      child.removeAllListeners('exit');
      if (message.type === 'listening') resolve(message.ports);
      else reject(new StoreError(isProblem(message.problem) ? message.problem : 'io', message.message, message.suggestion));
    });
  });
}

const problems = ['newer', 'corrupt', 'read-only', 'full', 'busy', 'io'] as const;
const isProblem = (problem: string): problem is StoreError['problem'] => problems.some((known) => known === problem);

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.ref();
  child.kill('SIGTERM');
  await ended;
}
