// Azure behind the ports of a delivery: registries, triggers, volumes and the warehouse, each by a token of the deployer. The pure parts are tested; Azure itself was never reached.
import { join } from 'node:path';
import { azureTokens, azureTriggers, databricksResource, volumeFiles, workspaceEndpoint, type AzureTokens, type VolumeFiles } from '../automation/azure';
import { HxError } from '../automation/errors';
import type { WarehouseSession } from '../automation/deliver';
import { dockerConfig, dockerVariables, openRegistry, refreshTokenOf } from '../automation/images';
import type { Json } from '../automation/json';
import type { Triggers } from '../automation/triggers';
import type { Composition } from './compose';
import type { DeliveryComposition } from './compose-delivery';
import { childEnvironment, type Login, type Registries } from './compose-registry';

const backoffMs = 1000;

export function triggersOnAzure({ env, cancelled }: Composition): Triggers {
  return azureTriggers({ endpoint: 'https://management.azure.com', tokens: azureTokens({ environment: env, cancelled, now: Date.now }), cancelled, backoffMs });
}

export async function azureRegistries({ env, paths }: DeliveryComposition, cancelled: AbortSignal): Promise<Registries> {
  const tokens = azureTokens({ environment: env, cancelled, now: Date.now });
  const login = async (server: string): Promise<Login> => {
    const options = { server, scheme: 'https', fetch, now: Date.now } as const;
    const identityToken = await refreshTokenOf({ ...options, entraToken: await tokens() }, cancelled);
    const home = env['HOME'];
    const userFolder = env['DOCKER_CONFIG'] ?? (home === undefined ? undefined : join(home, '.docker'));
    const below = join(paths.home, 'run');
    const config = await dockerConfig({ below, server, credentials: { identityToken }, ...(userFolder === undefined ? {} : { userFolder }) });
    return { environment: { DOCKER_CONFIG: config.folder }, dispose: () => config.dispose() };
  };
  return {
    client: async (server) => openRegistry({ server, scheme: 'https', credentials: { entraToken: await tokens() }, cancelled }),
    login,
    pullable: (reference) => reference,
    // The real provider reads where the daemon is and how to sign in from these variables.
    cloud: async (docker, server) => {
      const { environment, dispose } = await login(server);
      return { environment: { ...childEnvironment(env), ...environment, ...(docker === undefined ? {} : dockerVariables(docker)) }, stop: dispose };
    },
    stop: () => Promise.resolve(),
  };
}

/** Databricks takes Entra's tokens as its own; DATABRICKS_TOKEN of the user wins. */
function databricksTokens(env: Composition['env'], cancelled: AbortSignal): AzureTokens {
  const given = env['DATABRICKS_TOKEN'];
  const tokens = given === undefined ? azureTokens({ environment: env, cancelled, now: Date.now, resource: databricksResource }) : () => Promise.resolve(given);
  return async () => {
    const token = await tokens();
    if (token === '') throw new HxError('authentication', 'there is no token for Databricks', { suggestion: 'az login' });
    return token;
  };
}

export async function volumesOnAzure(env: Composition['env'], outputs: Readonly<Record<string, Json>>, cancelled: AbortSignal): Promise<VolumeFiles> {
  return volumeFiles({ endpoint: workspaceEndpoint(outputs['databricksUrl']), tokens: databricksTokens(env, cancelled), cancelled, backoffMs });
}

export async function warehouseOnAzure(env: Composition['env']): Promise<WarehouseSession> {
  const token = await databricksTokens(env, new AbortController().signal)();
  // dbt keeps variables of this prefix out of its logs.
  return { environment: { DATABRICKS_TOKEN: token, DBT_ENV_SECRET_DATABRICKS_TOKEN: token }, secrets: [token], stop: () => Promise.resolve() };
}
