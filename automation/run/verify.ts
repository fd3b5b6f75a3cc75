// Holds a stack's state against hx's ledger before any provider is called, and says what to type where it does not pass.
import { HxError } from '../errors';
import { ownerText } from '../lease/hold';
import { holderOf } from '../lease/lease';
import { leaseFolder } from '../lease/hold';
import { shellWord } from '../shell-word';
import { backendOf, checkpointPath, fileBackendRoot } from '../pulumi';
import { latestCheckpoint } from '../state/checkpoints';
import { judgeState, type Problem } from '../state/verdict';
import type { StackSession } from './session';

const restoreCommand = async (session: StackSession, problem: Problem): Promise<string> => {
  const { unit, id, ledger, run } = session;
  if (problem === 'newer-schema') return 'use the engine version that wrote it';
  const copy = await latestCheckpoint(run.deps.paths, id, ledger?.digest);
  if (copy === undefined) return 'restore the state from a backup';
  const root = fileBackendRoot(backendOf(unit, run.deps.paths));
  return root === undefined
    ? `pulumi stack import --stack ${id.stack} --file ${shellWord(copy)}`
    : `cp ${shellWord(copy)} ${shellWord(checkpointPath(root, id.project, id.stack))}`;
};

/** Throws HxError `expectation` for a state that must not be worked on. A read-only operation says who else writes at the moment. */
export async function verifyState(session: StackSession, isReadOnly: boolean): Promise<void> {
  const { run, unit } = session;
  run.emit.phase(unit, 'verify-state');
  const holder = isReadOnly ? await holderOf(leaseFolder(run.deps.paths, session.id), run.deps.facts) : undefined;
  if (holder !== undefined && holder.judgement.liveness !== 'dead')
    run.emit.notice(`${unit.name}: the state is in motion, held by ${ownerText(holder)}`, unit.target.name);
  await session.look();
  const verdict = judgeState(session.state.reading, session.ledger);
  if (verdict.kind === 'refused') {
    throw new HxError('expectation', `${unit.name}: ${verdict.message}`, {
      target: unit.target.name,
      suggestion: await restoreCommand(session, verdict.problem),
    });
  }
  if (verdict.kind === 'ok' && verdict.notice !== undefined) run.emit.notice(`${unit.name}: ${verdict.notice}`, unit.target.name);
}
