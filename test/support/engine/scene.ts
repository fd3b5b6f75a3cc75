// A temporary HX_HOME and lab for one engine test, with the operations on it. Removed when the test is done.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ChangePreview,
  Confirmation,
  HxEvent,
  HxPaths,
  OperationDeps,
  OperationKind,
  OperationRequest,
  OperationSummary,
  PendingCreate,
  Program,
  Target,
  Whereabouts,
} from '../../../automation';

export interface LabWorld {
  ids(): readonly string[];
  read(id: string): Readonly<Record<string, unknown>> | undefined;
  file(id: string): string;
  /** "creating a", "create a", "update a", "delete a", in order. */
  writes(): readonly string[];
}

export interface Outcome {
  readonly summary: OperationSummary;
  readonly events: readonly HxEvent[];
  readonly lab: LabWorld;
  readonly paths: HxPaths;
  readonly deps: OperationDeps;
}

export interface Act {
  readonly settings?: object;
  readonly targets?: readonly Target[];
  readonly programs?: readonly string[];
  readonly request?: Partial<OperationRequest>;
  readonly confirm?: (preview: ChangePreview) => Promise<Confirmation>;
  readonly cancelled?: AbortSignal;
  readonly killed?: AbortSignal;
  readonly onEvent?: (event: HxEvent) => void;
  readonly find?: (create: PendingCreate) => Promise<Whereabouts>;
  readonly environment?: Readonly<Record<string, string>>;
}

interface Operate {
  readonly operate: (scene: Act & { readonly folder: string; readonly kind: OperationKind }) => Promise<Outcome>;
  readonly target: (of?: { env?: string; region?: string; settings?: object }) => Target;
  readonly programs: readonly Program[];
}

// The driver is plain JavaScript, as it also runs as a process of its own.
const driver = require('./operate.js') as Operate;
export const { target, programs } = driver;

export interface Scene {
  readonly folder: string;
  readonly home: string;
  run(kind: OperationKind, act?: Act): Promise<Outcome>;
  /** The same in a process of its own, which the test may kill; its events come as lines on stdout. */
  start(kind: OperationKind, act?: Pick<Act, 'settings' | 'programs' | 'targets'>): ChildProcess;
  dispose(): void;
}

export function newScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'hx-engine-'));
  const home = join(folder, 'home');
  return {
    folder,
    home,
    run: (kind, act = {}) => driver.operate({ ...act, folder, kind }),
    start: (kind, act = {}) =>
      spawn(process.execPath, [join(__dirname, 'operate.js'), JSON.stringify({ ...act, folder, kind })], { stdio: ['ignore', 'pipe', 'inherit'] }),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const resultOf = ({ summary }: Outcome, program = 'base'): OperationSummary['results'][number] => {
  const result = summary.results.find((one) => one.program === program);
  if (result === undefined) throw new Error(`no result for ${program} among ${JSON.stringify(summary.results)}`);
  return result;
};

/** Resolves with the first line of the process's output that holds the text. */
export const untilSays = (child: ChildProcess, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      seen += chunk;
      if (seen.includes(text)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code} before it said ${text}: ${seen}`)));
  });

export const untilExit = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(child.exitCode)));
