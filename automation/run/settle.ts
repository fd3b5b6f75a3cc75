// Settles what an interrupted run left: pending creates are adopted or dropped, so that nothing is created twice.
import { HxError } from '../errors';
import type { PendingCreate } from '../operation';
import type { Deployment, PendingOperation, StateResource } from '../state/pending';
import { recordState } from './record';
import type { StackSession } from './session';

const deploymentOf = ({ state: { reading } }: StackSession): Deployment => (reading.kind === 'sound' ? reading.deployment : {});

/** What the cloud can be asked by: the inputs, and those of the provider, which the state names as "urn::id". */
const createOf = ({ resource }: PendingOperation, { resources = [] }: Deployment): PendingCreate => {
  const { urn, type, inputs = {}, provider } = resource;
  const { inputs: config = {} } = resources.find((other) => `${other.urn}::${other.id}` === provider) ?? {};
  return { urn, type, inputs, provider: config, recordedIds: resources.flatMap((other) => (other.type === type && other.id !== undefined ? [other.id] : [])) };
};

const describe = ({ resource, type }: PendingOperation): string => `${resource.urn.split('::').slice(3).join('::')} (interrupted while ${type})`;

/** Azure's PUT of an existing id is refused by azure-native's create, so a dropped create that did take place is reported and never doubled. */
const isRefusedWhenThere = (create: PendingCreate): boolean => create.type.startsWith('azure-native:');

/** Components and providers exist in the state alone. */
const isInCloud = ({ custom, type }: StateResource): boolean => custom === true && !type.startsWith('pulumi:');

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
  const deployment = deploymentOf(session);
  const pending = deployment.pending_operations ?? [];
  if (pending.length === 0) return;
  const { run, unit } = session;
  run.emit.notice(`${unit.name}: an earlier run was interrupted; settling ${pending.map(describe).join(', ')}`, unit.target.name);
  const adopt: Record<string, string> = {};
  for (const operation of pending.filter(({ type, resource }) => type === 'creating' && isInCloud(resource))) {
    const found = await whereabouts(session, createOf(operation, deployment));
    if (found === undefined) throw undecided(session, operation);
    if (found.id !== undefined) adopt[operation.resource.urn] = found.id;
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
