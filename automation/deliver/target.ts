// The delivery of one target: takes its lease, opens its record, runs the chosen steps by the graph, and sums up.
import { toErrorRecord, type ErrorRecord } from '../errors';
import type { ResultName } from '../events';
import type { HeldBy } from '../lease/hold';
import { appendAudit } from '../records/audit';
import { ownerOf, type OperationDeps } from '../run/context';
import { runGraph } from '../run/pool';
import type { Target } from '../targets';
import { begin, type Begun } from './begin';
import { holdTarget } from './hold';
import { deliveries } from './journal';
import { allNeedsOf, needs } from './graph';
import type { Masks } from './masks';
import type { DeliveryServices, Step } from './step';
import { StepSession } from './step-session';
import { recordSwitch, slotRecordOf } from '../records/slots';
import {
  deliveryProject,
  stepNames,
  type DeliveryEvent,
  type DeliveryRequest,
  type DeliverySource,
  type StepName,
  type StepResult,
  type StepState,
  type TargetDelivery,
  type DeliveryRecord,
} from '../delivery';

export interface DeliveryRun {
  readonly id: string;
  readonly request: DeliveryRequest;
  readonly deps: OperationDeps;
  readonly services: DeliveryServices;
  readonly steps: readonly Step[];
  readonly source: DeliverySource;
  readonly masks: Masks;
  readonly emit: (event: DeliveryEvent) => void;
  readonly cancelled: AbortSignal;
}

/** Never rejects but for a bug: a refusal is a result too. */
export async function deliverTarget(run: DeliveryRun, target: Target): Promise<TargetDelivery> {
  const began = performance.now();
  const { request, deps, id, masks } = run;
  const notice = (message: string): void => run.emit({ type: 'notice', time: deps.now().toISOString(), message, target: target.name });
  const finished = request.resume ? (await deliveries(deps.paths, request.cloud, target.name))[0] : undefined;
  if (finished?.result === 'succeeded') {
    notice(`nothing was left unfinished: the delivery ${finished.runId} has ended well`);
    return alreadyDelivered(target, finished);
  }
  // A lease that is lost must stop the steps, as Ctrl-C does.
  const lost = new AbortController();
  let lease: HeldBy | undefined;
  let begun: Begun | undefined;
  let error: ErrorRecord | undefined;
  try {
    lease = await holdTarget(
      { target: target.name, runId: id, operation: 'deploy', waitMs: request.waitLockMs, signal: run.cancelled, notice, onLost: () => lost.abort() },
      deps,
    );
    begun = await begin(run, target, notice);
    await runChosen({ ...run, cancelled: AbortSignal.any([run.cancelled, lost.signal]) }, target, begun);
    lease.mustBeHeld();
  } catch (thrown) {
    error = masks.redact({ ...toErrorRecord(thrown), target: target.name });
  }
  try {
    return await finish(run, target, { begun, error, durationMs: Math.round(performance.now() - began) });
  } finally {
    await lease?.release();
  }
}

async function runChosen(run: DeliveryRun, target: Target, begun: Begun): Promise<void> {
  const { journal, chosen } = begun;
  const session = new StepSession(run, target, begun);
  const byName = new Map(run.steps.map((one) => [one.name, one]));
  const settle = async (result: StepResult): Promise<StepResult> => {
    await journal.set(result);
    run.emit({ type: 'step-finished', time: run.deps.now().toISOString(), target: target.name, step: result.step, result });
    return result;
  };
  try {
    await runGraph<StepName, StepResult>(
      stepNames,
      (name) => needs[name],
      async (name, needed) => {
        const before = journal.step(name);
        if (before !== undefined && !begun.isToRun(name)) return settle({ ...before, message: before.message ?? 'done' });
        if (!chosen.includes(name))
          return settle({ ...leftOut(name, journal.record.skip.includes(name) ? 'left out by --skip' : 'left out by --only'), because: 'choice' });
        const failed = needed.find(({ state, because }) => state === 'failed' || state === 'cancelled' || because === 'failure');
        if (failed !== undefined) return settle({ ...leftOut(name, `needs ${failed.step}, which ${ended[failed.state]}`), because: 'failure' });
        const current = begun.outputs.slot?.current;
        if (current !== undefined && allNeedsOf(name).includes('slot')) return settle({ ...leftOut(name, current), state: 'unchanged' });
        const step = byName.get(name);
        if (step === undefined) throw new Error(`no step is named ${name}`);
        return settle(await session.run(step));
      },
    );
  } finally {
    await session.close();
  }
}

