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

const freeSpace = 'free disk space, then run the same command again';
/** What a machine refuses a program that does all right, by the system's code. */
const refusals: Readonly<Record<string, readonly [what: string, suggestion: string]>> = {
  ENOSPC: ['no space is left on the disk', freeSpace],
  EDQUOT: ['the disk quota is used up', freeSpace],
  EROFS: ['the file system is read-only', 'make it writable, or set HX_HOME to a folder that is'],
  EACCES: ['permission was denied', 'make it readable and writable for this user, or set HX_HOME to a folder that is'],
  EMFILE: ['too many files are open', 'raise the limit (ulimit -n), or use --parallel 1'],
};

/** An error of a system call that is the machine's, not a bug of hx. */
function refusalBySystem(error: unknown): ErrorRecord | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path }: NodeJS.ErrnoException = error;
  const known = code === undefined || syscall === undefined || !Object.hasOwn(refusals, code) ? undefined : refusals[code];
  if (known === undefined) return undefined;
  return { reason: 'failure', message: `${known[0]}${path === undefined ? '' : `: ${path}`}`, suggestion: known[1] };
}

/** Anything thrown, as a record: an HxError keeps its reason, what the machine refuses is a failure, everything else a bug of hx. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (!(error instanceof HxError)) {
    const refused = refusalBySystem(error);
    if (refused !== undefined) return refused;
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
