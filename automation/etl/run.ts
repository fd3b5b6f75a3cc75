// Runs one command of the ETL, or its tests, as a process of its own: both streams to a log, the last line back as a checked answer.
import { join } from 'node:path';
import { HxError } from '../errors';
import { runProgram, type RunResult } from '../run-program';
import { answerSchemas, envelope, type EtlAnswers, type EtlCommand } from './answers';
import { errorOf, etlReasons, pytestReasons } from './errors';
import { openLog } from './log';
import type { PythonEnvironment } from './python';

export interface EtlRun {
  readonly python: PythonEnvironment;
  /** The project's root. */
  readonly root: string;
  /** All variables of the child; secrets come in here and by files alone. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the child says is appended, redacted, as it comes. */
  readonly logFile: string;
  readonly timeoutMs: number;
  readonly cancelled: AbortSignal;
  readonly redact: (text: string) => string;
  /** What the child tells a person, redacted, line by line. */
  readonly onLine?: (line: string) => void;
}

/** From SIGINT to SIGKILL: time to roll back, and to remove what is staged. */
const graceMs = 10_000;
/** An answer is one line; that of thousands of checks fits. */
const keptCharacters = 16 * 1024 * 1024;

/** Runs `python -m etl <command> …`. A gate's failure is an answer with `ok: false`; every other failure throws HxError by the exit code. Paths among `args` are absolute. */
export async function runEtl<Command extends EtlCommand>(command: Command, args: readonly string[], run: EtlRun): Promise<EtlAnswers[Command]> {
  const result = await runPython(['-m', 'etl', command, ...args], run, 'stderr');
  const line = result.state === 'ended' ? lastLine(result.stdout) : '';
  const answered = readLine(line);
  if (result.state === 'ended' && (result.exitCode === 0 || result.exitCode === 11) && answered?.command === command) {
    const answer = answerSchemas[command].safeParse(JSON.parse(line));
    if (answer.success) return answer.data as EtlAnswers[Command];
    throw new HxError(
      'bug',
      `etl ${command} answered what hx does not know: ${answer.error.issues[0]?.path.join('.') ?? ''} ${answer.error.issues[0]?.message ?? ''}`,
      {
        log: run.logFile,
      },
    );
  }
  throw errorOf(`etl ${command}`, result, answered?.error, { ...run, reasons: etlReasons });
}

export interface TestsAnswer {
  /** False where a test failed, or none was found. */
  readonly ok: boolean;
  readonly exitCode: number;
  /** Path of the JUnit report. */
  readonly junit: string;
}

/** Runs pytest on paths below app/, and keeps its JUnit report. Failed tests are an answer; a run that could not be made throws HxError. */
export async function runTests(args: readonly string[], run: EtlRun & { readonly junit: string }): Promise<TestsAnswer> {
  const options = ['-c', 'pyproject.toml', '--rootdir', '.', '-q', '-p', 'no:cacheprovider', '--color=no', '--junitxml', run.junit];
  const result = await runPython(['-m', 'pytest', ...options, ...args], run, 'both');
  const [failed, nothingFound] = [1, 5];
  if (result.state === 'ended' && [0, failed, nothingFound].includes(result.exitCode ?? -1))
    return { ok: result.exitCode === 0, exitCode: result.exitCode ?? -1, junit: run.junit };
  throw errorOf('pytest', result, undefined, { ...run, reasons: pytestReasons });
}

async function runPython(args: readonly string[], run: EtlRun, told: 'stderr' | 'both'): Promise<RunResult> {
  if (run.cancelled.aborted) return { state: 'cancelled' };
  const log = openLog(run.logFile);
  try {
    log.write(run.redact(`$ python ${args.join(' ')}`));
    return await runProgram(run.python.python, args, {
      environment: { ...run.environment, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1', HX_PARENT: String(process.pid) },
      cwd: join(run.root, 'app'),
      timeoutMs: run.timeoutMs,
      cancelled: run.cancelled,
      hasOwnGroup: true,
      graceMs,
      keptCharacters,
      onLine: (line, stream) => {
        const safe = run.redact(line);
        log.write(safe);
        if (told === 'both' || stream === told) run.onLine?.(safe);
      },
    });
  } finally {
    log.close();
  }
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

function readLine(line: string): ReturnType<typeof envelope.parse> | undefined {
  try {
    return envelope.parse(JSON.parse(line));
  } catch {
    // It ended before it could answer.
    return undefined;
  }
}
