// Runs another program to its end without a shell, bounded in time, and gives back what it said. Never throws for what the program did.
import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly cancelled?: AbortSignal;
  /** True gives it a process group of its own: what it starts ends with it when the time runs out, but Ctrl-C does not reach it by itself. */
  readonly hasOwnGroup?: boolean;
  /** Gets each line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
}

export type RunResult =
  /** `exitCode` is null where a signal ended it. */
  | { readonly state: 'ended'; readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly state: 'not-found' }
  /** Could not be started: no permission, not a program of this machine. */
  | { readonly state: 'not-started'; readonly reason: string }
  | { readonly state: 'timed-out' }
  | { readonly state: 'cancelled' };

/** What is kept of each stream, from its end. */
const keptCharacters = 64 * 1024;

export function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve) => {
    const hasOwnGroup = options.hasOwnGroup ?? false;
    const child = spawn(program, args, { cwd: options.cwd, env: { ...options.environment }, stdio: ['ignore', 'pipe', 'pipe'], detached: hasOwnGroup });
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(hasOwnGroup ? -child.pid : child.pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    };
    let verdict: RunResult | undefined;
    const stop = (result: RunResult): void => {
      verdict ??= result;
      kill();
    };
    const timer = setTimeout(() => stop({ state: 'timed-out' }), options.timeoutMs);
    const cancel = (): void => stop({ state: 'cancelled' });
    options.cancelled?.addEventListener('abort', cancel, { once: true });
    process.once('exit', kill);
    const finish = (result: RunResult): void => {
      clearTimeout(timer);
      options.cancelled?.removeEventListener('abort', cancel);
      process.off('exit', kill);
      resolve(verdict ?? result);
    };
    const stdout = collect(child.stdout, options.onLine);
    const stderr = collect(child.stderr, options.onLine);
    child.once('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ENOENT' ? { state: 'not-found' } : { state: 'not-started', reason: error.message }),
    );
    child.once('close', (exitCode) => finish({ state: 'ended', exitCode, stdout: stdout(), stderr: stderr() }));
    if (options.cancelled?.aborted === true) cancel();
  });
}

function collect(stream: NodeJS.ReadableStream, onLine: ((line: string) => void) | undefined): () => string {
  let text = '';
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text = (text + chunk).slice(-keptCharacters);
    if (onLine === undefined) return;
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  return () => text;
}
