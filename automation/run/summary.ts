// The end of an operation: its exit code and its summary. Pure.
import { exitCodeOf } from '../errors';
import type { ChangeCounts, OperationKind, OperationSummary, StackResult } from '../events';
import { exitCodes, type ExitCode } from '../exit-codes';

const differs = (changes: ChangeCounts): boolean =>
  Object.entries(changes).some(([operation, count]) => operation !== 'same' && operation !== 'read' && count > 0);

/** The first failure decides; without one a cancel, then found drift. */
export function exitCodeFor(kind: OperationKind, results: readonly StackResult[]): ExitCode {
  const failed = results.find(({ result }) => result === 'failed');
  if (failed !== undefined) return failed.error === undefined ? exitCodes.failure : exitCodeOf(failed.error);
  const cancelled = results.find(({ result }) => result === 'cancelled');
  if (cancelled !== undefined) return cancelled.error === undefined ? exitCodes.cancelled : exitCodeOf(cancelled.error);
  return kind === 'drift' && results.some(({ changes }) => differs(changes)) ? exitCodes.drift : exitCodes.ok;
}

export const hasDifferences = differs;

export function summaryOf(kind: OperationKind, runId: string, results: readonly StackResult[], time: string): OperationSummary {
  return { type: 'summary', version: 1, time, operation: kind, exitCode: exitCodeFor(kind, results), runId, results };
}
