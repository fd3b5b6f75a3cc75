// A log that grows line by line while a program runs. The first line that can't be kept is told at the end, not in the middle of an event.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Log {
  write(line: string): void;
  /** Throws what kept a line from being written: no space, no permission. */
  close(): void;
}

export function openLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(file, 'a', 0o600);
  let problem: unknown;
  return {
    write: (line) => {
      if (problem !== undefined) return;
      try {
        writeSync(descriptor, `${line}\n`);
      } catch (error) {
        problem = error;
      }
    },
    close: () => {
      closeSync(descriptor);
      if (problem !== undefined) throw problem;
    },
  };
}
