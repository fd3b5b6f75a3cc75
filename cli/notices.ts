// One-line messages to the person on stderr, from whoever has one: signals, the engine's arrival. Whoever draws diverts them, so that they never tear a drawing.
import type { Io } from './io';

export interface Notices {
  tell(line: string): void;
  /** From now on `sink` gets the lines; the returned function puts the former one back. */
  divert(sink: (line: string) => void): () => void;
}

export function noticesOn({ stderr }: Io): Notices {
  let current = (line: string): void => stderr.print(line);
  return {
    tell: (line) => current(line),
    divert: (sink) => {
      const before = current;
      current = sink;
      return () => {
        current = before;
      };
    },
  };
}
