// A delivery's adapters: the part of the composition root that joins automation's steps with the programs, the local cloud and the scanner.
import type { CloudName, OperationDeps, PolicySession, Program } from '../automation';
import type { DeliveryServices, ReleasePlaces } from '../automation/deliver';
import type { Json } from '../automation/json';
import type { HxPaths } from '../automation/paths';
import type { Composition } from './compose';
import type { Scans } from './scans';

export interface DeliveryComposition extends Composition {
  readonly paths: HxPaths;
  readonly programs: () => Promise<readonly Program[]>;
  readonly deps: () => Promise<OperationDeps>;
  readonly startPolicies: () => Promise<PolicySession>;
  readonly scansOf: (changed: Partial<Composition>) => Promise<Scans>;
}

export function composeDelivery(cloud: CloudName, composition: DeliveryComposition): DeliveryServices {
  const { paths, programs, env } = composition;
  return {
    exports: async (target) => {
      const { exportStack } = await import('../automation');
      const infrastructure = (await programs()).filter(({ phase }) => phase === 'infrastructure');
      const deps = await composition.deps();
      return Promise.all(infrastructure.map((program) => exportStack(target, program, cloud, deps)));
    },
    recorded: async (target) => {
      const { readOutputs } = await import('../automation');
      return (await readOutputs(paths, target, await programs(), cloud)).outputs;
    },
    python: async (report, cancelled) => {
      const { ensurePython } = await import('../automation/etl');
      return ensurePython({ root: paths.root, cache: paths.cache, environment: env, cloud, report, cancelled });
    },
    warehouse: async (target, outputs, python) => (await import('./compose-warehouse')).openWarehouseOf(cloud, { target, outputs, python, paths, env }),
    application: async ({ python, folder, tell, cancelled }) => {
      const { buildApplication } = await import('../automation/images');
      return buildApplication(folder, { root: paths.root, cache: paths.cache, python, environment: env, report: tell, cancelled });
    },
    releasePlaces: async (outputs) => {
      const { releasePlacesOf } = await import('../infra');
      const of = (volume: Json | undefined): ReleasePlaces => releasePlacesOf(typeof volume === 'string' ? volume : '');
      return { blue: of(outputs['blueVolume']), green: of(outputs['greenVolume']) };
    },
    volumes: async (outputs, cancelled) => (await import('./compose-azure')).volumesOnAzure(env, outputs, cancelled),
    images: async (request) => (await import('./compose-images')).imagesService(cloud, composition)(request),
    scan: async (reference, target, cancelled) => (await import('./compose-images')).scanService(cloud, composition)(reference, target, cancelled),
    schedule: async (_target, outputs, live) =>
      (await import('./compose-schedule'))
        .composeSchedules(cloud, composition)
        .move(outputs, live)
        .then(({ message }) => message),
  };
}
