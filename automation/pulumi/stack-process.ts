// One stack in a worker process: the workspace, the program and the operations on it, through the Automation API.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalWorkspace, type EngineEvent, type PulumiFn, type Stack } from '@pulumi/pulumi/automation';
import * as debuggable from '@pulumi/pulumi/runtime/debuggable';
import type { ChangeCounts } from '../events';
import type { JsonObject } from '../json';
import type { ProgramFunction, ProgramInput } from '../programs';
import type { EngineAction, EngineOutcome, EngineSite, StackEvent } from '../stack-engine';
import { HxError, toErrorRecord } from '../errors';
import { settled, type Deployment, type StateResource } from '../state/pending';
import { tellDoneOnlyWithoutErrors } from './failed-program';
import { dropPromiseTraces, dropStackTraces, dropVersionAliases } from './lean';
import { classify, explained } from './classify';
import { EngineCommand, type EngineLog } from './engine-command';
import { LostAnswers } from './lost-answers';
import { EventMapper, changesAnything, countsOf, isQuietChange, type EventMode } from './engine-events';

export interface StackProcessOptions {
  readonly project: string;
  readonly stack: string;
  readonly module: string;
  readonly logFile: string;
}

/** Events that an error is explained by; the rest is passed on and forgotten, however large the stack. */
const explains = (event: StackEvent): boolean =>
  (event.type === 'diagnostic' && event.severity === 'error') || (event.type === 'resource' && event.status === 'failed');

const modeOf = (kind: EngineAction['kind']): EventMode => {
  if (kind === 'drift') return 'drift';
  if (kind === 'preview' || kind === 'destroy-preview') return 'preview';
  return kind === 'refresh' || kind === 'settle' ? 'refresh' : 'run';
};

/** The log keeps a provider's own words; everybody else reads the sentence made of them. */
const worded = (event: StackEvent, mapper: EventMapper): StackEvent =>
  event.type === 'diagnostic' && event.severity === 'error'
    ? { ...event, message: explained(event.message, event.urn, event.urn === undefined ? undefined : mapper.operationOn(event.urn)) }
    : event;

const withLost = (deployment: Deployment, lost: readonly StateResource[]): Deployment => ({
  ...deployment,
  pending_operations: [...(deployment.pending_operations ?? []), ...lost.map((resource) => ({ type: 'creating', resource }) as const)],
});

export class StackProcess {
  private command: EngineCommand | undefined;
  private isCancelled = false;

  constructor(
    private readonly options: StackProcessOptions,
    private readonly log: EngineLog,
  ) {}

  cancel(): void {
    this.isCancelled = true;
    this.command?.interrupt();
  }

  async run(action: EngineAction, site: EngineSite, input: ProgramInput, emit: (event: StackEvent) => void): Promise<EngineOutcome> {
    const began = performance.now();
    const kept: StackEvent[] = [];
    const command = new EngineCommand(site, this.log);
    this.command = command;
    // A thrown error in onEvent is swallowed by the Automation API: keep the first one, and stop the engine.
    const broken: unknown[] = [];
    let changes: ChangeCounts = {};
    let hasQuietChange = false;
    let isForbidden = false;
    const mapper = new EventMapper(modeOf(action.kind));
    const answers = new LostAnswers();
    const onEvent = (event: EngineEvent): void => {
      try {
        answers.see(event);
        if (event.summaryEvent) changes = countsOf(event.summaryEvent.resourceChanges);
        hasQuietChange ||= isQuietChange(event);
        isForbidden ||= event.policyEvent?.enforcementLevel === 'mandatory';
        for (const mapped of mapper.map(event)) {
          if (explains(mapped)) kept.push(mapped);
          emit(worded(mapped, mapper));
        }
      } catch (error) {
        broken.push(error);
        command.interrupt();
      }
    };
    const facts = (): Pick<EngineOutcome, 'changes' | 'hasChanges' | 'durationMs'> => ({
      changes,
      hasChanges: hasQuietChange || changesAnything(changes),
      durationMs: Math.round(performance.now() - began),
    });
    try {
      if (this.isCancelled) throw new HxError('cancelled', 'cancelled before it began');
      const stack = await this.open(site, input, command);
      const deployment = await this.perform(action, stack, command, onEvent);
      if (broken.length > 0) throw broken[0];
      return { result: 'succeeded', ...facts(), ...(deployment === undefined ? {} : { deployment }) };
    } catch (error) {
      const cause = broken[0] ?? error;
      const record =
        cause instanceof HxError
          ? toErrorRecord(cause)
          : classify({ error: cause, events: kept, wasCancelled: this.isCancelled, isForbidden, log: this.options.logFile });
      const lostCreates = answers.creates();
      return {
        result: record.reason === 'cancelled' ? 'cancelled' : 'failed',
        ...facts(),
        error: record,
        ...(lostCreates.length === 0 ? {} : { lostCreates }),
      };
    } finally {
      this.command = undefined;
    }
  }

