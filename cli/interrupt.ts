// Ctrl-C and SIGTERM: the first asks the operation to stop after what is in flight, the second forces. Ends no process itself.
import type { Io } from './io';

export interface Interrupts {
  /** Aborted by the first signal. */
  readonly cancelled: AbortSignal;
  /** Aborted by the second. */
  readonly killed: AbortSignal;
}

interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/** From now on the signals end nothing by themselves; every handler must heed `cancelled`. */
export function listenForInterrupts(source: SignalSource, io: Io): Interrupts {
  const cancel = new AbortController();
  const kill = new AbortController();
  const onSignal = (): void => {
    if (!cancel.signal.aborted) {
      io.stderr.print('', 'stopping after the operations in flight (Ctrl-C again to force)');
      cancel.abort();
    } else if (!kill.signal.aborted) {
      io.stderr.print('forced: what was in flight is recorded as pending; hx status shows it');
      kill.abort();
    }
  };
  source.on('SIGINT', onSignal);
  source.on('SIGTERM', onSignal);
  return { cancelled: cancel.signal, killed: kill.signal };
}
