// Runs Docker's command line without a shell, line by line, in a process group of its own that ends with the operation. Reads no output but its lines.
import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Gets each line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
}

/** The command did not do what it was told. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';

  constructor(
    message: string,
    /** The last lines of both streams. */
    readonly lines: readonly string[],
  ) {
    super(message);
  }
}

const keptLines = 40;
/** Milliseconds that a command has to end after it was told to. */
const graceMs = 3000;

/** The lines of both streams, the last ones of many. Throws CommandFailed, also where it was cancelled. */
export function runCommand(args: readonly string[], { program, environment, signal, onLine }: CommandOptions): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const add = (line: string): void => {
      const text = line.trimEnd();
      if (text === '') return;
      lines.push(text);
      if (lines.length > keptLines) lines.shift();
      onLine?.(text);
    };
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const end = (kind: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, kind);
      } catch {
        // It has ended already.
      }
    };
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      end('SIGTERM');
      timer = setTimeout(() => end('SIGKILL'), graceMs);
    };
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const rest = [split(child.stdout, add), split(child.stderr, add)];
    child.once('error', (error) => {
      signal.removeEventListener('abort', cancel);
      reject(new CommandFailed(`${program} can't be started: ${error.message}`, []));
    });
    child.once('close', (code, by) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      for (const flush of rest) flush();
      if (signal.aborted) reject(new CommandFailed('cancelled', lines));
      else if (code === 0) resolve(lines);
      else reject(new CommandFailed(lines.at(-1) ?? `${program} ended ${by === null ? `with exit code ${code}` : `by ${by}`}`, lines));
    });
  });
}

/** Gives the function that hands on the last line, which no line end follows. */
function split(stream: NodeJS.ReadableStream, onLine: (line: string) => void): () => void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    parts.forEach(onLine);
  });
  return () => onLine(rest);
}
