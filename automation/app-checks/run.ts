// Runs app/ci.py in an environment that is the same on every machine, and gives back what it found. Brings no Python, prints nothing.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HxError } from '../errors';
import { withProcessLock } from '../process-lock';
import { runProgram } from '../run-program';
import { readEvent, readResult, type AppCheckEvent, type AppCheckName, type AppChecks } from './result';

export interface AppChecksRequest {
  readonly root: string;
  /** Interpreter of the locked environment. */
  readonly python: string;
  /** The user's; a few of its variables are handed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder for logs, JUnit and coverage; one run at a time uses it. */
  readonly out: string;
  /** Empty means all. */
  readonly only: readonly AppCheckName[];
  readonly allowUnavailable: readonly AppCheckName[];
  readonly timeoutMs: number;
  readonly cancelled: AbortSignal;
  readonly onEvent: (event: AppCheckEvent) => void;
  /** One line for a person. */
  readonly tell: (line: string) => void;
}

/** What finds programs, folders and the network. Nothing else of a machine may decide a check: no PYTHONPATH, no PG*, no HX_*. */
const handedOn = /^(PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|SYSTEMROOT|XDG_CACHE_HOME|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|SSL_CERT_(FILE|DIR))$/;

/**
 * A check that fails is a result. Throws HxError 'timeout' and 'cancelled', and 'failure' where the checks could not be run at all. What was started
 * ends with it.
 */
export async function checkApp(request: AppChecksRequest): Promise<AppChecks> {
  const { root, python, environment, out, only, allowUnavailable, timeoutMs, cancelled, onEvent, tell } = request;
  await mkdir(out, { recursive: true }).catch((cause: unknown) => {
    throw new HxError('usage', `${out} can not be made to hold logs and reports`, { cause, suggestion: '--out <folder>' });
  });
  const args = [
    ...[join(root, 'app', 'ci.py'), '--events', '--out', out],
    ...(only.length === 0 ? [] : ['--only', ...only]),
    ...(allowUnavailable.length === 0 ? [] : ['--allow-unavailable', ...allowUnavailable]),
  ];
  const onWait = (owner: string): void => tell(`process ${owner} runs the checks in ${out}; waiting for it`);
  const ended = await withProcessLock(join(out, '.lock'), { onWait, cancelled }, () =>
    runProgram(python, args, {
      environment: { ...Object.fromEntries(Object.entries(environment).filter(([name]) => handedOn.test(name))), LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' },
      timeoutMs,
      cwd: join(root, 'app'),
      cancelled,
      hasOwnGroup: true,
      onLine: (line, stream) => {
        const event = stream === 'stderr' ? readEvent(line) : undefined;
        if (event !== undefined) onEvent(event);
      },
    }),
  );
  switch (ended.state) {
    case 'cancelled':
      throw new HxError('cancelled', 'The checks of the app were cancelled.', { log: out });
    case 'timed-out':
      throw new HxError('timeout', `The checks of the app did not end in ${Math.round(timeoutMs / 1000)} s.`, {
        log: out,
        suggestion: `--timeout ${Math.ceil(timeoutMs / 30_000)}m`,
      });
    case 'not-found':
    case 'not-started':
      throw new HxError('failure', `${python} could not be started.`, { suggestion: 'hx doctor' });
    case 'ended': {
      const result = readResult(ended.stdout);
      if (result !== undefined) return result;
      const words = ended.stderr.trimEnd().split('\n').at(-1) ?? '';
      throw new HxError('failure', `app/ci.py gave no result (exit code ${ended.exitCode ?? 'none'}${words === '' ? '' : `: ${words}`}).`, { log: out });
    }
  }
}
