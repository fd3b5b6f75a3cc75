// Measuring for the benchmarks: whole processes from spawn to exit, medians, and the peak memory of a process tree (Linux).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  /** Wall milliseconds from spawn to exit. */
  readonly ms: number;
  /** Largest sum of resident memory over the process and its descendants, MB; 0 where it was not sampled. */
  readonly peakMb: number;
  readonly stdout: string;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly sampleMemory?: boolean;
  /** Exit codes besides 0 that are an answer, not a failure. */
  readonly answers?: readonly number[];
}

const sampleEveryMs = 100;

/** Runs a command to its end; rejects with its stderr where it ends with another exit code than 0 and its `answers`. */
export function run(command: Command): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command.file, command.args, { env: { ...command.environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    let peakMb = 0;
    const sampler = command.sampleMemory === true ? setInterval(() => (peakMb = Math.max(peakMb, treeMemoryMb(child.pid ?? 0))), sampleEveryMs) : undefined;
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(sampler);
      const ms = Number(process.hrtime.bigint() - start) / 1e6;
      const stdout = Buffer.concat(output).toString();
      if (code === 0 || (code !== null && command.answers?.includes(code))) resolve({ ms, peakMb, stdout });
      else reject(new Error(`${command.file} ${command.args.join(' ')} exited ${String(code)}:\n${Buffer.concat(errors).toString()}\n${stdout}`));
    });
  });
}

/** The middle of the sorted values; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Runs both commands in turn, so that whatever else the machine does falls on both, and gives the median of each. */
export async function compare(ours: () => Promise<Measured>, rival: () => Promise<Measured>, rounds: number): Promise<readonly [Measured, Measured]> {
  const mine: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    mine.push(await ours());
    theirs.push(await rival());
  }
  return [middle(mine), middle(theirs)];
}

function middle(runs: readonly Measured[]): Measured {
  return { ms: median(runs.map((run) => run.ms)), peakMb: median(runs.map((run) => run.peakMb)), stdout: runs.at(-1)?.stdout ?? '' };
}

function treeMemoryMb(root: number): number {
  let total = 0;
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    try {
      total += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
      queue.push(...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number));
    } catch {
      // The process ended between listing and reading.
    }
  }
  return total;
}