  private async open(site: EngineSite, input: ProgramInput, command: EngineCommand): Promise<Stack> {
    const { project, stack, module } = this.options;
    const program: PulumiFn = async () => {
      const sdk = await import('@pulumi/pulumi');
      tellDoneOnlyWithoutErrors(sdk);
      dropStackTraces(sdk.Resource);
      dropPromiseTraces(debuggable);
      if (site.environment['HX_KEEP_ALIASES'] !== '1') sdk.runtime.registerStackTransformation(dropVersionAliases);
      const loaded = (await import(module)) as { readonly program?: ProgramFunction };
      if (loaded.program === undefined) throw new Error(`${module} exports no program`);
      return loaded.program(input);
    };
    return LocalWorkspace.selectStack(
      { stackName: stack, projectName: project, program },
      { workDir: site.workDir, pulumiCommand: command.asPulumiCommand(), envVars: { ...site.environment, PULUMI_BACKEND_URL: site.backendUrl } },
    );
  }

  private async perform(action: EngineAction, stack: Stack, command: EngineCommand, onEvent: (event: EngineEvent) => void): Promise<JsonObject | undefined> {
    switch (action.kind) {
      case 'preview':
        return void (await stack.preview({ onEvent, policyPacks: [action.policyPack] }));
      case 'up':
        return void (await stack.up({ onEvent, suppressOutputs: true, policyPacks: [action.policyPack] }));
      case 'refresh':
        return void (await stack.refresh({ onEvent }));
      case 'drift':
        return void (await stack.previewRefresh({ onEvent }));
      case 'destroy-preview':
      case 'destroy':
        if (action.includeProtected) command.extraArguments = ['--ignore-protect'];
        return void (action.kind === 'destroy' ? await stack.destroy({ onEvent }) : await stack.previewDestroy({ onEvent }));
      case 'init':
        return void (await command.run(
          ['stack', 'init', stack.name, '--secrets-provider', action.secretsProvider, '--no-select'],
          stack.workspace.workDir,
          this.environmentOf(stack),
        ));
      case 'remove':
        await stack.workspace.removeStack(stack.name, { preserveConfig: false });
        return undefined;
      case 'export':
        return this.exportOf(stack, command);
      case 'settle':
        return this.settle(action, stack, command, onEvent);
    }
  }

  private environmentOf(stack: Stack): Record<string, string> {
    return { ...stack.workspace.envVars };
  }

  /** Without --show-secrets, which the Automation API always adds. */
  private async exportOf(stack: Stack, command: EngineCommand): Promise<JsonObject> {
    const { stdout } = await command.run(['stack', 'export', '--stack', stack.name], stack.workspace.workDir, this.environmentOf(stack));
    return JSON.parse(stdout) as JsonObject;
  }

  /** The engine never drops a pending create by itself, and would create it a second time; so it is edited out, or in, and the result refreshed. */
  private async settle(
    { adopt, lost }: Extract<EngineAction, { readonly kind: 'settle' }>,
    stack: Stack,
    command: EngineCommand,
    onEvent: (event: EngineEvent) => void,
  ): Promise<undefined> {
    const exported = await this.exportOf(stack, command);
    const file = join(stack.workspace.workDir, `settled-${process.pid}.json`);
    try {
      const interrupted = withLost(exported['deployment'] as unknown as Deployment, lost);
      const deployment = settled(interrupted, adopt);
      await writeFile(file, JSON.stringify({ ...exported, deployment }), { mode: 0o600 });
      await command.run(['stack', 'import', '--stack', stack.name, '--file', file], stack.workspace.workDir, this.environmentOf(stack));
    } finally {
      await rm(file, { force: true });
    }
    await stack.refresh({ onEvent });
    return undefined;
  }
}
