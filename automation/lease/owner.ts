// Judges whether the owner of a lease still lives. Pure: the facts about processes are given.
import type { LeaseOwner, Liveness } from '../records/types';

/** What can be known of this machine. */
export interface HostFacts {
  readonly host: string;
  readonly bootId: string | undefined;
  /** Start time of a running process in clock ticks, "" where the system does not tell; undefined where no such process runs. */
  readonly processStart: (pid: number) => string | undefined;
}

export interface OwnerJudgement {
  readonly liveness: Liveness;
  readonly evidence: string;
}

type Process = Pick<LeaseOwner, 'pid' | 'processStart'>;

const isRunning = ({ pid, processStart }: Process, facts: HostFacts): boolean => {
  const found = facts.processStart(pid);
  if (found === undefined) return false;
  return found === '' || processStart === undefined || found === processStart;
};

/** Workers count as the owner: one whose hx was killed may still be finishing a step. */
export function judgeOwner(owner: Pick<LeaseOwner, 'pid' | 'host' | 'processStart' | 'bootId'>, workers: readonly Process[], facts: HostFacts): OwnerJudgement {
  if (owner.host !== facts.host) return { liveness: 'unknown', evidence: `it runs on another host, ${owner.host}` };
  if (owner.bootId !== undefined && facts.bootId !== undefined && owner.bootId !== facts.bootId) {
    return { liveness: 'dead', evidence: `${owner.host} was restarted since` };
  }
  if (isRunning(owner, facts)) return { liveness: 'alive', evidence: `process ${owner.pid} runs` };
  const worker = workers.find((process) => isRunning(process, facts));
  if (worker !== undefined) return { liveness: 'alive', evidence: `process ${owner.pid} is gone, but its worker ${worker.pid} is still finishing` };
  const isReused = facts.processStart(owner.pid) !== undefined;
  return { liveness: 'dead', evidence: isReused ? `process ${owner.pid} is another one now` : `process ${owner.pid} is gone` };
}
