// The Python that runs the ETL: brought by scripts/bring-python into HX_CACHE, the same as `npm test` uses. Knows no package by name.
import { isAbsolute, join } from 'node:path';
import { HxError } from '../errors';
import type { CloudName } from '../programs';
import { runProgram } from '../run-program';

/** Absolute paths of programs that run. */
export interface PythonEnvironment {
  readonly python: string;
  readonly uv: string;
}

export interface PythonOptions {
  /** The project's root. */
  readonly root: string;
  /** HX_CACHE. */
  readonly cache: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Azure's has the connectors of Databricks and Azure Monitor besides, in an environment of its own. */
  readonly cloud: CloudName;
  /** What is brought, and for how long: a line each. Silent where everything is there. */
  readonly report?: (line: string) => void;
  readonly cancelled?: AbortSignal;
}

/** All wheels over a slow line. */
const timeoutMs = 30 * 60_000;

/** Brings uv and the packages that app/uv.lock names; some milliseconds where they are there. Safe to kill, repeat and start twice. Throws HxError "failure", "cancelled" and "timeout". */
export async function ensurePython({ root, cache, environment, cloud, report, cancelled }: PythonOptions): Promise<PythonEnvironment> {
  const complaint: string[] = [];
  const result = await runProgram('sh', [join(root, 'scripts', 'bring-python'), ...(cloud === 'azure' ? ['azure'] : [])], {
    environment: { ...environment, HX_CACHE: cache },
    timeoutMs,
    hasOwnGroup: true,
    ...(cancelled === undefined ? {} : { cancelled }),
    onLine: (line, stream) => {
      if (stream === 'stdout') return;
      if (/^(hx: error|    try): /.test(line)) complaint.push(line);
      else report?.(line.replace(/^hx: /, ''));
    },
  });
  if (result.state === 'cancelled')
    throw new HxError('cancelled', 'bringing Python was cancelled', { suggestion: 'run the command again: what was brought is kept' });
  if (result.state === 'timed-out')
    throw new HxError('timeout', `Python's packages were not there after ${timeoutMs / 60_000} minutes`, {
      suggestion: 'check the network, then run the command again',
    });
  const [python, uv] = result.state === 'ended' && result.exitCode === 0 ? result.stdout.split('\n') : [];
  if (python !== undefined && uv !== undefined && isAbsolute(python) && isAbsolute(uv)) return { python, uv };
  throw failure(complaint);
}

/** The script's own words: `hx: error: MESSAGE`, then `try: SUGGESTION`. */
function failure(complaint: readonly string[]): HxError {
  const after = (mark: string): string | undefined => complaint.find((line) => line.startsWith(mark))?.slice(mark.length);
  const suggestion = after('    try: ');
  return new HxError('failure', after('hx: error: ') ?? 'the Python environment could not be brought', suggestion === undefined ? {} : { suggestion });
}
