// Ctrl-C, SIGTERM and a closed terminal: the first asks the operation to stop after what is in flight, the second forces. Ends no process itself.
export interface Interrupts {
  /** Aborted by the first signal. */
  readonly cancelled: AbortSignal;
  /** Aborted by the second. */
  readonly killed: AbortSignal;
}

interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
}

/** From now on the signals end nothing by themselves; every handler must heed `cancelled`. */
export function listenForInterrupts(source: SignalSource, tell: (line: string) => void): Interrupts {
  const cancel = new AbortController();
  const kill = new AbortController();
  const onSignal = (): void => {
    if (!cancel.signal.aborted) {
      tell('stopping after the operations in flight (Ctrl-C again to force)');
      cancel.abort();
    } else if (!kill.signal.aborted) {
      tell('forced: what was in flight is recorded as pending; hx status shows it');
      kill.abort();
    }
  };
  source.on('SIGINT', onSignal);
  source.on('SIGTERM', onSignal);
  // A closed terminal may say so several times; nobody is there who could mean to force.
  source.on('SIGHUP', () => cancel.signal.aborted || onSignal());
  return { cancelled: cancel.signal, killed: kill.signal };
}
