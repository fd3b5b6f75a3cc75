// Runs one operation for a command: chooses targets, shows progress, asks, sums up. What the operation does is automation's.
import { exitCodes, type ExitReason } from '../automation/exit-codes';
import type { HxEvent, OperationKind, OperationRequest, OperationSummary } from '../automation';
import { confirm, mustBeAskable, type Consent } from './confirm';
import type { Context } from './context';
import { changeList } from './render/changes';
import { lineProgress, liveProgress, silentProgress, type Progress } from './render/live';
import { jsonLine } from './render/ndjson';
import { summaryLines } from './render/summary';
import { withoutWorkflowCommands } from './render/text';

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

const defaultParallel = 4;

const isReason = (name: string): name is ExitReason => name in exitCodes;
export const reasonOf = (code: number): ExitReason => Object.keys(exitCodes).filter(isReason).find((name) => exitCodes[name] === code) ?? 'failure';

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
  const { io, variables } = context;
  const app = await context.app();
  const { targets, cloud } = await app.choose(flags, flags.cloud);
  const consent: Consent = { kind, targets, isYes: flags.yes, typedName: flags.confirm, isDryRun: flags.dryRun, isInteractive: io.isInteractive && !context.isJson, typed: context.typed };
  mustBeAskable(consent);
  const request: OperationRequest = {
    kind,
    targets,
    programs: await app.programs(),
    cloud,
    parallel: flags.parallel ?? parallelOf(variables.HX_PARALLEL),
    waitLockMs: flags.waitLock ?? 0,
    includeProtected: flags.includeProtected,
    dryRun: flags.dryRun,
  };
  const progress = progressFor(context);
  const view = { width: io.stdout.width(), style: io.stdout.style, isCut: io.stdout.isTerminal, isVerbose: context.isVerbose };
  const show = (lines: readonly string[]): void => {
    if (!context.isJson && lines.length > 0) io.stdout.print(...(io.stdout.isTerminal ? lines : lines.map(withoutWorkflowCommands)));
  };
  let isShown = false;
  let isDeclined = false;
  let summary: OperationSummary;
  try {
    const { runOperation } = await import('../automation');
    summary = await runOperation(
      request,
      {
        emit: (event: HxEvent) => {
          progress.onEvent(event);
          if (context.isJson) io.stdout.write(`${jsonLine(event)}\n`);
        },
        confirm: async (preview) => {
          progress.pause();
          show(changeList(progress.state(), view));
          isShown = true;
          const answer = await confirm(preview, consent, io, context.cancelled);
          isDeclined = answer === 'declined';
          progress.resume();
          return answer;
        },
        startCloud: () => app.startCloud(cloud),
        cancelled: context.cancelled,
        killed: context.killed,
      },
      await app.deps(),
    );
  } finally {
    progress.stop();
  }
  if (isDeclined && !context.isJson) {
    io.stderr.print('Declined: nothing was changed.');
    return 'cancelled';
  }
  if (!isShown) show(changeList(progress.state(), view));
  show(summaryLines(summary, { width: view.width, style: view.style, cloud, isDryRun: flags.dryRun, choice: choiceOf(flags) }));
  return reasonOf(summary.exitCode);
}

function progressFor({ io, now, isJson, isVerbose }: Context): Progress {
  const isWatched = io.stderr.isTerminal && !io.isCi && io.isDrawable;
  if (isJson && !(isWatched && !io.stdout.isTerminal)) return silentProgress();
  const options = { output: io.stderr, now, isVerbose };
  return isWatched ? liveProgress(options) : lineProgress(options);
}

function parallelOf(variable: string | undefined): number {
  const value = Number(variable);
  return Number.isInteger(value) && value > 0 ? Math.min(value, 64) : defaultParallel;
}
