// Which slot of a target readers see, and what it holds, as the last switch recorded it. The warehouse itself is asked before anything is decided by it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, writeRecord } from '../files/durable';
import type { HxPaths } from '../paths';
import type { CloudName } from '../programs';
import type { Target } from '../targets';
import type { DeliveryRecord, DeliverySlot } from '../delivery';

export interface SlotRecord {
  readonly version: 1;
  readonly cloud: CloudName;
  readonly target: string;
  readonly live: DeliverySlot;
  readonly sha: string;
  readonly isDirty: boolean;
  /** Delivery that switched. */
  readonly runId: string;
  readonly switchedAt: string;
  readonly fingerprint?: string;
}

const fileOf = (paths: HxPaths, cloud: CloudName, target: string): string => join(paths.slots, cloud, `${target}.json`);

/** Folder of the manifest that a slot's models were last built from. */
export const builtState = (paths: HxPaths, cloud: CloudName, target: string, slot: DeliverySlot): string => join(paths.slots, cloud, target, slot);

/** Undefined before the first switch. */
export const readSlotRecord = (paths: HxPaths, cloud: CloudName, target: string): Promise<SlotRecord | undefined> =>
  readRecord<SlotRecord>(fileOf(paths, cloud, target), 1);

export const recordSwitch = (paths: HxPaths, record: SlotRecord): Promise<void> => writeRecord(fileOf(paths, record.cloud, record.target), record);

/** For a target that is destroyed: what was live there is gone. */
export async function forgetSlots(paths: HxPaths, cloud: CloudName, target: string): Promise<void> {
  await rm(fileOf(paths, cloud, target), { force: true });
  await rm(join(paths.slots, cloud, target), { recursive: true, force: true });
}

export function slotRecordOf(target: Target, live: DeliverySlot, { cloud, source, runId, fingerprint }: DeliveryRecord, switchedAt: string): SlotRecord {
  return {
    version: 1,
    cloud,
    target: target.name,
    live,
    sha: source.sha,
    isDirty: source.isDirty,
    runId,
    switchedAt,
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}
