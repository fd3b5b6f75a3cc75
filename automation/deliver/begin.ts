// Opens the record of a delivery: a new one, the one that --resume goes on with, or one that --only builds on. Runs no step.
import { HxError } from '../errors';
import type { JsonObject } from '../json';
import { userName } from '../lease/host';
import type { Target } from '../targets';
import { isLenient } from '../scan/judge';
import { allNeedsOf, chosenSteps, needs } from './graph';
import { changedFiles, digestsOf } from './landing-files';
import { deliveries, Journal } from './journal';
import type { StepOutputs } from './outputs';
import { readSlotRecord, type SlotRecord } from '../records/slots';
import type { DeliveryRun } from './target';
import { isDone, shortSource, stepNames, type DeliveryRecord, type StepName, type StepResult } from '../delivery';

export interface Begun {
  readonly journal: Journal;
  /** The steps that were asked for, by this run or by the one that it goes on with. */
  readonly chosen: readonly StepName[];
  /** What the steps have handed on so far. */
  readonly outputs: Partial<StepOutputs>;
  /** False for a step whose result an earlier run left. */
  readonly isToRun: (name: StepName) => boolean;
  /** The last switch of this target. */
  readonly slotRecord: SlotRecord | undefined;
}

/** Throws HxError `usage` or `expectation` where an earlier delivery can't be built on. */
export async function begin(run: DeliveryRun, target: Target, notice: (message: string) => void): Promise<Begun> {
  const { deps, request } = run;
  const slotRecord = await readSlotRecord(deps.paths, request.cloud, target.name);
  const [last] = await deliveries(deps.paths, request.cloud, target.name);
  const record = request.resume
    ? await resumed(run, target, last, notice)
    : request.only.length > 0
      ? basedOn(run, target, last, chosenBy(request, target))
      : undefined;
  if (record === undefined && last !== undefined && last.result === undefined) {
    notice(`the delivery ${last.runId} was interrupted; this one starts anew, and loads nothing twice. --resume would have gone on with it`);
  }
  const journal = await Journal.open(deps.paths, record ?? fresh(run, target));
  // Those that --only names are forgotten by then: they are run whatever became of them before.
  const kept = stepNames.filter((name) => isDone(journal.step(name)?.state));
  return { journal, chosen: chosenBy(journal.record, target), outputs: outputsOf(kept, journal), isToRun: (name) => !kept.includes(name), slotRecord };
}

const chosenBy = ({ only, skip }: Pick<DeliveryRecord, 'only' | 'skip'>, { env }: Target): readonly StepName[] =>
  chosenSteps({ only, skip, isLenient: isLenient(env), env });

function fresh({ id, request, deps, source }: DeliveryRun, target: Target): DeliveryRecord {
  return {
    version: 1,
    runId: id,
    cloud: request.cloud,
    target: target.name,
    startedAt: deps.now().toISOString(),
    who: `${userName()}@${deps.facts.host}`,
    source,
    ...(request.landing === undefined ? {} : { landing: request.landing }),
    only: request.only,
    skip: request.skip,
    steps: {},
  };
}

/** The steps that have succeeded are kept; the others are run again, and those too whose files have changed since. */
async function resumed(run: DeliveryRun, target: Target, last: DeliveryRecord | undefined, notice: (message: string) => void): Promise<DeliveryRecord> {
  const { source, request } = run;
  if (last === undefined) {
    throw new HxError('usage', `there is no delivery to ${target.name} that could be resumed`, { target: target.name, suggestion: 'leave --resume out' });
  }
  if (last.source.sha !== source.sha || last.source.appDigest !== source.appDigest) {
    throw new HxError(
      'expectation',
      `the delivery ${last.runId} to ${target.name} is of ${shortSource(last.source)}, and the sources are now ${shortSource(source)}`,
      {
        target: target.name,
        suggestion: `without --resume, to deliver what is here now; or git checkout ${last.source.sha} first`,
      },
    );
  }
  if (request.landing !== undefined && request.landing !== last.landing) {
    throw new HxError('usage', `the delivery ${last.runId} loads ${last.landing ?? 'no folder of yours'}, not ${request.landing}`, {
      target: target.name,
      suggestion: 'leave --source out',
    });
  }
  const stale = await staleSteps(last, run, notice);
  const steps = Object.fromEntries(
    Object.entries(last.steps).map(([name, result]) => [name, isDone(result.state) && !stale.includes(result.step) ? result : again(result)]),
  );
  const { result: _result, finishedAt: _finishedAt, ...unfinished } = last;
  return { ...unfinished, steps };
}

