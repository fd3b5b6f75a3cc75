// The lease on the application of a target: a delivery, a local pipeline run and a destroy exclude each other by it.
import { deliveryProject } from '../delivery';
import { hold, type HeldBy } from '../lease/hold';
import { ownerOf, type OperationDeps } from '../run/context';

export interface TargetHold {
  /** `dev-eastus`. */
  readonly target: string;
  readonly runId: string;
  readonly operation: 'deploy' | 'destroy' | 'pipeline';
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly notice: (message: string) => void;
  /** Called once, as soon as another run has taken the lease over. */
  readonly onLost: () => void;
}

/** Throws HxError `locked` where it can't be had in time. */
export function holdTarget({ target, runId, operation, waitMs, signal, notice, onLost }: TargetHold, deps: OperationDeps): Promise<HeldBy> {
  const name = `${deliveryProject}/${target}`;
  return hold({
    ...{ paths: deps.paths, id: { project: deliveryProject, stack: target }, name, facts: deps.facts, waitMs, signal, onLost },
    owner: ownerOf(operation, deps, runId),
    onWait: ({ owner }) => notice(`waiting for ${owner.user}@${owner.host} (process ${owner.pid}, ${owner.operation}), who holds ${name}`),
  });
}
