// The container registries of a cloud during one step of a delivery: Azure's, or the local cloud's one server on loopback that stands for them.
import { join } from 'node:path';
import type { CloudName, CloudSession } from '../automation';
import { dockerConfig, dockerVariables, openRegistry, type Docker, type RegistryClient } from '../automation/images';
import type { DeliveryComposition } from './compose-delivery';

export interface Login {
  /** DOCKER_CONFIG, for children that pull or push. */
  readonly environment: Readonly<Record<string, string>>;
  readonly dispose: () => Promise<void>;
}

export interface Registries {
  client(loginServer: string): Promise<RegistryClient>;
  login(loginServer: string): Promise<Login>;
  /** What pulls `<login server>/<image>@sha256:…` on this machine. */
  pullable(reference: string): string;
  /** The cloud's session for an update of the images program; without a daemon nothing can be built in it. */
  cloud(docker: Docker | undefined, loginServer: string): Promise<CloudSession>;
  stop(): Promise<void>;
}

export const openRegistries = async (
  cloud: CloudName,
  composition: DeliveryComposition,
  tell: (line: string) => void,
  cancelled: AbortSignal,
): Promise<Registries> =>
  cloud === 'local' ? localRegistries(composition, tell, cancelled) : (await import('./compose-azure')).azureRegistries(composition, cancelled);

async function localRegistries({ paths, env }: DeliveryComposition, tell: (line: string) => void, cancelled: AbortSignal): Promise<Registries> {
  const { ensureTool, registryTool } = await import('../automation/tools');
  const { startLocalCloud, startLocalRegistry } = await import('./compose-cloud');
  const { binary } = await ensureTool(registryTool(), {
    root: paths.root,
    cache: paths.cache,
    environment: env,
    cancelled,
    report: ({ message }) => tell(message),
  });
  const session = await startLocalRegistry(paths, binary);
  const { address, credentials } = session;
  return {
    client: async (loginServer) => openRegistry({ server: address, scheme: 'http', credentials, prefix: loginServer.replace(/\.azurecr\.io$/, ''), cancelled }),
    login: async () => {
      const config = await dockerConfig({ below: join(paths.home, 'run'), server: address, credentials });
      return { environment: { DOCKER_CONFIG: config.folder }, dispose: () => config.dispose() };
    },
    pullable: (reference) => session.referenceOf(reference),
    cloud: async (docker) => {
      if (docker === undefined) return startLocalCloud(paths);
      const { host, hasBuildx } = docker;
      const environment = { ...childEnvironment(env), ...dockerVariables(docker) };
      return startLocalCloud(paths, { host, hasBuildx, program: 'docker', environment, registry: session });
    },
    stop: () => session.stop(),
  };
}

/** What Docker's command line needs of the user's environment. */
export const childEnvironment = (env: DeliveryComposition['env']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'SYSTEMROOT', 'TMPDIR', 'XDG_RUNTIME_DIR', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY', 'SSH_AUTH_SOCK'].flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
