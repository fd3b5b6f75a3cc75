// Creates whose answer was lost: the cloud may hold what no state knows. Kept beside the ledger until the next run has settled them.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, writeRecord } from '../files/durable';
import type { HxPaths } from '../paths';
import type { StackId } from '../records/types';
import type { Deployment, StateResource } from './pending';

export interface LostCreate {
  /** As the engine would have recorded it but for its id and dependencies; secrets are masked. */
  readonly resource: StateResource;
  /** True where it was to take the place of a resource of the same URN. */
  readonly isReplacement: boolean;
}

export interface RememberedCreate extends LostCreate {
  readonly runId: string;
  /** When the run began, and when it knew that the answer was lost: the cloud wrote it between. ISO 8601, UTC. */
  readonly since: string;
  readonly until: string;
}

interface LostCreates extends StackId {
  readonly version: 1;
  readonly creates: readonly RememberedCreate[];
}

/** The file that remembers them: removing it forgets them. */
export const lostCreatesPath = (paths: HxPaths, { cloud, project, stack }: StackId): string => join(paths.ledger, cloud, project, `${stack}.lost-creates.json`);

export const readLostCreates = async (paths: HxPaths, id: StackId): Promise<readonly RememberedCreate[]> =>
  (await readRecord<LostCreates>(lostCreatesPath(paths, id), 1))?.creates ?? [];

/** Replaces what was remembered; nothing to remember removes the file. */
export async function writeLostCreates(paths: HxPaths, { cloud, project, stack }: StackId, creates: readonly RememberedCreate[]): Promise<void> {
  const id = { cloud, project, stack };
  if (creates.length === 0) return rm(lostCreatesPath(paths, id), { force: true });
  await writeRecord(lostCreatesPath(paths, id), { version: 1, ...id, creates } satisfies LostCreates);
}

/** Those that the state does not know by now. A resource that was imported, or made by another run since, is lost no longer. */
export function stillLost(creates: readonly RememberedCreate[], { resources = [] }: Deployment): readonly RememberedCreate[] {
  const known = new Set(resources.filter(({ delete: isReplaced }) => isReplaced !== true).map(({ urn }) => urn));
  return creates.filter(({ resource, isReplacement }) => isReplacement || !known.has(resource.urn));
}

/** Whether the state still has what the resource hangs on; without that it can't be put back. */
export function fitsInto({ parent, provider }: StateResource, { resources = [] }: Deployment): boolean {
  const hasParent = parent === undefined || resources.some(({ urn }) => urn === parent);
  return hasParent && resources.some(({ urn, id }) => `${urn}::${id}` === provider);
}
