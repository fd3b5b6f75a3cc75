// The composition root: the one place that sees every room, reads the variables and hands each room what it needs. Each piece loads when asked for.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HxError } from '../automation/errors';
import { nearest } from '../automation/nearest';
import { hxPaths, type HxPaths } from '../automation/paths';
import type { CloudName, CloudSession, Engine, OperationDeps, PolicySession, Target } from '../automation';
import type { App, Chosen, Selection } from './app';
import { clouds } from './common-options';
import type { DeliveryComposition } from './compose-delivery';
import type { Variables } from './environment';
import type { Scans } from './scans';
import { once } from './once';
import { projectRoot } from './project-root';
import { credentialsMissing } from './render/advice';

export interface Composition {
  /** The process's environment; automation passes an allow-list of it to the engine. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly variables: Variables;
  /** One line for a person about what takes long: bringing the engine. */
  readonly tell: (line: string) => void;
  readonly cancelled: AbortSignal;
}

const cacheFolder = ({ HX_CACHE, XDG_CACHE_HOME, LOCALAPPDATA, HOME }: Variables, root: string): string =>
  resolve(HX_CACHE ?? join(XDG_CACHE_HOME ?? LOCALAPPDATA ?? (HOME === undefined ? join(root, '.hx') : join(HOME, '.cache')), 'hx'));

export function composeApp(composition: Composition): App {
  const { env, variables } = composition;
  const root = projectRoot();
  const paths = hxPaths(root, resolve(variables.HX_HOME ?? join(root, '.hx')), cacheFolder(variables, root));
  const folder = join(root, 'infra', 'environments');
  const configuration = once(async () => (await import('./compose-targets')).loadConfiguration(folder, join(root, 'app', 'monitoring', 'alerts.yml')));
  const programs = once(async () => (await import('../infra')).programs);
  const select = async (selection: Selection): Promise<readonly Target[]> => {
    const [{ selectTargets }, known] = await Promise.all([import('../automation'), configuration()]);
    return selectTargets(await known.targets(), { envs: selection.env, regions: selection.region, all: selection.all });
  };
  const choiceOf = (flag: string | undefined): CloudName | undefined => cloudOf(flag ?? variables.HX_CLOUD, flag === undefined ? 'HX_CLOUD' : '--cloud');
  const choose = async (selection: Selection, flag: string | undefined): Promise<Chosen> => {
    mustBeFolder(paths.home);
    const cloud = choiceOf(flag);
    const targets = await select(selection);
    if (cloud !== 'local') await mustReachAzure(cloud, targets, env);
    return { targets, cloud: cloud ?? 'azure' };
  };
  const deps = once(() => operationDeps(paths, composition));
  const startPolicies = async (): Promise<PolicySession> => (await import('./compose-policies')).startPolicies(root);
  const scansOf = async (changed: Partial<Composition> = {}): Promise<Scans> => {
    mustBeFolder(paths.home);
    const environments = (await import('../infra')).listTargetNames(folder).map(({ environment }) => environment);
    return (await import('./compose-scans')).composeScans({ ...composition, ...changed, paths, environments });
  };
  return {
    root,
    paths,
    programs,
    select,
    choose,
    settingsNow: (cloud) => {
      const recoveries = once(() => import('./compose-recoveries'));
      const vaults = once(async () => (await recoveries()).deletedVaults(cloud, paths, env));
      return async (target) => (await recoveries()).settingsWithRecovery(target, await vaults());
    },
    cloudChoice: choiceOf,
    validate: async () => (await configuration()).validation(),
    explain: async (target) => (await configuration()).explain(target),
    targetNames: async () => (await import('../infra')).listTargetNames(folder),
    deps,
    startCloud: (cloud) => startCloud(cloud, paths, env),
    startPolicies,
    policies: async () => (await import('./compose-checks')).policyAdmin(root),
    doctor: async (cloud) => (await import('../automation/doctor')).runDoctor({ root, home: paths.home, cache: paths.cache, environment: env, cloud }),
    scans: () => scansOf(),
    ...deliveryPorts({ ...composition, paths, programs, deps, startPolicies, scansOf }),
    localCloud: async () => {
      mustBeFolder(paths.home);
      return (await import('./compose-cloud')).cloudAdmin(paths);
    },
  };
}

