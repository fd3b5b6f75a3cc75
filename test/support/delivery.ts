// A git project in a temporary folder, and deliveries of scripted steps over it: what each step does is said by the test.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOperationDeps, hxPaths, type HxPaths, type OperationDeps, type Target } from '../../automation';
import { runDelivery, type DeliveryEvent, type DeliveryRequest, type DeliveryServices, type DeliverySummary, type StepName } from '../../automation/deliver';
import { neededOutputs } from '../../automation/deliver/steps/exports';
import type { Step, StepContext, StepOutcome } from '../../automation/deliver/step';
import { stepNames } from '../../automation/delivery';

export type Script = Partial<Record<StepName, (context: StepContext) => Promise<Partial<StepOutcome<unknown>> | undefined>>>;

export interface DeliveryScene {
  readonly root: string;
  readonly paths: HxPaths;
  /** Steps that were begun, in order. */
  readonly begun: StepName[];
  readonly events: DeliveryEvent[];
  deliver(
    request?: Partial<DeliveryRequest>,
    script?: Script,
    more?: { readonly cancelled?: AbortSignal; readonly deps?: Partial<OperationDeps> },
  ): Promise<DeliverySummary>;
  commit(file: string, text: string): void;
  dispose(): void;
}

export const target = (env: string): Target => ({ env, region: 'eastus', name: `${env}-eastus`, isPrimary: true, isProtected: env === 'prod', settings: {} });

/** What the steps of a real delivery hand on, as small as the steps after them allow. */
const outputs: Partial<Record<StepName, object>> = {
  exports: { file: '', outputs: {}, digest: '' },
  images: { tag: 't', images: {} },
  landing: { folder: '/landing', isSample: false, runId: 'files-1', files: {} },
  slot: { live: 'blue', idle: 'green' },
  profiles: { folder: '', schema: 'insurance_green', variables: {} },
  switch: { live: 'green' },
};

export const canary = 'canary-5up3r-53cr37';

export function newDeliveryScene(): DeliveryScene {
  const folder = mkdtempSync(join(tmpdir(), 'hx-deliver-'));
  const root = join(folder, 'project');
  mkdirSync(join(root, 'app'), { recursive: true });
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root, stdio: 'pipe' });
  const commit = (file: string, text: string): void => {
    writeFileSync(join(root, file), text);
    git('add', '.');
    git('commit', '--quiet', '--message', 'change');
  };
  git('init', '--quiet');
  commit('app/model.sql', 'select 1');
  const paths = hxPaths(root, join(folder, 'home'), join(folder, 'cache'));
  const begun: StepName[] = [];
  const events: DeliveryEvent[] = [];
  return {
    root,
    paths,
    begun,
    events,
    commit,
    deliver: (request = {}, script = {}, more = {}) => {
      begun.length = 0;
      events.length = 0;
      const deps = {
        ...createOperationDeps({ paths, engine: () => Promise.reject(new Error('no engine')), environment: { ...process.env, WAREHOUSE_PASSWORD: canary } }),
        ...more.deps,
      };
      const ports = {
        emit: (event: DeliveryEvent) => void events.push(event),
        services: noServices,
        cancelled: more.cancelled ?? new AbortController().signal,
      };
      return runDelivery(
        { ...usual, ...request },
        ports,
        deps,
        stepNames.map((name) => scripted(name, script, begun)),
      );
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const usual: DeliveryRequest = {
  targets: [target('dev')],
  cloud: 'local',
  parallel: 4,
  waitLockMs: 0,
  only: [],
  skip: [],
  resume: false,
  dryRun: false,
  again: false,
};

const refused = (what: string) => (): Promise<never> => Promise.reject(new Error(`a scripted step asks for no ${what}`));
const recorded = Object.fromEntries(neededOutputs.map((name) => [name, name]));
const noServices: DeliveryServices = {
  exports: refused('exports'),
  recorded: () => Promise.resolve(recorded),
  python: refused('Python'),
  warehouse: refused('warehouse'),
  application: refused('wheel'),
  releasePlaces: () => Promise.resolve({ blue: { wheel: '', project: '' }, green: { wheel: '', project: '' } }),
  volumes: refused('volume'),
  images: refused('images'),
  scan: refused('scan'),
  schedule: refused('schedule'),
};

function scripted(name: StepName, script: Script, begun: StepName[]): Step {
  const run = async (context: StepContext): Promise<StepOutcome<never>> => {
    begun.push(name);
    const said = (await script[name]?.(context)) ?? {};
    return { state: 'succeeded', message: `${name} done`, output: outputs[name] ?? {}, ...said } as StepOutcome<never>;
  };
  return { name, timeoutMs: 60_000, isRetried: name === 'ingest', plan: () => ({ does: `do ${name}`, values: { name } }), run };
}
