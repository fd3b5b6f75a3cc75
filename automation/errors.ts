// The one error family of hx. An error names who must act by its reason; the reason alone decides the exit code.
import { exitCodes, type ExitCode, type ExitReason } from './exit-codes';

export interface HxErrorDetails {
  /** "prod-westus2" where the error concerns one target. */
  readonly target?: string;
  /** URN or resource id where the error concerns one resource. */
  readonly resource?: string;
  /** A command or an edit that the user can make next. */
  readonly suggestion?: string;
  /** Path of the full log, where one was kept. */
  readonly log?: string;
  readonly cause?: unknown;
}

/** An error that a user can act on. `message` is one sentence without a secret in it. */
export class HxError extends Error {
  override readonly name = 'HxError';
  readonly target: string | undefined;
  readonly resource: string | undefined;
  readonly suggestion: string | undefined;
  readonly log: string | undefined;

  constructor(
    readonly reason: Exclude<ExitReason, 'ok'>,
    message: string,
    details: HxErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.target = details.target;
    this.resource = details.resource;
    this.suggestion = details.suggestion;
    this.log = details.log;
  }
}

/** The form in which an error crosses a process boundary and appears in `--json`. */
export interface ErrorRecord {
  readonly reason: Exclude<ExitReason, 'ok'>;
  readonly message: string;
  readonly target?: string;
  readonly resource?: string;
  readonly suggestion?: string;
  readonly log?: string;
}

/** Anything thrown, as a record: an HxError keeps its reason, everything else is a bug of hx. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (!(error instanceof HxError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { reason: 'bug', message: text };
  }
  const { reason, message, target, resource, suggestion, log } = error;
  return {
    reason,
    message,
    ...(target === undefined ? {} : { target }),
    ...(resource === undefined ? {} : { resource }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(log === undefined ? {} : { log }),
  };
}

export function fromErrorRecord(record: ErrorRecord): HxError {
  return new HxError(record.reason, record.message, record);
}

export function exitCodeOf(error: ErrorRecord): ExitCode {
  return exitCodes[error.reason];
}
