// Settles what earlier runs left unclear: creates that are pending or whose answer was lost are adopted or dropped, so that nothing is created twice.
import { HxError } from '../errors';
import type { PendingCreate } from '../operation';
import { shellWord } from '../shell-word';
import { fitsInto, lostCreatesPath, readLostCreates, stillLost, writeLostCreates, type RememberedCreate } from '../state/lost-creates';
import type { Deployment, PendingOperation, StateResource } from '../state/pending';
import { recordState } from './record';
import type { StackSession } from './session';

const deploymentOf = ({ state: { reading } }: StackSession): Deployment => (reading.kind === 'sound' ? reading.deployment : {});

/** A create that may have taken place. */
interface Unclear {
  readonly resource: StateResource;
  readonly how: string;
  /** Set where only the run's own memory knows of it: the state does not. */
  readonly remembered?: RememberedCreate;
}

const nameOf = ({ urn }: StateResource): string => urn.split('::').slice(3).join('::');
const describe = ({ resource, how }: Unclear): string => `${nameOf(resource)} (${how})`;
const interruption = ({ resource, type }: PendingOperation): Unclear => ({ resource, how: `interrupted while ${type}` });

/** What the cloud can be asked by: the inputs, and those of the provider, which the state names as "urn::id". */
const createOf = ({ resource, remembered }: Unclear, { resources = [] }: Deployment): PendingCreate => {
  const { urn, type, inputs = {}, provider } = resource;
  const { inputs: config = {} } = resources.find((other) => `${other.urn}::${other.id}` === provider) ?? {};
  const recordedIds = resources.flatMap((other) => (other.type === type && other.id !== undefined ? [other.id] : []));
  return {
    urn,
    type,
    inputs,
    provider: config,
    recordedIds,
    ...(remembered === undefined ? {} : { written: { since: remembered.since, until: remembered.until } }),
  };
};

/**
 * Azure's PUT of an existing id is refused by azure-native's create, so a dropped create that did take place is reported and never doubled. An image
 * that is pushed again takes its own place.
 */
const isSafeToRepeat = ({ type }: PendingCreate): boolean => type.startsWith('azure-native:') || type === 'docker:index/image:Image';

/** Components and providers exist in the state alone. */
const isInCloud = ({ custom, type }: StateResource): boolean => custom === true && !type.startsWith('pulumi:');

/** The id in the cloud; "absent" where the create may be dropped; undefined where nobody can tell. */
const whereabouts = async (session: StackSession, create: PendingCreate): Promise<{ readonly id?: string; readonly isAbsent: boolean } | undefined> => {
  const cloud = await session.run.session;
  const found = await cloud.find?.(create);
  if (found !== undefined && found.kind === 'found') return { id: found.id, isAbsent: false };
  if (found !== undefined && found.kind === 'absent') return { isAbsent: true };
  return isSafeToRepeat(create) ? { isAbsent: true } : undefined;
};

/** URN to id of those that are in the cloud. Throws where one can't be judged. */
async function foundOf(session: StackSession, unclear: readonly Unclear[], deployment: Deployment): Promise<Readonly<Record<string, string>>> {
  const adopt: Record<string, string> = {};
  for (const one of unclear) {
    const found = await whereabouts(session, createOf(one, deployment));
    if (found === undefined) throw undecided(session, one);
    // What the state has no place for stays where it is: the create that follows is refused, and names it.
    if (found.id !== undefined && (one.remembered === undefined || fitsInto(one.resource, deployment))) adopt[one.resource.urn] = found.id;
  }
  return adopt;
}

/** Throws HxError `failure` where a create can't be judged: creating it again could double it. */
export async function settlePending(session: StackSession): Promise<void> {
  const { run, unit, id } = session;
  const deployment = deploymentOf(session);
  const pending = (deployment.pending_operations ?? []).map(interruption);
  const remembered = await readLostCreates(run.deps.paths, id);
  const lost = stillLost(remembered, deployment).map((create): Unclear => ({
    resource: create.resource,
    how: 'created without an answer',
    remembered: create,
  }));
  if (pending.length + remembered.length === 0) return;
  const all = [...pending, ...lost];
  if (all.length > 0) run.emit.notice(`${unit.name}: an earlier run was interrupted; settling ${all.map(describe).join(', ')}`, unit.target.name);
  const creates = (deployment.pending_operations ?? []).filter(({ type, resource }) => type === 'creating' && isInCloud(resource)).map(interruption);
  const adopt = await foundOf(session, [...creates, ...lost], deployment);
  if (pending.length > 0 || Object.keys(adopt).length > 0) await rewrite(session, adopt, lost);
  await writeLostCreates(run.deps.paths, id, []);
  for (const { resource } of all.filter(({ resource: { urn } }) => Object.hasOwn(adopt, urn)))
    run.emit.notice(`${unit.name}: ${nameOf(resource)} was created by the interrupted run and is adopted`, unit.target.name);
}

async function rewrite(session: StackSession, adopt: Readonly<Record<string, string>>, lost: readonly Unclear[]): Promise<void> {
  const { run, unit } = session;
  const adopted = lost.map(({ resource }) => resource).filter(({ urn }) => Object.hasOwn(adopt, urn));
  const outcome = await session.perform({ kind: 'settle', adopt, lost: adopted }, {}, (event) => run.emit.stack(unit, event));
  await recordState(session, outcome);
  if (outcome.error !== undefined) throw new HxError(outcome.error.reason, `${unit.name}: settling failed: ${outcome.error.message}`, outcome.error);
}

const undecided = (session: StackSession, one: Unclear): HxError => {
  const { run, unit, id } = session;
  const forget =
    one.remembered === undefined ? `pulumi refresh --clear-pending-creates --stack ${id.stack}` : `rm ${shellWord(lostCreatesPath(run.deps.paths, id))}`;
  return new HxError('failure', `${unit.name}: ${describe(one)} may exist in the cloud, and hx can't tell`, {
    target: unit.target.name,
    resource: one.resource.urn,
    suggestion: `look for it in the cloud and delete it there, then: ${forget}`,
  });
};
