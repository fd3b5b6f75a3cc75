// Takes a stack's lease for a run: waits for it where asked, says what it took over, keeps it alive, notices its loss.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HxError } from '../errors';
import type { HxPaths } from '../paths';
import type { LeaseOwner, StackId } from '../records/types';
import { acquire, type HeldLease, type Lease } from './lease';
import type { HostFacts } from './owner';

/** Milliseconds between heartbeats; each also checks that the lease is still ours. */
const heartbeat = 2000;
/** Milliseconds between two looks at a lease that is waited for. */
const retry = 250;

export const leaseFolder = (paths: HxPaths, { project, stack }: Pick<StackId, 'project' | 'stack'>): string => join(paths.leases, project, stack);

export interface HeldBy {
  readonly lease: Lease;
  /** Throws HxError `locked` where another run has taken the lease over. */
  mustBeHeld(): void;
  release(): Promise<void>;
}

export const ownerText = ({ owner, judgement }: HeldLease): string => {
  const run = owner.ciRunUrl === undefined ? '' : `, ${owner.ciRunUrl}`;
  return `${owner.user}@${owner.host} (process ${owner.pid}, ${owner.operation} ${owner.runId}${run}) since ${owner.since}: ${judgement.evidence}`;
};

const lockedError = (name: string, by: HeldLease): HxError =>
  new HxError('locked', `${name} is held by ${ownerText(by)}`, {
    suggestion: by.judgement.liveness === 'unknown' ? 'make sure that it does not run, then: hx unlock --force' : 'wait for it, or use --wait-lock',
  });

export interface HoldOptions {
  readonly paths: HxPaths;
  readonly id: Pick<StackId, 'project' | 'stack'>;
  /** `<project>/<stack>`. */
  readonly name: string;
  readonly owner: LeaseOwner;
  readonly facts: HostFacts;
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly onWait: (by: HeldLease) => void;
  /** Called once, as soon as the loss is noticed. */
  readonly onLost: () => void;
}

/** Throws HxError `locked` where it can't be had in time, `cancelled` where the wait was cancelled. */
export async function hold(options: HoldOptions): Promise<HeldBy> {
  const { paths, id, name, owner, facts, waitMs, signal, onWait, onLost } = options;
  const folder = leaseFolder(paths, id);
  const deadline = performance.now() + waitMs;
  let hasSaid = false;
  for (;;) {
    const acquired = await acquire(folder, owner, facts);
    if (acquired.kind === 'acquired') return kept(acquired.lease, name, onLost);
    if (performance.now() >= deadline) throw lockedError(name, acquired.by);
    if (!hasSaid) onWait(acquired.by);
    hasSaid = true;
    await delay(retry, undefined, { signal }).catch(() => {
      throw new HxError('cancelled', `cancelled while waiting for ${name}`);
    });
  }
}

const kept = (lease: Lease, name: string, onLost: () => void): HeldBy => {
  let isLost = false;
  const check = (): boolean => {
    if (!isLost && !lease.isHeld()) {
      isLost = true;
      onLost();
    }
    return !isLost;
  };
  const timer = setInterval(() => {
    if (check()) void lease.beat();
  }, heartbeat);
  timer.unref();
  return {
    lease,
    mustBeHeld: () => {
      if (!check())
        throw new HxError('locked', `the lease on ${name} was taken over by another run; this one stopped before its next write`, { suggestion: 'hx status' });
    },
    release: async () => {
      clearInterval(timer);
      await lease.release();
    },
  };
};