const ended: Readonly<Record<StepState, string>> = {
  pending: 'was not run',
  running: 'was not run',
  succeeded: 'succeeded',
  unchanged: 'was unchanged',
  failed: 'failed',
  skipped: 'was not run',
  cancelled: 'was cancelled',
};

const leftOut = (step: StepName, message: string): StepResult => ({ step, state: 'skipped', message, durationMs: 0, attempts: 0 });

/** For --resume: what has succeeded is left alone. */
function alreadyDelivered(target: Target, { source, steps }: DeliveryRecord): TargetDelivery {
  const results = stepNames.flatMap((name): StepResult[] => {
    const result = steps[name];
    return result === undefined ? [] : [{ ...result, state: result.state === 'succeeded' ? 'unchanged' : result.state }];
  });
  const { sha, isDirty } = source;
  return {
    ...{ target: target.name, stack: `${deliveryProject}/${target.name}`, result: 'succeeded', changes: { unchanged: results.length }, durationMs: 0 },
    ...{ sha, isDirty, folder: '', steps: results },
  };
}

interface Ending {
  readonly begun: Begun | undefined;
  readonly error: ErrorRecord | undefined;
  readonly durationMs: number;
}

async function finish(run: DeliveryRun, target: Target, { begun, error, durationMs }: Ending): Promise<TargetDelivery> {
  const { deps, source, request } = run;
  const results = stepNames.flatMap((name) => begun?.journal.step(name) ?? []);
  const cause = error ?? results.find(({ state }) => state === 'failed')?.error ?? results.find(({ state }) => state === 'cancelled')?.error;
  const result: ResultName = cause === undefined ? 'succeeded' : cause.reason === 'cancelled' ? 'cancelled' : 'failed';
  const slot = begun?.outputs.slot?.idle;
  const switched = begun?.outputs.switch?.live;
  const live = switched ?? begun?.outputs.slot?.live ?? undefined;
  if (begun !== undefined) {
    await begun.journal.update({ result, finishedAt: deps.now().toISOString() });
    if (switched !== undefined) await recordSwitch(deps.paths, slotRecordOf(target, switched, begun.journal.record, deps.now().toISOString()));
    const entry = {
      operation: 'deploy',
      cloud: request.cloud,
      target: target.name,
      runId: begun.journal.record.runId,
      sha: source.sha,
      isDirty: source.isDirty,
      result,
      ...(slot === undefined ? {} : { slot }),
      ...(live === undefined ? {} : { live }),
      skipped: [...begun.journal.record.skip],
      steps: Object.fromEntries(results.map((one) => [one.step, one.state])),
      ...(cause === undefined ? {} : { error: cause.reason }),
    };
    await appendAudit(deps.paths, entry, ownerOf('deploy', deps, run.id), deps.facts, deps.now().toISOString());
  }
  const counts = new Map<string, number>();
  for (const { state } of results) counts.set(state, (counts.get(state) ?? 0) + 1);
  const images = begun?.outputs.images?.images;
  return {
    target: target.name,
    stack: `${deliveryProject}/${target.name}`,
    result,
    changes: Object.fromEntries(counts),
    durationMs,
    ...(cause === undefined ? {} : { error: { ...cause, target: target.name } }),
    sha: source.sha,
    isDirty: source.isDirty,
    ...(slot === undefined ? {} : { slot }),
    ...(live === undefined ? {} : { live }),
    ...(images === undefined ? {} : { images: Object.fromEntries(Object.entries(images).map(([name, { reference }]) => [name, reference])) }),
    folder: begun?.journal.folder ?? '',
    steps: results,
  };
}
