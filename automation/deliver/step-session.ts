// What the steps of one target share while they run: Python, the warehouse, the results so far. Opened when first needed, closed once.
import { join } from 'node:path';
import type { EtlRun, PythonEnvironment } from '../etl';
import type { Target } from '../targets';
import { allowedEnvironment } from '../pulumi';
import type { Begun } from './begin';
import type { StepOutputs } from './outputs';
import { runStep, type Given } from './run-step';
import { builtState } from '../records/slots';
import type { Step, StepContext, WarehouseSession } from './step';
import type { DeliveryRun } from './target';
import type { StepName, StepResult } from '../delivery';

export class StepSession {
  private python: Promise<PythonEnvironment> | undefined;
  private warehouse: Promise<WarehouseSession> | undefined;

  constructor(
    private readonly run_: DeliveryRun,
    private readonly target: Target,
    private readonly begun: Begun,
  ) {}

  async run(step: Step): Promise<StepResult> {
    const { deps, request, masks, emit, cancelled } = this.run_;
    const { journal } = this.begun;
    const logFile = journal.logOf(step.name);
    const at = (): { time: string; target: string; step: StepName } => ({ time: deps.now().toISOString(), target: this.target.name, step: step.name });
    const result = await runStep({
      step,
      target: this.target.name,
      timeoutMs: request.timeoutMs ?? step.timeoutMs,
      attemptsBefore: journal.step(step.name)?.attempts ?? 0,
      logFile,
      masks,
      cancelled,
      now: deps.now,
      onStarted: async (attempt) => {
        await journal.set({ step: step.name, state: 'running', attempts: attempt, durationMs: 0, log: logFile });
        emit({ type: 'step-started', ...at(), attempt, log: logFile });
      },
      onRetry: () => this.closeWarehouse(),
      onProgress: (message) => emit({ type: 'step-progress', ...at(), message }),
      context: (given) => this.contextOf(given),
    });
    if (result.output !== undefined) Object.assign(this.begun.outputs, { [step.name]: result.output });
    return result;
  }

  close(): Promise<void> {
    return this.closeWarehouse();
  }

  /** It is opened again when it is next asked for. */
  private async closeWarehouse(): Promise<void> {
    const open = this.warehouse;
    this.warehouse = undefined;
    const warehouse = await open?.catch(() => undefined);
    await warehouse?.stop();
  }

  private contextOf(given: Given): StepContext {
    const { deps, request, services, source } = this.run_;
    const { journal, outputs, slotRecord } = this.begun;
    const find = <Name extends StepName>(name: Name): StepOutputs[Name] | undefined => outputs[name];
    return {
      ...given,
      target: this.target,
      cloud: request.cloud,
      folder: journal.folder,
      source,
      landing: journal.record.landing,
      isAgain: request.again,
      services,
      now: deps.now,
      find,
      need: (name) => {
        const found = find(name);
        if (found === undefined) throw new Error(`the step ${name} has left no result`);
        return found;
      },
      stateOf: (name) => journal.step(name)?.state,
      remember: (fingerprint) => journal.update({ fingerprint }),
      lastSwitch: slotRecord,
      builtState: (slot) => builtState(deps.paths, request.cloud, this.target.name, slot),
      sampleFolder: join(deps.paths.cloud, 'landing'),
      python: () => this.plain(given),
      etl: (variables) => this.etl(given, variables),
    };
  }

  private openPython({ tell, signal }: Given): Promise<PythonEnvironment> {
    // A bring that failed may succeed for the next step: the network is back.
    this.python ??= this.run_.services.python(tell, signal).catch((error: unknown) => {
      this.python = undefined;
      throw error;
    });
    return this.python;
  }

  private async etl(given: Given, variables: Readonly<Record<string, string>> = {}): Promise<EtlRun> {
    const { services, masks } = this.run_;
    const run = await this.plain(given);
    const { outputs } = this.begun.outputs.exports ?? { outputs: {} };
    this.warehouse ??= services.warehouse(this.target, outputs, run.python).catch((error: unknown) => {
      this.warehouse = undefined;
      throw error;
    });
    const warehouse = await this.warehouse;
    masks.add(warehouse.secrets);
    return { ...run, environment: { ...run.environment, ...warehouse.environment, ...variables } };
  }

  private async plain(given: Given): Promise<EtlRun> {
    const { deps, masks } = this.run_;
    return {
      python: await this.openPython(given),
      root: deps.paths.root,
      environment: allowedEnvironment(deps.environment),
      logFile: given.logFile,
      // The step's own limit is in its signal; this one only bounds a child that ignores it.
      timeoutMs: 24 * 60 * 60_000,
      cancelled: given.signal,
      redact: masks.redact,
    };
  }
}
