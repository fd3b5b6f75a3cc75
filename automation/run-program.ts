// Runs another program to its end without a shell, bounded in time, and gives back what it said. Never throws for what the program did.
import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly cancelled?: AbortSignal;
  /** True gives it a process group of its own: what it starts ends with it when the time runs out, but Ctrl-C does not reach it by itself. */
  readonly hasOwnGroup?: boolean;
  /** Asks it by SIGINT first, and kills it where it has not ended after so long; the default kills it at once. What it says at its end is then kept. */
  readonly graceMs?: number;
  /** Gets each line of both streams as it comes, without its end. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Of each stream, from its end; the default is 64 Ki. */
  readonly keptCharacters?: number;
}

export type RunResult =
  /** `exitCode` is null where a signal ended it. */
  | { readonly state: 'ended'; readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly state: 'not-found' }
  /** Could not be started: no permission, not a program of this machine. */
  | { readonly state: 'not-started'; readonly reason: string }
  | { readonly state: 'timed-out' }
  /** Where `graceMs` was given, a program that ended by itself in that time has `ended`: it may have done its work. */
  | { readonly state: 'cancelled' };

const defaultKept = 64 * 1024;

export function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve) => {
    const hasOwnGroup = options.hasOwnGroup ?? false;
    const child = spawn(program, args, { cwd: options.cwd, env: { ...options.environment }, stdio: ['ignore', 'pipe', 'pipe'], detached: hasOwnGroup });
    const send = (signal: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(hasOwnGroup ? -child.pid : child.pid, signal);
      } catch {
        // It has ended already.
      }
    };
    const ending = stopper(send, options.graceMs);
    const timer = setTimeout(() => ending.stop({ state: 'timed-out' }), options.timeoutMs);
    const cancel = (): void => ending.stop({ state: 'cancelled' });
    options.cancelled?.addEventListener('abort', cancel, { once: true });
    const kill = (): void => send('SIGKILL');
    process.once('exit', kill);
    const finish = (result: RunResult): void => {
      clearTimeout(timer);
      options.cancelled?.removeEventListener('abort', cancel);
      process.off('exit', kill);
      resolve(ending.end() ?? result);
    };
    const stdout = collect(child.stdout, 'stdout', options);
    const stderr = collect(child.stderr, 'stderr', options);
    child.once('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ENOENT' ? { state: 'not-found' } : { state: 'not-started', reason: error.message }),
    );
    child.once('close', (exitCode) => finish({ state: 'ended', exitCode, stdout: stdout(), stderr: stderr() }));
    if (options.cancelled?.aborted === true) cancel();
  });
}

/** Ends a program at once, or asks it first. `end` gives what it was stopped for, where it did not end by itself before that. */
function stopper(send: (signal: NodeJS.Signals) => void, graceMs: number | undefined): { stop(result: RunResult): void; end(): RunResult | undefined } {
  let verdict: RunResult | undefined;
  let grace: NodeJS.Timeout | undefined;
  const kill = (result: RunResult): void => {
    verdict ??= result;
    send('SIGKILL');
  };
  return {
    stop: (result) => {
      if (graceMs === undefined) return kill(result);
      if (result.state === 'timed-out') verdict ??= result;
      if (grace !== undefined) return;
      grace = setTimeout(() => kill(result), graceMs);
      send('SIGINT');
    },
    end: () => {
      clearTimeout(grace);
      return verdict;
    },
  };
}

function collect(stream: NodeJS.ReadableStream, name: 'stdout' | 'stderr', { onLine, keptCharacters = defaultKept }: RunOptions): () => string {
  let text = '';
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text = (text + chunk).slice(-keptCharacters);
    if (onLine === undefined) return;
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line, name);
  });
  stream.on('end', () => {
    // A program that died in the middle of a line has still said it.
    if (rest !== '') onLine?.(rest, name);
  });
  return () => text;
}
