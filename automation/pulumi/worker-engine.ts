// The engine of one stack as hx sees it: a forked worker in a process group of its own, so that a terminal's Ctrl-C reaches hx alone.
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProgramInput } from '../programs';
import type { EngineAction, EngineOutcome, EngineSite, OpenStackEngine, StackEngine, StackEngineOptions, StackEvent, StackUnit } from '../stack-engine';
import type { FromWorker, ToWorker, WorkerStart } from './messages';

export interface WorkerSetup {
  /** The compiled worker: a CommonJS file. */
  readonly worker: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Pending {
  readonly id: number;
  readonly onEvent: (event: StackEvent) => void;
  readonly resolve: (outcome: EngineOutcome) => void;
}

class WorkerEngine implements StackEngine {
  private child: ChildProcess | undefined;
  private pending: Pending | undefined;
  private sent = 0;
  private isCancelled = false;
  private isKilled = false;

  constructor(
    private readonly unit: StackUnit,
    private readonly options: StackEngineOptions,
    private readonly setup: WorkerSetup,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    if (this.child !== undefined) return;
    const { project, module } = this.unit.program;
    const { logFile, secrets } = this.options;
    const start: WorkerStart = { project, stack: this.unit.target.name, module, logFile, secrets };
    mkdirSync(dirname(logFile), { recursive: true });
    // What a program prints by itself goes beside the log; it must not reach hx's stdout.
    const output = openSync(logFile.replace(/\.log$/, '.out'), 'a', 0o600);
    const child = fork(this.setup.worker, [], {
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
      env: { ...this.setup.environment, HX_WORKER: JSON.stringify(start) },
      execArgv: [],
      serialization: 'json',
    });
    closeSync(output);
    this.child = child;
    child.on('message', (message: FromWorker) => this.receive(message));
    child.on('error', (error) => this.lost(error.message));
    child.on('exit', (code, signal) => this.ended(child, code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`));
  }

  run(action: EngineAction, site: EngineSite, input: ProgramInput, onEvent: (event: StackEvent) => void): Promise<EngineOutcome> {
    if (this.isKilled) return Promise.resolve(this.failure('cancelled', 'killed before it began'));
    this.start();
    return new Promise((resolve) => {
      this.sent += 1;
      this.pending = { id: this.sent, onEvent, resolve };
      this.tell({ type: 'run', id: this.sent, action, site, input });
    });
  }

  cancel(): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    this.tell({ type: 'cancel' });
  }

  kill(): void {
    this.isKilled = true;
    const pid = this.child?.pid;
    if (pid === undefined) return;
    try {
      // The whole group: worker and engine.
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.child?.kill('SIGKILL');
    }
  }

  close(): Promise<void> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      child.once('exit', () => resolve());
      this.tell({ type: 'close' });
    });
  }

  private tell(message: ToWorker): void {
    if (this.child?.connected !== true) return;
    this.child.send(message, (error) => {
      if (error !== null) this.lost(error.message);
    });
  }

  private receive(message: FromWorker): void {
    if (message.type === 'events') {
      for (const event of message.events) this.pending?.onEvent(event);
    } else if (message.id === this.pending?.id) {
      this.finish(message.outcome);
    }
  }

  private ended(child: ChildProcess, how: string): void {
    if (this.child === child) this.child = undefined;
    this.lost(`the worker of ${this.unit.name} ${how}`);
  }

  private lost(message: string): void {
    this.finish(
      this.isKilled ? this.failure('cancelled', 'killed: the step in flight may have taken place; the next run settles it') : this.failure('failure', message),
    );
  }

  private failure(reason: 'cancelled' | 'failure', message: string): EngineOutcome {
    const error = { reason, message, log: this.options.logFile } as const;
    return { result: reason === 'cancelled' ? 'cancelled' : 'failed', changes: {}, hasChanges: false, durationMs: 0, error };
  }

  private finish(outcome: EngineOutcome): void {
    const pending = this.pending;
    this.pending = undefined;
    pending?.resolve(outcome);
  }
}

export const workerEngines =
  (setup: WorkerSetup): OpenStackEngine =>
  (unit, options) =>
    new WorkerEngine(unit, options, setup);
