// Whether a deployment has put a stack there: what looks at or destroys a target leaves out those that never were.
import { readIfThere } from '../files/durable';
import type { HxPaths } from '../paths';
import { backendOf, checkpointPath, fileBackendRoot } from '../pulumi';
import type { StackUnit } from '../stack-engine';
import { readLedger } from '../state/ledger';
import { traceOf } from '../state/traces';
import type { StackId } from './types';

/** True for every stack of the infrastructure; for one of a delivery where its state, or any record of it, is there, or where only the backend can tell. */
export async function mayExist(unit: StackUnit, paths: HxPaths): Promise<boolean> {
  const { program, target, cloud } = unit;
  if (program.phase === 'infrastructure') return true;
  const id: StackId = { cloud, project: program.project, stack: target.name };
  const ledger = await readLedger(paths, id);
  if (ledger !== undefined && ledger.status !== 'destroyed') return true;
  const root = fileBackendRoot(backendOf(unit, paths));
  if (root === undefined) return ledger === undefined;
  return (await readIfThere(checkpointPath(root, id.project, id.stack))) !== undefined || (await traceOf(paths, id)) !== undefined;
}

/** Those of the units that may exist, in their order. */
export async function existing(units: readonly StackUnit[], paths: HxPaths): Promise<readonly StackUnit[]> {
  const known = await Promise.all(units.map((unit) => mayExist(unit, paths)));
  return units.filter((_, index) => known[index] === true);
}
