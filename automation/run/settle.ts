// Settles what an interrupted run left: pending creates are adopted or dropped, so that nothing is created twice.
import { HxError } from '../errors';
import type { PendingCreate } from '../operation';
import type { PendingOperation } from '../state/pending';
import { recordState } from './record';
import type { StackSession } from './session';

const pendingOf = (session: StackSession): readonly PendingOperation[] => {
  const { reading } = session.state;
  return reading.kind === 'sound' ? (reading.deployment.pending_operations ?? []) : [];
};

const describe = ({ resource, type }: PendingOperation): string => `${resource.urn.split('::').slice(3).join('::')} (interrupted while ${type})`;

/** Azure's PUT of an existing id is refused by azure-native's create, so a dropped create that did take place is reported and never doubled. */
const isRefusedWhenThere = (create: PendingCreate): boolean => create.type.startsWith('azure-native:');

/** The id in the cloud; "absent" where the create may be dropped; undefined where nobody can tell. */
const whereabouts = async (session: StackSession, create: PendingCreate): Promise<{ readonly id?: string; readonly isAbsent: boolean } | undefined> => {
  const cloud = await session.run.session;
  const found = await cloud.find?.(create);
  if (found !== undefined && found.kind === 'found') return { id: found.id, isAbsent: false };
  if (found !== undefined && found.kind === 'absent') return { isAbsent: true };
  return isRefusedWhenThere(create) ? { isAbsent: true } : undefined;
};

/** Throws HxError `failure` where a pending create can't be judged: creating it again could double it. */
export async function settlePending(session: StackSession): Promise<void> {
  const pending = pendingOf(session);
  if (pending.length === 0) return;
  const { run, unit } = session;
  run.emit.notice(`${unit.name}: an earlier run was interrupted; settling ${pending.map(describe).join(', ')}`, unit.target.name);
  const adopt: Record<string, string> = {};
  for (const operation of pending.filter(({ type }) => type === 'creating')) {
    const { urn, type, inputs = {} } = operation.resource;
    const found = await whereabouts(session, { urn, type, inputs });
    if (found === undefined) throw undecided(session, operation);
    if (found.id !== undefined) adopt[urn] = found.id;
  }
  const outcome = await session.perform({ kind: 'settle', adopt }, {}, (event) => run.emit.stack(unit, event));
  await recordState(session, outcome);
  if (outcome.error !== undefined) throw new HxError(outcome.error.reason, `${unit.name}: settling failed: ${outcome.error.message}`, outcome.error);
  for (const urn of Object.keys(adopt))
    run.emit.notice(`${unit.name}: ${urn.split('::').slice(3).join('::')} was created by the interrupted run and is adopted`, unit.target.name);
}

const undecided = (session: StackSession, operation: PendingOperation): HxError =>
  new HxError('failure', `${session.unit.name}: ${describe(operation)} may exist in the cloud, and hx can't tell`, {
    target: session.unit.target.name,
    resource: operation.resource.urn,
    suggestion: `look for it in the cloud and delete it there, then: pulumi refresh --clear-pending-creates --stack ${session.id.stack}`,
  });
