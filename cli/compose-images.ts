// Images of a delivery behind automation's port: joins what is built with the images program, the registry of the cloud, and the scanner.
import { rm } from 'node:fs/promises';
import { HxError, fromErrorRecord } from '../automation/errors';
import type { CloudName, HxEvent, Target } from '../automation';
import type { DeliveryServices, ImagesAnswer, ImagesRequest } from '../automation/deliver';
import type { BringPorts, Docker, ImageName, ImagesInput } from '../automation/images';
import type { DeliveryComposition } from './compose-delivery';
import { openRegistries, type Registries } from './compose-registry';
import { scanSarif } from './formats/scan-sarif';
import { version } from './version';

type Images = DeliveryServices['images'];
type Scan = DeliveryServices['scan'];

export function imagesService(cloud: CloudName, composition: DeliveryComposition): Images {
  return async (request) => {
    const { bringImages, imageTag } = await import('../automation/images');
    const { paths, env } = composition;
    const { target, source, loginServer, python, folder, tell, cancelled } = request;
    const tag = imageTag(source);
    const registries = await openRegistries(cloud, composition, tell, cancelled);
    try {
      const ports: BringPorts = {
        registry: (server) => registries.client(server),
        deliveredTag: async () => (await recordedOutputs(composition, cloud, target))['imagesTag'],
        run: (input, docker) => runImages(request, input, docker, { cloud, composition, registries }),
      };
      const terms = { paths, cloud, source, tag, loginServer, python, folder, environment: env, report: tell, cancelled };
      const { how, message, images } = await bringImages(terms, ports, () => new Date());
      return { how, message, tag, images } satisfies ImagesAnswer;
    } finally {
      await registries.stop();
      // Wheels and contexts are as large as the images, and kept in the cache.
      await rm(folder, { recursive: true, force: true });
    }
  };
}

interface Stage {
  readonly cloud: CloudName;
  readonly composition: DeliveryComposition;
  readonly registries: Registries;
}

/** One update of the target's images stack. Throws what it failed by. */
async function runImages(
  { target, loginServer, tell, note, cancelled }: ImagesRequest,
  input: ImagesInput,
  docker: Docker | undefined,
  stage: Stage,
): Promise<Readonly<Record<ImageName, string>>> {
  const { cloud, composition, registries } = stage;
  const { runOperation } = await import('../automation');
  const programs = await composition.programs();
  const emit = (event: HxEvent): void => {
    note(JSON.stringify(event));
    if (event.type === 'diagnostic' && (event.severity === 'info' || event.severity === 'warning')) tell(event.message.trim());
  };
  const summary = await runOperation(
    {
      kind: 'up',
      targets: [target],
      programs: programs.filter(({ phase }) => phase === 'delivery'),
      upstream: programs.filter(({ phase }) => phase === 'infrastructure'),
      cloud,
      parallel: 1,
      waitLockMs: 0,
      includeProtected: false,
      dryRun: false,
    },
    {
      emit,
      // The delivery itself was confirmed.
      confirm: () => Promise.resolve('approved'),
      startCloud: () => registries.cloud(docker, loginServer),
      startPolicies: composition.startPolicies,
      settingsOf: (one) => Promise.resolve({ ...one.settings, images: input } as unknown as Target['settings']),
      cancelled,
    },
    await composition.deps(),
  );
  const failed = summary.results.find(({ error }) => error !== undefined);
  if (failed?.error !== undefined) throw fromErrorRecord(failed.error);
  const outputs = await recordedOutputs(composition, cloud, target);
  const [ingestion, transformation] = [outputs['ingestionImage'], outputs['transformationImage']];
  if (ingestion === undefined || transformation === undefined) throw new HxError('failure', `the images stack of ${target.name} has put out no images`);
  return { 'etl-ingestion': ingestion, 'etl-transformation': transformation };
}

async function recordedOutputs(
  { paths, programs }: DeliveryComposition,
  cloud: CloudName,
  target: Target,
): Promise<Readonly<Record<string, string | undefined>>> {
  const { readOutputs } = await import('../automation');
  const delivered = (await programs()).filter(({ phase }) => phase === 'delivery');
  const { outputs } = await readOutputs(paths, target, delivered, cloud);
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]));
}

export function scanService(cloud: CloudName, composition: DeliveryComposition): Scan {
  return async (reference, target, cancelled) => {
    const registries = await openRegistries(cloud, composition, composition.tell, cancelled);
    const name = /\/([^/@:]+)@/.exec(reference)?.[1] ?? reference;
    const login = await registries.login(reference.split('/')[0] ?? '');
    try {
      const scans = await composition.scansOf({ env: { ...composition.env, ...login.environment }, cancelled });
      const report = await scans.image(registries.pullable(reference), false, {
        environment: target.env,
        severity: undefined,
        timeoutMs: undefined,
        shownAs: { name, subject: reference },
      });
      return { report, sarif: `${JSON.stringify(scanSarif(report, version()), undefined, 2)}\n` };
    } finally {
      await login.dispose();
      await registries.stop();
    }
  };
}
