// Asks a binary for its version, once: the answer is kept by size and time, because each start of the engine costs 0.2 s.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProgram } from '../run-program';
import type { Tool, ToolOptions } from './tool';

export type Inspection =
  | { readonly state: 'absent' }
  /** There, but not executable, truncated, or another program; `reason` says which. */
  | { readonly state: 'damaged'; readonly reason: string }
  | { readonly state: 'sound'; readonly version: string };

interface Stamp {
  readonly binary: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly version: string;
}

/** A version manager's shim is a short script whose answer changes though the file does not: it is asked each time. */
const smallestBinary = 1_000_000;
const versionTimeoutMs = 10_000;

export type Surroundings = Pick<ToolOptions, 'cache' | 'environment'>;

export async function inspectBinary(tool: Tool, binary: string, { cache, environment }: Surroundings): Promise<Inspection> {
  const found = await stat(binary).catch(() => undefined);
  if (found === undefined) return { state: 'absent' };
  if (!found.isFile()) return { state: 'damaged', reason: 'is not a file' };
  const isExecutable = await access(binary, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isExecutable) return { state: 'damaged', reason: 'is not executable' };
  const file = join(cache, tool.folder, 'verified', `${createHash('sha256').update(binary).digest('hex').slice(0, 16)}.json`);
  const stamp = await readStamp(file);
  if (stamp !== undefined && stamp.binary === binary && stamp.size === found.size && stamp.mtimeMs === found.mtimeMs) {
    return { state: 'sound', version: stamp.version };
  }
  const version = await askVersion(tool, binary, environment);
  if (version === undefined) return { state: 'damaged', reason: `does not answer "${[tool.executable, ...tool.versionArguments].join(' ')}"` };
  if (found.size >= smallestBinary) await writeStamp(file, { binary, size: found.size, mtimeMs: found.mtimeMs, version });
  return { state: 'sound', version };
}

/** Starts it; undefined where it gives no version. */
export async function askVersion(tool: Tool, binary: string, environment: Surroundings['environment']): Promise<string | undefined> {
  const answer = await runProgram(binary, tool.versionArguments, { timeoutMs: versionTimeoutMs, environment: { ...environment, ...tool.variables } });
  return answer.state === 'ended' && answer.exitCode === 0 ? tool.readVersion(answer.stdout) : undefined;
}

async function readStamp(file: string): Promise<Stamp | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}

/** Best effort: where the cache can't be written, the next start asks the binary again. */
async function writeStamp(file: string, stamp: Stamp): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}`;
    await writeFile(temporary, JSON.stringify(stamp));
    await rename(temporary, file);
  } catch {
    // As said above.
  }
}
