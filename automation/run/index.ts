// One operation over many targets: the door.
import type { OperationSummary } from '../events';
import type { OperationPorts, OperationRequest, OperationSetup } from '../operation';

/** The adapters of this room, made once by the composition root from what it knows. */
export interface OperationDeps {
  readonly setup: OperationSetup;
}

export function createOperationDeps(setup: OperationSetup): OperationDeps {
  return { setup };
}

/**
 * Runs one operation and emits its events, the summary last. Rejects only for a bug: a refusal, a failure, a cancel and a declined
 * confirmation are results, and `summary.exitCode` is the exit code.
 */
export function runOperation(_request: OperationRequest, _ports: OperationPorts, _deps: OperationDeps): Promise<OperationSummary> {
  return Promise.reject(new Error('not built yet'));
}
