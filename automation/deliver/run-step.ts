// Runs one step with its log, time limit and retry, and turns whatever happens into a result. Never throws.
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { HxError, toErrorRecord, type ErrorRecord } from '../errors';
import type { JsonObject } from '../json';
import type { Masks } from './masks';
import type { Step, StepContext, StepOutcome } from './step';
import type { StepOutputs } from './outputs';
import type { StepName, StepResult } from '../delivery';

/** Reasons that may be gone a moment later: the warehouse or the registry failed at one call. */
const transient: readonly ErrorRecord['reason'][] = ['resource'];
const attemptsAtMost = 2;

/** What of a step's context belongs to one attempt. */
export type Given = Pick<StepContext, 'note' | 'logFile' | 'tell' | 'signal'>;

export interface StepRun {
  readonly step: Step;
  readonly target: string;
  readonly timeoutMs: number;
  /** Of an earlier run that this one goes on with. */
  readonly attemptsBefore: number;
  readonly logFile: string;
  readonly masks: Masks;
  readonly cancelled: AbortSignal;
  readonly now: () => Date;
  readonly onStarted: (attempt: number) => Promise<void>;
  /** Before another attempt: what may have died is opened anew. */
  readonly onRetry: () => Promise<void>;
  readonly onProgress: (message: string) => void;
  readonly context: (given: Given) => StepContext;
}

/** The result, its output masked; a failure carries the path of the log. */
export async function runStep(run: StepRun): Promise<StepResult> {
  const { step, masks, logFile, cancelled } = run;
  const began = performance.now();
  let attempts = run.attemptsBefore;
  const done = (result: Pick<StepResult, 'state'> & Partial<StepResult>): StepResult =>
    masks.redact({ step: step.name, attempts, durationMs: Math.round(performance.now() - began), log: logFile, ...result });
  for (let attempt = 1; ; attempt += 1) {
    attempts += 1;
    await run.onStarted(attempts);
    const answer = await tryOnce(run);
    if ('outcome' in answer) {
      const { state, message, warnings = [], output } = answer.outcome;
      return done({ state, message, ...(warnings.length === 0 ? {} : { warnings }), output: output as unknown as JsonObject });
    }
    const { error } = answer;
    if (error.reason === 'cancelled') return done({ state: 'cancelled', message: 'cancelled', error });
    if (!step.isRetried || attempt >= attemptsAtMost || !transient.includes(error.reason) || cancelled.aborted)
      return done({ state: 'failed', message: firstLine(error.message), error });
    await run.onRetry();
    run.onProgress(`failed, and is tried once more: ${firstLine(error.message)}`);
  }
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

type Answer = { readonly outcome: StepOutcome<StepOutputs[StepName]> } | { readonly error: ErrorRecord };

async function tryOnce(run: StepRun): Promise<Answer> {
  const { step, target, timeoutMs, logFile, masks, cancelled, now } = run;
  const limit = AbortSignal.timeout(timeoutMs);
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const note = (text: string): void => void log.write(`${now().toISOString()} ${masks.redact(text)}\n`);
  const tell = (line: string): void => {
    note(line);
    run.onProgress(masks.redact(line));
  };
  try {
    const signal = AbortSignal.any([cancelled, limit]);
    const context = run.context({ note, logFile, tell, signal });
    cancelled.throwIfAborted();
    const outcome = await Promise.race([step.run(context), abandoned(signal)]);
    note(`${outcome.state}: ${outcome.message}`);
    return { outcome };
  } catch (thrown) {
    const error = masks.redact(explained(thrown, limit.aborted && !cancelled.aborted, cancelled.aborted, run));
    note(`${error.reason}: ${error.message}`);
    return { error: { log: logFile, ...error, target } };
  } finally {
    log.end();
    await finished(log).catch(() => undefined);
  }
}

/** Children get ten seconds to end by themselves; what does not heed its signal at all is left behind after twenty. */
const patienceMs = 20_000;

const abandoned = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const leave = (): void => void setTimeout(() => reject(new Error('it did not heed its signal')), patienceMs).unref();
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });

/** What a step throws once its signal is aborted is only the echo of that. */
function explained(thrown: unknown, isOutOfTime: boolean, isCancelled: boolean, { step, timeoutMs, target }: StepRun): ErrorRecord {
  if (isOutOfTime) {
    const seconds = Math.round(timeoutMs / 1000);
    return toErrorRecord(new HxError('timeout', `${step.name} did not end within ${seconds} s`, { target, suggestion: `--resume --timeout ${seconds * 2}s` }));
  }
  if (isCancelled) return toErrorRecord(new HxError('cancelled', `${step.name} was cancelled`, { target, suggestion: '--resume' }));
  return toErrorRecord(thrown);
}
