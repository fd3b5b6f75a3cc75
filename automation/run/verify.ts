// Holds a stack's state against hx's ledger before any provider is called, and says what to type where it does not pass.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { HxError } from '../errors';
import { ownerText } from '../lease/hold';
import { holderOf } from '../lease/lease';
import { leaseFolder } from '../lease/hold';
import { shellWord } from '../shell-word';
import { readIfThere } from '../files/durable';
import { backendOf, checkpointPath, fileBackendRoot, previousCheckpointPath } from '../pulumi';
import type { StackId } from '../records/types';
import { readState } from '../state/reading';
import { latestCheckpoint } from '../state/checkpoints';
import { traceOf, type Trace } from '../state/traces';
import { judgeState, type Problem } from '../state/verdict';
import type { StackSession } from './session';

/** The one with the newest checkpoint that is sound; the first where several are equally new. */
async function newestOf(paths: readonly (string | undefined)[], { project, stack }: StackId): Promise<string | undefined> {
  let newest: { readonly path: string; readonly time: number } | undefined;
  for (const path of paths) {
    const content = path === undefined ? undefined : await readIfThere(path);
    const reading = readState(content, project, stack);
    if (path === undefined || reading.kind !== 'sound') continue;
    const time = Date.parse(reading.deployment.manifest?.time ?? '') || 0;
    if (newest === undefined || time > newest.time) newest = { path, time };
  }
  return newest?.path;
}

const restoreCommand = async (session: StackSession, problem: Problem, trace: Trace | undefined): Promise<string> => {
  const { unit, id, ledger, run } = session;
  if (problem === 'newer-schema') return 'use the engine version that wrote it';
  const root = fileBackendRoot(backendOf(unit, run.deps.paths));
  const copy = await newestOf(
    [
      await latestCheckpoint(run.deps.paths, id, ledger?.digest),
      // A run that could not write its state any more got further than hx's last copy.
      ...(root === undefined || ledger?.status !== 'running' ? [] : [previousCheckpointPath(root, id.project, id.stack)]),
    ],
    id,
  );
  if (copy === undefined) {
    const ifGone = trace === undefined ? '' : `; if nothing of the stack is left in the cloud: rm ${shellWord(trace.path)}`;
    return `restore the state from a backup${ifGone}`;
  }
  if (root === undefined) return `pulumi stack import --stack ${id.stack} --file ${shellWord(copy)}`;
  const state = checkpointPath(root, id.project, id.stack);
  const folder = dirname(state);
  return `${existsSync(folder) ? '' : `mkdir -p ${shellWord(folder)} && `}cp ${shellWord(copy)} ${shellWord(state)}`;
};

/** Throws HxError `expectation` for a state that must not be worked on. A read-only operation says who else writes at the moment. */
export async function verifyState(session: StackSession, isReadOnly: boolean): Promise<void> {
  const { run, unit } = session;
  run.emit.phase(unit, 'verify-state');
  const holder = isReadOnly ? await holderOf(leaseFolder(run.deps.paths, session.id), run.deps.facts) : undefined;
  if (holder !== undefined && holder.judgement.liveness !== 'dead')
    run.emit.notice(`${unit.name}: the state is in motion, held by ${ownerText(holder)}`, unit.target.name);
  await session.look();
  const trace = session.isNew && session.ledger === undefined ? await traceOf(run.deps.paths, session.id) : undefined;
  const verdict = judgeState(session.state.reading, session.ledger, trace?.says);
  if (verdict.kind === 'refused') {
    throw new HxError('expectation', `${unit.name}: ${verdict.message}`, {
      target: unit.target.name,
      suggestion: await restoreCommand(session, verdict.problem, trace),
    });
  }
  if (verdict.kind === 'new') await mustNotBeInCloud(session);
  if (verdict.kind === 'ok' && verdict.notice !== undefined) run.emit.notice(`${unit.name}: ${verdict.notice}`, unit.target.name);
}

/** A stack is created only where the cloud knows nothing of it either. */
async function mustNotBeInCloud(session: StackSession): Promise<void> {
  const { run, unit, id } = session;
  const cloud = await run.session;
  const count = (await cloud.holds?.(unit.target, unit.program)) ?? 0;
  if (count === 0) return;
  const things = count === 1 ? '1 resource' : `${count} resources`;
  const copy = await latestCheckpoint(run.deps.paths, id);
  const ifLost = unit.cloud === 'local' ? 'hx cloud reset' : 'delete its resource group';
  throw new HxError('expectation', `${unit.name}: there is no state, but the cloud holds ${things} where this stack would make its own`, {
    target: unit.target.name,
    suggestion: copy === undefined ? `restore the state from a backup; if all of it may go: ${ifLost}` : await restoreCommand(session, 'missing', undefined),
  });
}
