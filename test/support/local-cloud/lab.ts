// A temporary project on the real engine with a local cloud of its own, for tests of the provider. Removed when the test is done.
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { startServer, type LocalCloudSession } from '../../../localcloud';

const root = join(__dirname, '..', '..', '..');

export interface LabResource {
  readonly type: string;
  readonly name: string;
  readonly properties?: object;
  readonly outputs?: readonly string[];
  readonly options?: { readonly import?: string; readonly provider?: string; readonly deleteBeforeReplace?: boolean };
}

export interface StateResource {
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly initErrors?: readonly string[];
}

export interface StepEvent {
  readonly op: string;
  readonly type: string;
  readonly urn: string;
  readonly detailedDiff?: Record<string, { readonly diffKind: string; readonly inputDiff: boolean }>;
  readonly old?: StateResource;
  readonly new?: StateResource;
}

export interface Answer {
  readonly failed?: string;
  readonly outputs: Record<string, unknown>;
  readonly state?: { readonly resources: readonly StateResource[] };
  readonly output?: readonly string[];
  readonly events: readonly {
    readonly resourcePreEvent?: { readonly metadata: StepEvent };
    readonly resOutputsEvent?: { readonly metadata: StepEvent };
    readonly diagnosticEvent?: { readonly message: string; readonly severity: string };
  }[];
}

export interface LabRequest {
  readonly resources?: readonly LabResource[];
  readonly exports?: Record<string, string>;
  readonly invokes?: Record<string, { readonly token: string; readonly args: object }>;
  readonly options?: object;
}

export interface Lab {
  readonly folder: string;
  alsoEnd(end: () => Promise<void>): void;
  endProcess(): Promise<void>;
  /** The local cloud's folder, for its admin functions. */
  readonly cloud: string;
  run(operation: 'preview' | 'up' | 'refresh' | 'destroy', request?: LabRequest): Promise<Answer>;
  dispose(): Promise<void>;
}

export const newLab = (): Promise<Lab> => {
  const folder = mkdtempSync(join(tmpdir(), 'hx-lab-'));
  return labIn(folder, join(folder, 'cloud'), 'project');
};

/** Another project with a state of its own, and another process, over the same cloud. Ended with the first one's `dispose`. */
export async function newLabOver(first: Lab): Promise<Lab> {
  const other = await labIn(first.folder, first.cloud, 'other-project');
  first.alsoEnd(() => other.endProcess());
  return other;
}

async function labIn(folder: string, cloud: string, name: string): Promise<Lab> {
  const project = join(folder, name);
  mkdirSync(project);
  const others: (() => Promise<void>)[] = [];
  const session: LocalCloudSession = await startServer({ folder: cloud, module: join(root, 'dist', 'localcloud', 'server.js') });
  const environment = {
    ...session.environment,
    PULUMI_HOME: join(folder, 'pulumi-home'),
    PULUMI_CONFIG_PASSPHRASE: 'lab',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
  const path = `${dirname(process.env['HX_TEST_ENGINE'] ?? '')}${delimiter}${process.env['PATH'] ?? ''}`;
  const driver = fork(join(__dirname, 'drive.js'), { env: { ...process.env, ...environment, PATH: path }, cwd: root, execArgv: [] });
  return {
    folder,
    cloud,
    alsoEnd: (end) => void others.push(end),
    endProcess: async () => {
      driver.disconnect();
      await session.stop();
    },
    run: (operation, request = {}) =>
      new Promise((resolve, reject) => {
        driver.once('message', (message: { readonly answer?: Answer; readonly error?: string }) => {
          if (message.answer === undefined) reject(new Error(message.error));
          else resolve(message.answer);
        });
        driver.send({ operation, folder: project, environment, resources: [], ...request });
      }),
    dispose: async () => {
      driver.disconnect();
      await Promise.all([session.stop(), ...others.map((end) => end())]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The steps that the engine announced for a resource type, each once. */
export const stepsOf = (answer: Answer, type: string): readonly StepEvent[] =>
  answer.events.flatMap(({ resourcePreEvent }) => (resourcePreEvent?.metadata.type === type ? [resourcePreEvent.metadata] : []));

export const errorsOf = (answer: Answer): string =>
  answer.events.flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === 'error' ? [diagnosticEvent.message] : [])).join('\n');

export const warningsOf = (answer: Answer): string =>
  answer.events.flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === 'warning' ? [diagnosticEvent.message] : [])).join('\n');