/** The application's half: its delivery, its pipelines and its checks. */
function deliveryPorts(composition: DeliveryComposition): Pick<App, 'delivery' | 'schedules' | 'forgetWarehouse' | 'checkApp' | 'pipelines'> {
  const { paths, programs } = composition;
  return {
    delivery: async (cloud) => (await import('./compose-delivery')).composeDelivery(cloud, composition),
    schedules: async (cloud) => (await import('./compose-schedule')).composeSchedules(cloud, composition),
    forgetWarehouse: async (target) => {
      const { dropLocalWarehouse, hasLocalWarehouse } = await import('./compose-cloud');
      if (!(await hasLocalWarehouse(paths))) return;
      const { ensurePython } = await import('../automation/etl');
      const { root, cache } = paths;
      const { python } = await ensurePython({ root, cache, environment: composition.env, cloud: 'local', report: composition.tell });
      await dropLocalWarehouse(paths, python, target);
    },
    checkApp: async () => {
      mustBeFolder(paths.home);
      return (await import('./compose-app')).composeAppChecks(composition);
    },
    pipelines: async () => {
      mustBeFolder(paths.home);
      return (await import('./compose-pipelines')).composePipelines({ ...composition, programs: await programs() });
    },
  };
}

function cloudOf(text: string | undefined, from: string): CloudName | undefined {
  if (text === undefined) return undefined;
  const found = clouds.find((cloud) => cloud === text);
  if (found !== undefined) return found;
  throw new HxError('usage', `${from} is '${text}'; it must be azure or local.`, { suggestion: `--cloud ${nearest(text, clouds) ?? 'local'}` });
}

/** Azure was chosen, or nothing was: both take credentials, and real subscription ids. */
async function mustReachAzure(cloud: CloudName | undefined, targets: readonly Target[], env: Composition['env']): Promise<void> {
  const { mustHaveCredentials } = await import('../automation');
  try {
    await mustHaveCredentials('azure', env);
  } catch (error) {
    // Without a choice the way out is the local cloud; who asked for Azure is told how to sign in.
    if (cloud === undefined && error instanceof HxError && error.reason === 'authentication') throw credentialsMissing(error);
    throw error;
  }
  const { mustHaveRealIds } = await import('./compose-targets');
  mustHaveRealIds(targets);
}

/** A file where HX_HOME or a folder above it should be. One that is not there yet is made when something is written. */
function mustBeFolder(home: string): void {
  const kind = ((): 'folder' | 'file' | 'nothing' => {
    try {
      return statSync(home).isDirectory() ? 'folder' : 'file';
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ENOTDIR' ? 'file' : 'nothing';
    }
  })();
  if (kind === 'file') throw new HxError('usage', `HX_HOME is ${home}, and that is not a folder.`, { suggestion: 'set HX_HOME to a folder' });
}

async function operationDeps(paths: HxPaths, { env, tell, cancelled }: Composition): Promise<OperationDeps> {
  mustBeFolder(paths.home);
  const { createOperationDeps } = await import('../automation');
  const engine = async (): Promise<Engine> => {
    const { ensureEngine } = await import('../automation/pulumi/engine');
    const report = ({ message }: { readonly message: string }): void => tell(message);
    return ensureEngine({ root: paths.root, cache: paths.cache, environment: env, report, cancelled });
  };
  return createOperationDeps({ paths, engine, environment: env });
}

async function startCloud(cloud: CloudName, paths: HxPaths, env: Composition['env']): Promise<CloudSession> {
  const holds = (await import('./compose-holdings')).holdings(cloud, paths, env);
  if (cloud === 'azure') return { environment: {}, holds, stop: () => Promise.resolve() };
  return { ...(await (await import('./compose-cloud')).startLocalCloud(paths)), holds };
}
