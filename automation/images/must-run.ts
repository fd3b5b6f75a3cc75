// Runs a program that has to succeed: every other end is an HxError with what it last said, without secrets.
import { HxError } from '../errors';
import { redactor, secretsIn } from '../redact';
import { runProgram, type RunOptions, type RunResult } from '../run-program';
import type { StepContext } from './types';

export interface Need extends Pick<RunOptions, 'cwd' | 'onLine'> {
  /** As the message names the work: "vendoring the wheels". */
  readonly what: string;
  readonly suggestion: string;
  readonly timeoutMs: number;
  /** Variables besides those of the context. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** Its stdout, at most the last 64 KiB. Throws HxError `failure`, `timeout` or `cancelled`. */
export async function mustRun(program: string, args: readonly string[], need: Need, context: Omit<StepContext, 'report'>): Promise<string> {
  const { what, suggestion, variables, ...options } = need;
  const result = await runProgram(program, args, {
    ...options,
    environment: { ...context.environment, ...variables },
    cancelled: context.cancelled,
    hasOwnGroup: true,
  });
  if (result.state === 'ended' && result.exitCode === 0) return result.stdout;
  if (result.state === 'cancelled') throw new HxError('cancelled', `${what} was cancelled`);
  if (result.state === 'timed-out') throw new HxError('timeout', `${what} did not end in ${Math.round(need.timeoutMs / 1000)} s`, { suggestion });
  throw new HxError('failure', `${what} failed: ${reasonOf(program, result, context.environment)}`, { suggestion });
}

/** Why it failed, in one line without secrets. */
export function reasonOf(program: string, result: RunResult, environment: StepContext['environment']): string {
  if (result.state === 'not-found') return `${program} was not found`;
  if (result.state === 'not-started') return `${program} cannot be started: ${result.reason}`;
  if (result.state !== 'ended') return `${program} was ${result.state === 'cancelled' ? 'cancelled' : 'too slow'}`;
  return lastLine(result.stderr, environment) ?? lastLine(result.stdout, environment) ?? `${program} ended with exit code ${result.exitCode ?? 'none'}`;
}

const longest = 300;

function lastLine(text: string, environment: StepContext['environment']): string | undefined {
  const line = text.trim().split('\n').at(-1)?.trim();
  if (line === undefined || line === '') return undefined;
  return withoutCredentials(redactor(secretsIn(environment))(line)).slice(0, longest);
}

/** URLs without user and password. */
export const withoutCredentials = (text: string): string => text.replaceAll(/(\w+:\/\/)[^\s/@]+@/g, '$1');
