// Runs one delivery for the command: chooses targets, asks, shows the steps as they go, sums up, writes the reports.
import { writeFile } from 'node:fs/promises';
import { HxError } from '../../automation/errors';
import type { ExitReason } from '../../automation/exit-codes';
import type { DeliveryEvent, DeliveryRequest, DeliverySummary, StepName } from '../../automation/delivery';
import { ask, deliveryQuestion, mustBeAskable, type Consent } from '../confirm';
import type { Context } from '../context';
import { choiceOf, parallelOf, reasonOf, type OperationFlags } from '../operate';
import { deliveryLines, planLines } from '../render/delivery';
import { jsonLine } from '../render/ndjson';
import { withoutWorkflowCommands } from '../render/text';
import { stepProgress } from '../step-progress';
import { emptyDelivery, reduceDelivery, rowsOf, type DeliveryState } from './state';

type Flags = Omit<OperationFlags, 'includeProtected'> & {
  readonly source: string | undefined;
  readonly only: readonly StepName[];
  readonly skip: readonly StepName[];
  readonly resume: boolean;
  readonly again: boolean;
  readonly timeout: number | undefined;
  readonly junit: string | undefined;
  readonly markdown: string | undefined;
};

export async function deploy(given: Flags, context: Context): Promise<ExitReason> {
  const { io, isJson } = context;
  const parallel = parallelOf(given.parallel, context);
  const app = await context.app();
  const { targets, cloud } = await app.choose(given, given.cloud);
  const consent: Consent = {
    kind: 'deploy',
    targets,
    cloud,
    isYes: given.yes,
    typedName: given.confirm,
    isDryRun: given.dryRun,
    isInteractive: io.isInteractive && !isJson,
    typed: context.typed,
  };
  mustBeAskable(consent);
  if (!given.dryRun && (await ask(deliveryQuestion(consent), consent, io, context.cancelled)) === 'declined') {
    io.stderr.print('Declined: nothing was changed.');
    return 'cancelled';
  }
  const landing = given.source ?? context.variables.HX_LANDING_DIR;
  const request: DeliveryRequest = {
    targets,
    cloud,
    parallel,
    waitLockMs: given.waitLock ?? 0,
    only: given.only,
    skip: given.skip,
    resume: given.resume,
    dryRun: given.dryRun,
    again: given.again,
    ...(landing === undefined ? {} : { landing }),
    ...(given.timeout === undefined ? {} : { timeoutMs: given.timeout }),
  };
  const { summary, state } = await runShown(request, context);
  await writeReports(given, summary);
  if (!isJson) {
    const view = { width: io.stdout.width(), style: io.stdout.style, cloud, choice: choiceOf(given), retype: context.retype };
    const lines = given.dryRun ? planLines(summary, state, view) : deliveryLines(summary, view);
    io.stdout.print(...(io.stdout.isTerminal ? lines : lines.map(withoutWorkflowCommands)));
  }
  return reasonOf(summary.exitCode);
}

/** The drawing is gone again when this returns or throws. */
async function runShown(request: DeliveryRequest, context: Context): Promise<{ readonly summary: DeliverySummary; readonly state: DeliveryState }> {
  const { io, isJson, now, cancelled } = context;
  const app = await context.app();
  const { runDelivery } = await import('../../automation/deliver');
  const [services, deps] = await Promise.all([app.delivery(request.cloud), app.deps()]);
  const progress = stepProgress(context);
  let state = emptyDelivery;
  const emit = (event: DeliveryEvent): void => {
    state = reduceDelivery(state, event, now());
    if (isJson) io.stdout.write(`${jsonLine(event)}\n`);
    if (event.type === 'notice') progress.note(`i ${event.target === undefined ? '' : `[${event.target}] `}${event.message}`);
    else if (!request.dryRun) progress.show(rowsOf(state));
  };
  try {
    return { summary: await runDelivery(request, { emit, services, cancelled }, deps), state };
  } finally {
    progress.stop();
  }
}

async function writeReports({ junit, markdown }: Flags, summary: DeliverySummary): Promise<void> {
  if (junit !== undefined) await write('--junit', junit, (await import('../formats/delivery-junit')).deliveryJunit(summary));
  if (markdown !== undefined) await write('--markdown', markdown, (await import('../formats/delivery-markdown')).deliveryMarkdown(summary));
}

async function write(flag: string, file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new HxError('usage', `${file} cannot be written: ${why}. The delivery itself has ended; hx status tells how.`, {
      cause,
      suggestion: `${flag} report`,
    });
  }
}
