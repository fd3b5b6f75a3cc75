// What a probe is, and the probe that most tools share: ask for a version, compare it, name the fix.
import { runProgram, type RunResult } from '../run-program';
import type { Check, CheckStatus, DoctorOptions } from './check';

export interface Finding {
  readonly status: CheckStatus;
  readonly found?: string;
  readonly fix?: string;
}

export interface Probe extends Pick<Check, 'name' | 'wanted' | 'why'> {
  readonly run: (context: ProbeContext) => Promise<Finding>;
}

export interface ProbeContext extends DoctorOptions {
  /** Runs a program within the probe's time. */
  readonly ask: (program: string, args: readonly string[]) => Promise<RunResult>;
}

const defaultTimeoutMs = 10_000;

export function probeContext(options: DoctorOptions): ProbeContext {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const ask: ProbeContext['ask'] = (program, args) => runProgram(program, args, { environment: options.environment, timeoutMs, hasOwnGroup: true });
  return { ...options, ask };
}

/** First dotted number of a program's answer: "git version 2.39.5" gives "2.39.5". */
export function versionIn(text: string): string | undefined {
  return /\d+(\.\d+)+/.exec(text)?.[0];
}

/** Compares dotted numbers; missing parts count as 0. */
export function isAtLeast(found: string, wanted: string): boolean {
  const [left, right] = [found, wanted].map((version) => version.split('.').map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export interface ToolNeed {
  readonly name: string;
  readonly args: readonly string[];
  readonly atLeast: string;
  readonly why: string;
  readonly fix: string;
  readonly isOptional: boolean;
}

export function toolProbe(need: ToolNeed): Probe {
  return { name: need.name, wanted: `>= ${need.atLeast}`, why: need.why, run: async ({ ask }) => judgeTool(need, await ask(need.name, need.args)) };
}

export function judgeTool({ name, atLeast, fix, isOptional }: ToolNeed, answer: RunResult): Finding {
  const absent: CheckStatus = isOptional ? 'optional-missing' : 'missing';
  if (answer.state === 'not-found') return { status: absent, fix };
  if (answer.state !== 'ended' || answer.exitCode !== 0) return { status: absent, found: problemOf(name, answer), fix };
  const version = versionIn(answer.stdout);
  if (version === undefined) return { status: absent, found: `${name} told no version`, fix };
  if (isAtLeast(version, atLeast)) return { status: 'ok', found: version };
  return { status: isOptional ? 'optional-missing' : 'outdated', found: version, fix };
}

/** Why a program gave no answer, in a few words. */
export function problemOf(name: string, answer: RunResult): string {
  if (answer.state === 'timed-out') return `${name} gave no answer in time`;
  if (answer.state === 'not-started') return `${name} cannot be started: ${answer.reason}`;
  if (answer.state !== 'ended') return `${name} was not found`;
  const text = (answer.stderr.trim() || answer.stdout.trim()).split('\n')[0] ?? '';
  return text === '' ? `${name} ended with exit code ${answer.exitCode ?? 'none'}` : text.slice(0, 160);
}
