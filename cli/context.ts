// What a command's handler gets: streams, variables, clock, cancellation, and the composition root behind a port. No values, types only.
import type { App } from './app';
import type { Variables } from './environment';
import type { Io } from './io';
import type { Notices } from './notices';

export interface Context {
  readonly io: Io;
  readonly variables: Variables;
  readonly notices: Notices;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted by the first Ctrl-C or SIGTERM: finish what is in flight. */
  readonly cancelled: AbortSignal;
  /** Aborted by the second: stop at once. */
  readonly killed: AbortSignal;
  /** The command line of this run as a person would type it again: for suggestions. */
  readonly typed: string;
  /** A suggestion that is a bare option as a whole command. */
  readonly retype: (suggestion: string) => string;
  readonly isJson: boolean;
  readonly isVerbose: boolean;
  readonly app: () => Promise<App>;
}
