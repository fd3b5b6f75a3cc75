// Runs one operation for a command: chooses targets, shows progress, asks, sums up. What the operation does is automation's.
import { HxError } from '../automation/errors';
import { exitCodes, type ExitReason } from '../automation/exit-codes';
import type { ChangePreview, Confirmation, HxEvent, OperationKind, OperationRequest, OperationSummary, Program } from '../automation';
import type { App } from './app';
import { ask, mustBeAskable, questionFor, refreshQuestion, type Consent } from './confirm';
import type { Context } from './context';
import { changeList, type ListView } from './render/changes';
import { lineProgress, liveProgress, silentProgress, type Progress } from './render/live';
import { jsonLine } from './render/ndjson';
import { summaryLines } from './render/summary';
import { withoutWorkflowCommands } from './render/text';
import type { Schedules } from './schedules';

export interface OperationFlags {
  readonly env: readonly string[];
  readonly region: readonly string[];
  readonly all: boolean;
  readonly cloud: string | undefined;
  readonly parallel: number | undefined;
  readonly waitLock: number | undefined;
  readonly yes: boolean;
  readonly confirm: string | undefined;
  readonly dryRun: boolean;
  readonly includeProtected: boolean;
}

/** What an operation that only looks leaves out. */
export const readOnlyFlags = { waitLock: undefined, yes: false, confirm: undefined, dryRun: false, includeProtected: false } as const;

const defaultParallel = 4;

const isReason = (name: string): name is ExitReason => name in exitCodes;
export const reasonOf = (code: number): ExitReason =>
  Object.keys(exitCodes)
    .filter(isReason)
    .find((name) => exitCodes[name] === code) ?? 'failure';

/** The options that choose the same targets on the same cloud again, for suggestions. */
export function choiceOf({ env, region, all, cloud }: Pick<OperationFlags, 'env' | 'region' | 'all' | 'cloud'>): string {
  return [
    ...(all ? ['--all'] : env.length > 0 ? [`--env ${env.join(',')}`] : []),
    ...(region.length > 0 ? [`--region ${region.join(',')}`] : []),
    ...(cloud === undefined ? [] : [`--cloud ${cloud}`]),
  ].join(' ');
}

/** Nothing is started before targets, cloud and consent are sure. Throws HxError for what can't even start. */
export async function operate(kind: OperationKind, flags: OperationFlags, context: Context): Promise<ExitReason> {
  const { io } = context;
  const parallel = parallelOf(flags.parallel, context);
  const app = await context.app();
  const { targets, cloud } = await app.choose(flags, flags.cloud);
  const consent: Consent = {
    kind,
    targets,
    cloud,
    isYes: flags.yes,
    typedName: flags.confirm,
    isDryRun: flags.dryRun,
    isInteractive: io.isInteractive && !context.isJson,
    typed: context.typed,
  };
  mustBeAskable(consent);
  if (kind === 'refresh' && (await ask(refreshQuestion(consent), consent, io, context.cancelled)) === 'declined') return declined(context);
  const request: OperationRequest = {
    kind,
    targets,
    programs: await programsFor(kind, app),
    cloud,
    parallel,
    waitLockMs: flags.waitLock ?? 0,
    includeProtected: flags.includeProtected,
    dryRun: flags.dryRun,
  };
  const outcome = await runShown(request, consent, app, context);
  if (outcome.isDeclined && !context.isJson) return declined(context);
  const view = listView(context);
  if (!outcome.isListShown) show(changeList(outcome.progress.state(), view), context);
  const choice = choiceOf(flags);
  show(
    summaryLines(outcome.summary, outcome.progress.state(), {
      width: view.width,
      style: view.style,
      cloud,
      isDryRun: flags.dryRun,
      choice,
      retype: context.retype,
    }),
    context,
  );
  return reasonOf(outcome.summary.exitCode);
}

/** What a deployment puts into a target is made by it alone, and goes first when the target does. */
async function programsFor(kind: OperationKind, app: App): Promise<readonly Program[]> {
  const programs = await app.programs();
  return kind === 'destroy' ? programs : (await import('../automation')).infrastructureOf(programs);
}

interface Outcome {
  readonly summary: OperationSummary;
  readonly progress: Progress;
  readonly isListShown: boolean;
  readonly isDeclined: boolean;
}

