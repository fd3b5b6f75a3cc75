// The warehouse of a target behind automation's port: a real PostgreSQL for the local cloud, Databricks SQL on Azure.
import type { CloudName, Target } from '../automation';
import type { PythonEnvironment } from '../automation/etl';
import type { WarehouseSession } from '../automation/deliver';
import type { Json } from '../automation/json';
import type { HxPaths } from '../automation/paths';
import type { Composition } from './compose';

export interface WarehousePlace {
  readonly target: Target;
  readonly outputs: Readonly<Record<string, Json>>;
  readonly python: PythonEnvironment;
  readonly paths: HxPaths;
  readonly env: Composition['env'];
}

export const openWarehouseOf = (cloud: CloudName, place: WarehousePlace): Promise<WarehouseSession> => (cloud === 'local' ? local(place) : azure(place));

async function local({ target, python, paths }: WarehousePlace): Promise<WarehouseSession> {
  const { openLocalWarehouse } = await import('./compose-cloud');
  return { ...(await openLocalWarehouse(paths, python.python, target.name)), secrets: [] };
}

const azure = async ({ env }: WarehousePlace): Promise<WarehouseSession> => (await import('./compose-azure')).warehouseOnAzure(env);
