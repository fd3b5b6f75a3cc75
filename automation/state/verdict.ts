// Whether a state may be worked on: what the backend holds against what hx's ledger recorded after its last run. Pure.
import type { LedgerEntry } from './ledger';
import type { Damage, StateReading } from './reading';

export type Verdict =
  | { readonly kind: 'new' }
  | { readonly kind: 'ok'; readonly notice?: string }
  | { readonly kind: 'refused'; readonly problem: Problem; readonly message: string };

export type Problem = Damage | 'missing' | 'older' | 'edited';

const damageNames: Readonly<Record<Damage, string>> = {
  empty: 'is empty',
  truncated: 'is truncated',
  blank: 'holds nothing',
  'newer-schema': 'comes from a newer engine',
  foreign: 'belongs to another stack',
};

const refused = (problem: Problem, message: string): Verdict => ({ kind: 'refused', problem, message });

/** Times of checkpoints, ISO 8601 with up to nine digits: compared as far as both go. */
const isOlder = (time: string, than: string): boolean => Date.parse(time) < Date.parse(than) || (Date.parse(time) === Date.parse(than) && time < than);

/**
 * A stack is new only when neither side knows it, and nothing else that hx recorded does (`trace`, as a sentence). A state that the ledger never saw is taken on, with a notice; one that the
 * ledger saw and that is gone, damaged, older or edited is refused before any provider is called.
 */
export function judgeState(state: StateReading, ledger: LedgerEntry | undefined, trace?: string): Verdict {
  if (state.kind === 'damaged') return refused(state.damage, `the state ${damageNames[state.damage]}: ${state.detail}`);
  if (state.kind === 'absent') {
    if (ledger === undefined && trace !== undefined) return refused('missing', `the state and the ledger's record of it are missing, but ${trace}`);
    if (ledger === undefined || ledger.status === 'destroyed') return { kind: 'new' };
    return refused('missing', `the state is missing, but run ${ledger.runId} recorded ${ledger.resources} resources at ${ledger.at}`);
  }
  if (ledger === undefined || ledger.status === 'destroyed') {
    const count = state.deployment.resources?.length ?? 0;
    return count === 0 ? { kind: 'ok' } : { kind: 'ok', notice: `a state with ${count} resources that hx has no record of is taken on` };
  }
  if (state.digest === ledger.digest) return { kind: 'ok' };
  const time = state.deployment.manifest?.time;
  if (ledger.checkpointTime === undefined) return { kind: 'ok' };
  if (time === undefined) return refused('blank', `the state holds nothing, but run ${ledger.runId} recorded ${ledger.resources} resources`);
  if (isOlder(time, ledger.checkpointTime))
    return refused('older', `the state is of ${time}, older than the one that run ${ledger.runId} left at ${ledger.checkpointTime}`);
  if (time === ledger.checkpointTime) return refused('edited', `the state was edited by hand after run ${ledger.runId}`);
  if (ledger.status === 'running') return { kind: 'ok', notice: `run ${ledger.runId} did not end by itself; its state of ${time} is taken on` };
  return { kind: 'ok', notice: `the state was changed outside hx after run ${ledger.runId}; the state of ${time} is taken on` };
}