/** Runs the operation with its progress on the screen; the drawing is gone again when this returns or throws. */
async function runShown(request: OperationRequest, consent: Consent, app: App, context: Context): Promise<Outcome> {
  const { io, cancelled, killed } = context;
  const progress = progressFor(context);
  const giveNoticesBack = context.notices.divert((line) => progress.note(line));
  let isListShown = false;
  let isDeclined = false;
  const emit = (event: HxEvent): void => {
    progress.onEvent(event);
    if (context.isJson) io.stdout.write(`${jsonLine(event)}\n`);
  };
  const confirm = async (preview: ChangePreview): Promise<Confirmation> => {
    progress.pause();
    show(changeList(progress.state(), listView(context)), context);
    isListShown = true;
    const answer = await ask(questionFor(preview, consent), consent, io, cancelled);
    isDeclined = answer === 'declined';
    progress.resume();
    return answer;
  };
  try {
    const { runOperation } = await import('../automation');
    const isMaking = request.kind === 'up' || request.kind === 'preview';
    const settings = isMaking ? { settingsOf: app.settingsNow(request.cloud) } : {};
    const schedules = await app.schedules(request.cloud);
    const ports = {
      emit,
      confirm,
      startCloud: () => app.startCloud(request.cloud),
      startPolicies: () => app.startPolicies(),
      holdStill: schedules.holdStill,
      ...settings,
      cancelled,
      killed,
    };
    const summary = await whileNothingIsDelivered(request, app, context, () => app.deps().then((deps) => runOperation(request, ports, deps)));
    if (request.kind === 'destroy' && request.cloud === 'local' && !request.dryRun && summary.exitCode === 0) {
      for (const { name } of request.targets) await app.forgetWarehouse(name);
    }
    if (request.kind === 'up' && !request.dryRun && summary.exitCode === 0) await keepSchedules(request, schedules, app, progress);
    return { summary, progress, isListShown, isDeclined };
  } finally {
    giveNoticesBack();
    progress.stop();
  }
}

/** A destroy and a delivery of the same target exclude each other; other operations may run beside one. */
async function whileNothingIsDelivered<Result>(request: OperationRequest, app: App, context: Context, work: () => Promise<Result>): Promise<Result> {
  if (request.kind !== 'destroy' || request.dryRun) return work();
  const { holdTarget } = await import('../automation/deliver');
  const deps = await app.deps();
  const held: { readonly release: () => Promise<void> }[] = [];
  try {
    for (const { name } of request.targets.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const notice = (message: string): void => context.io.stderr.print(`i ${message}`);
      const lease = await holdTarget(
        { target: name, runId: 'destroy', operation: 'destroy', waitMs: request.waitLockMs, signal: context.cancelled, notice, onLost: () => undefined },
        deps,
      );
      held.push({ release: () => lease.release() });
    }
    return await work();
  } finally {
    await Promise.all(held.map(({ release }) => release()));
  }
}

/** A run that was killed while a trigger stood still has left it so: the live slot's runs again. */
async function keepSchedules({ targets, cloud, programs }: OperationRequest, schedules: Schedules, app: App, progress: Progress): Promise<void> {
  const { readOutputs, readSlotRecord } = await import('../automation');
  for (const target of targets) {
    const slot = await readSlotRecord(app.paths, cloud, target.name);
    if (slot === undefined) continue;
    const { outputs } = await readOutputs(app.paths, target, programs, cloud);
    const { message, hasStarted } = await schedules.move(outputs, slot.live);
    if (hasStarted) progress.note(`i [${target.name}] ${slot.live} is live, and ${message}`);
  }
}

function declined({ io }: Context): ExitReason {
  io.stderr.print('Declined: nothing was changed.');
  return 'cancelled';
}

const listView = ({ io, isVerbose }: Context): ListView => ({ width: io.stdout.width(), style: io.stdout.style, isCut: io.stdout.isTerminal, isVerbose });

function show(lines: readonly string[], { io, isJson }: Context): void {
  if (!isJson && lines.length > 0) io.stdout.print(...(io.stdout.isTerminal ? lines : lines.map(withoutWorkflowCommands)));
}

function progressFor({ io, now, isJson, isVerbose }: Context): Progress {
  const isWatched = io.stderr.isTerminal && !io.isCi && io.isDrawable;
  // With --json stderr stays silent, unless a person watches it while the data goes elsewhere.
  const options = { output: io.stderr, now, isVerbose };
  if (isJson && !(isWatched && !io.stdout.isTerminal)) return silentProgress(options);
  return isWatched ? liveProgress(options) : lineProgress(options);
}

/** How many stacks run at once: the flag, then HX_PARALLEL. Throws HxError 'usage' for what is no number of stacks. */
export function parallelOf(flag: number | undefined, { variables }: Pick<Context, 'variables'>): number {
  const variable = variables.HX_PARALLEL;
  if (flag !== undefined) return flag;
  if (variable === undefined) return defaultParallel;
  const value = /^\d{1,2}$/.test(variable) ? Number(variable) : 0;
  if (value >= 1 && value <= 64) return value;
  throw new HxError('usage', `HX_PARALLEL is '${variable}'; it must be a whole number from 1 to 64.`, { suggestion: `--parallel ${defaultParallel}` });
}
