// How a command of the ETL failed, in hx's own errors: by its exit code, and by its own words where it had some.
import { HxError, type HxErrorDetails } from '../errors';
import type { ExitReason } from '../exit-codes';
import type { RunResult } from '../run-program';

interface Told {
  readonly message: string;
  readonly suggestion: string | null;
}
interface Context {
  readonly logFile: string;
  readonly timeoutMs: number;
  readonly cancelled: AbortSignal;
  readonly redact: (text: string) => string;
  readonly reasons: Reasons;
}

export type Reasons = Readonly<Record<number, Exclude<ExitReason, 'ok'>>>;
/** app/README.md has the same codes. 11 is here for a gate that gave no results. */
export const etlReasons: Reasons = {
  2: 'usage',
  3: 'authentication',
  4: 'resource',
  7: 'expectation',
  8: 'cancelled',
  11: 'quality',
  12: 'locked',
  255: 'bug',
};
/** Of runs that could not be made. */
export const pytestReasons: Reasons = { 2: 'cancelled', 3: 'bug', 4: 'usage' };

export function errorOf(what: string, result: RunResult, told: Told | undefined, { logFile, timeoutMs, cancelled, redact, reasons }: Context): HxError {
  const log = { log: logFile };
  if (result.state === 'cancelled') return new HxError('cancelled', `${what} was cancelled`, log);
  if (result.state === 'timed-out') return new HxError('timeout', `${what} did not end in ${Math.round(timeoutMs / 1000)} s`, log);
  if (result.state === 'not-found')
    return new HxError('failure', `${what} could not be started: its Python is gone`, { suggestion: 'run the same command again: it is brought anew' });
  if (result.state === 'not-started') return new HxError('failure', `${what} could not be started: ${result.reason}`);
  if (result.exitCode === null) return new HxError(cancelled.aborted ? 'cancelled' : 'failure', `${what} was ended by a signal`, log);
  const reason = reasons[result.exitCode] ?? 'failure';
  const details: HxErrorDetails = told?.suggestion ? { ...log, suggestion: redact(told.suggestion) } : log;
  if (told !== undefined) return new HxError(reason, redact(told.message), details);
  // argparse and the interpreter itself end without an answer: their last word says why.
  const word = redact(result.stderr).trimEnd().split('\n').at(-1)?.trim() ?? '';
  return new HxError(cancelled.aborted ? 'cancelled' : reason, `${what} ended with ${result.exitCode}${word === '' ? '' : `: ${word.slice(0, 300)}`}`, details);
}
