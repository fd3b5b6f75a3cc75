// The complete log of one stack's run, redacted line by line so that a secret split over two chunks is still masked.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Redact } from '../redact';

/** A line longer than this is written in parts; a secret is never this long. */
const longestLine = 1024 * 1024;

export class RunLog {
  private readonly file: number;
  private rest = '';

  constructor(
    path: string,
    private readonly redact: Redact,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    this.file = openSync(path, 'a', 0o600);
  }

  write(text: string): void {
    this.rest += text;
    const end = this.rest.lastIndexOf('\n') + 1;
    const whole = end === 0 && this.rest.length > longestLine ? this.rest.length : end;
    if (whole === 0) return;
    this.put(this.rest.slice(0, whole));
    this.rest = this.rest.slice(whole);
  }

  close(): void {
    if (this.rest !== '') this.put(this.rest);
    closeSync(this.file);
  }

  /** A full disk costs lines of the log. Thrown from here, it would end nothing but the reading of the engine's output, and leave the run waiting for ever. */
  private put(text: string): void {
    try {
      writeSync(this.file, this.redact(text));
    } catch {
      // The engine meets the same disk, and its failure is told.
    }
  }
}
