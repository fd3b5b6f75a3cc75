// A temporary HX_HOME with a container registry in the local cloud, small build contexts, and operations of the images program on the real engine.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HxEvent, OperationKind, OperationRequest, OperationSummary, Program, Target } from '../../../automation';
import { writeStackExport } from '../../../automation/records/exports';
import { Cloud } from '../../../localcloud/cloud';
import { Store } from '../../../localcloud/store';
import { defaultCaller } from '../../../localcloud/world-view';
import type * as AutomationRoom from '../../../automation';
import type * as LocalCloudRoom from '../../../localcloud';
import type * as PolicyRoom from '../../../policy/index';
import type * as InfraRoom from '../../../infra';
import type { Daemon } from './daemon';

const root = join(__dirname, '..', '..', '..');
// What is built: workers and servers are processes of compiled modules.
const built = <Room>(name: string): Room => require(join(root, 'dist', name)) as Room;
export const localcloud = built<typeof LocalCloudRoom>('localcloud');
const automation = built<typeof AutomationRoom>('automation');
const policy = built<typeof PolicyRoom>('policy/index');
const infra = built<typeof InfraRoom>('infra');

export const server = 'acrlab001.azurecr.io';
export const sha = 'a'.repeat(40);

export interface ImageRun {
  readonly summary: OperationSummary;
  readonly events: readonly HxEvent[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface ImageAct {
  readonly images?: object;
  readonly request?: Partial<OperationRequest>;
  /** False: neither daemon nor registry, as in `hx destroy`. */
  readonly hasDocker?: boolean;
  readonly cancelled?: AbortSignal;
  readonly killed?: AbortSignal;
  readonly onEvent?: (event: HxEvent) => void;
  readonly loginServer?: string;
}

export interface ImageScene {
  readonly folder: string;
  readonly cloud: string;
  readonly target: Target;
  run(kind: OperationKind, act?: ImageAct): Promise<ImageRun>;
  /** settings.images whose contexts hold this text and, where given, wait so many seconds while they are built. */
  images(text: string, seconds?: number): object;
  dispose(): void;
}

const programs = infra.programs as readonly Program[];
const withName = (name: string): readonly Program[] => programs.filter((program) => program.name === name);

export function newImageScene(daemon: () => Daemon): ImageScene {
  const folder = mkdtempSync(join(tmpdir(), 'hx-images-'));
  const paths = automation.hxPaths(root, join(folder, 'home'), join(folder, 'cache'));
  const target: Target = { env: 'dev', region: 'eastus', name: 'dev-eastus', isPrimary: true, isProtected: false, settings: {} };
  addRegistry(paths.cloud);
  const run = async (kind: OperationKind, act: ImageAct = {}): Promise<ImageRun> => {
    await writePlatform(paths, target, act.loginServer ?? server);
    const { hasDocker = true } = act;
    const session = hasDocker ? await localcloud.startRegistry({ folder: paths.cloud, binary: daemon().registry }) : undefined;
    const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
    const { host, hasBuildx } = session === undefined ? { host: '', hasBuildx: false } : daemon();
    const docker = session === undefined ? {} : { docker: { host, hasBuildx, program: 'docker', environment, registry: session } };
    const events: HxEvent[] = [];
    const binary = process.env['HX_TEST_ENGINE'] ?? '';
    const deps = automation.createOperationDeps({ paths, engine: () => Promise.resolve({ binary, version: '3.259.0' }), environment: process.env });
    const request: OperationRequest = {
      ...{ kind, targets: [target], programs: withName('images'), upstream: withName('platform'), cloud: 'local', parallel: 2, waitLockMs: 0 },
      ...{ includeProtected: false, dryRun: false, ...act.request },
    };
    const emit = (event: HxEvent): void => {
      events.push(event);
      act.onEvent?.(event);
    };
    const none = join(folder, 'none');
    try {
      const summary = await automation.runOperation(
        request,
        {
          emit,
          confirm: () => Promise.resolve('approved'),
          startCloud: async () => {
            const served = await localcloud.startServer({ folder: paths.cloud, ...docker });
            return { ...served, find: (create) => served.find(create) };
          },
          startPolicies: () => policy.startPack({ environments: join(root, 'infra', 'environments'), exemptions: none }),
          settingsOf: () => Promise.resolve({ images: act.images ?? {} } as Target['settings']),
          cancelled: act.cancelled ?? new AbortController().signal,
          ...(act.killed === undefined ? {} : { killed: act.killed }),
        },
        deps,
      );
      const { outputs } = await automation.readOutputs(paths, target, withName('images'), 'local');
      return { summary, events, outputs };
    } finally {
      await session?.stop();
    }
  };
  return {
    folder,
    cloud: paths.cloud,
    target,
    run,
    images: (text, seconds) => imagesIn(join(folder, 'contexts'), text, seconds),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function addRegistry(folder: string): void {
  const store = new Store(folder);
  const cloud = new Cloud(store, defaultCaller);
  cloud.create('azure-native:resources:ResourceGroup', { resourceGroupName: 'rg-lab', location: 'eastus' });
  cloud.create('azure-native:containerregistry:Registry', {
    resourceGroupName: 'rg-lab',
    registryName: 'acrlab001',
    location: 'eastus',
    sku: { name: 'Basic' },
  });
  store.close();
}

const writePlatform = (paths: ReturnType<typeof automation.hxPaths>, target: Target, loginServer: string): Promise<void> =>
  writeStackExport(paths, {
    ...{ version: 1, cloud: 'local', project: 'hiscox-etl', stack: target.name, env: target.env, region: target.region, program: 'platform' },
    ...{ runId: 'r', exportedAt: new Date(0).toISOString(), engineVersion: '3.259.0', checkpointDigest: '', secretOutputs: [], deployment: {} },
    outputs: { registryLoginServer: loginServer },
  });

/** Contexts from scratch: no base image is needed, and none could be pulled here. */
function imagesIn(folder: string, text: string, seconds: number | undefined): object {
  const build = (name: string): object => {
    const context = join(folder, name);
    rmSync(context, { recursive: true, force: true });
    mkdirSync(context, { recursive: true });
    writeFileSync(join(context, 'text'), `${name} ${text}`);
    if (seconds !== undefined) copyProgram('/bin/sleep', context);
    const wait = seconds === undefined ? '' : `COPY root /\nRUN ["/bin/sleep", "${seconds}"]\n`;
    writeFileSync(join(context, 'Dockerfile'), `FROM scratch\nARG NOTE\nLABEL note=$NOTE\nCOPY text /text\n${wait}`);
    const digest = createHash('sha256').update(text).digest('hex');
    return { build: { context, dockerfile: join(context, 'Dockerfile'), args: { NOTE: 'lab' }, digest } };
  };
  return { tag: text.replaceAll(/\W/g, '-'), sha, images: { 'etl-ingestion': build('etl-ingestion'), 'etl-transformation': build('etl-transformation') } };
}

/** The program with the libraries that it loads, as they lie on this machine. */
function copyProgram(program: string, context: string): void {
  const libraries = [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(/g)].map(([, path = '']) => path);
  for (const path of [program, ...libraries]) {
    const place = join(context, 'root', path);
    mkdirSync(dirname(place), { recursive: true });
    copyFileSync(path, place);
    chmodSync(place, 0o755);
  }
}