/** A delivery that was refused is corrected in place: what was made of the old files is made anew. */
async function staleSteps(last: DeliveryRecord, { cancelled }: DeliveryRun, notice: (message: string) => void): Promise<readonly StepName[]> {
  const landing = last.steps.landing?.output as unknown as StepOutputs['landing'] | undefined;
  if (landing === undefined) return [];
  const now = await digestsOf(landing.folder, cancelled).catch(() => undefined);
  const changed = now === undefined ? Object.keys(landing.files) : changedFiles(landing.files, now);
  if (changed.length === 0) return [];
  notice(`${changed.join(', ')} of ${landing.folder} changed since: the files are loaded anew`);
  return stepNames.filter((name) => name === 'landing' || allNeedsOf(name).includes('landing'));
}

/** How often it was begun stays known. */
const again = ({ step, attempts }: StepResult): StepResult => ({ step, state: 'pending', attempts, durationMs: 0 });

/** Takes over what the chosen steps need, also that a person left a step out; what depends on them is forgotten, because it was made from other results. */
function basedOn(run: DeliveryRun, target: Target, last: DeliveryRecord | undefined, chosen: readonly StepName[]): DeliveryRecord {
  const { request } = run;
  // What went live is no idle slot any more: which one is filled is asked anew.
  const hasSwitched = last !== undefined && isDone(last.steps.switch?.state);
  const isBehindSlot = (name: StepName): boolean => name === 'slot' || allNeedsOf(name).includes('slot');
  const isStale = (name: StepName): boolean =>
    chosen.includes(name) || allNeedsOf(name).some((need) => chosen.includes(need)) || (hasSwitched && isBehindSlot(name));
  const isSame = last?.source.appDigest === run.source.appDigest && last.source.sha === run.source.sha;
  const kept = isSame
    ? Object.entries(last.steps).filter(([name, result]) => (isDone(result.state) || result.because === 'choice') && !isStale(name as StepName))
    : [];
  const steps: Partial<Record<StepName, StepResult>> = Object.fromEntries(kept);
  if (request.landing !== undefined && last !== undefined && request.landing !== last.landing && !chosen.includes('landing')) {
    throw new HxError('usage', `${request.landing} is not what the last delivery loaded, and --only leaves the step landing out`, {
      target: target.name,
      suggestion: `--only ${stepNames.filter((name) => name === 'landing' || chosen.includes(name)).join(',')}`,
    });
  }
  for (const name of chosen) {
    const missing = needs[name].find((need) => !chosen.includes(need) && steps[need] === undefined && !run.request.skip.includes(need));
    if (missing === undefined) continue;
    const why =
      last === undefined ? 'there was no delivery yet' : isSame ? 'the last delivery has none' : `the last delivery was of ${shortSource(last.source)}`;
    throw new HxError('usage', `--only ${name} needs the result of ${missing}, and ${why}`, {
      target: target.name,
      suggestion: `--only ${stepNames.filter((one) => chosen.includes(one) || allNeedsOf(name).includes(one)).join(',')}`,
    });
  }
  return { ...fresh(run, target), ...(last?.fingerprint === undefined ? {} : { fingerprint: last.fingerprint }), steps };
}

/** Records were written by this hx or an older one of the same format version: trusted as they are. */
function outputsOf(names: readonly StepName[], journal: Journal): Partial<StepOutputs> {
  const found: Record<string, JsonObject> = {};
  for (const name of names) {
    const output = journal.step(name)?.output;
    if (output !== undefined) found[name] = output;
  }
  return found as Partial<StepOutputs>;
}
