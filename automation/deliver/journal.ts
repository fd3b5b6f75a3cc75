// The record of one target's delivery, written durably at each change, and the search for the last one. Decides nothing.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, writeRecord } from '../files/durable';
import type { HxPaths } from '../paths';
import type { CloudName } from '../programs';
import type { DeliveryRecord, StepName, StepResult } from '../delivery';

export const deliveriesOf = (paths: HxPaths, cloud: CloudName, target: string): string => join(paths.deliveries, cloud, target);

/** Run ids begin with their time, so their order is that of their names. */
const isRunId = (name: string): boolean => /^\d{8}T\d{6}-[0-9a-f]{6}$/.test(name);
const kept = 20;

/** Undefined also where it is damaged: a delivery that can't be read is one that can't be resumed, and hinders no other. */
async function readDelivery(folder: string): Promise<DeliveryRecord | undefined> {
  const record = await readRecord<DeliveryRecord>(join(folder, 'delivery.json'), 1).catch(() => undefined);
  const isWhole =
    typeof record?.startedAt === 'string' && typeof record.runId === 'string' && typeof record.steps === 'object' && typeof record.source === 'object';
  return isWhole ? record : undefined;
}

/** Every recorded delivery of a target, the latest first; damaged records are left out. */
export async function deliveries(paths: HxPaths, cloud: CloudName, target: string): Promise<readonly DeliveryRecord[]> {
  const folder = deliveriesOf(paths, cloud, target);
  const names = (await readdir(folder).catch(() => [])).filter(isRunId).toSorted().toReversed();
  const found = await Promise.all(names.map((name) => readDelivery(join(folder, name))));
  return found.filter((record) => record !== undefined).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
}

export class Journal {
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    readonly folder: string,
    private current: DeliveryRecord,
  ) {}

  /** Keeps the last deliveries and removes older ones; what a delivery staged goes with it. */
  static async open(paths: HxPaths, record: DeliveryRecord): Promise<Journal> {
    const all = deliveriesOf(paths, record.cloud, record.target);
    const folder = join(all, record.runId);
    await mkdir(join(folder, 'logs'), { recursive: true, mode: 0o700 });
    const journal = new Journal(folder, record);
    await journal.save();
    const old = (await readdir(all)).filter(isRunId).toSorted().slice(0, -kept);
    await Promise.all(old.map((name) => rm(join(all, name), { recursive: true, force: true })));
    return journal;
  }

  get record(): DeliveryRecord {
    return this.current;
  }

  logOf(name: StepName): string {
    return join(this.folder, 'logs', `${name}.log`);
  }

  step(name: StepName): StepResult | undefined {
    return this.current.steps[name];
  }

  async set(result: StepResult): Promise<void> {
    this.current = { ...this.current, steps: { ...this.current.steps, [result.step]: result } };
    await this.save();
  }

  async update(change: Partial<Pick<DeliveryRecord, 'result' | 'finishedAt' | 'fingerprint'>>): Promise<void> {
    this.current = { ...this.current, ...change };
    await this.save();
  }

  /** Writes take turns: steps that run side by side end at the same moment. */
  private save(): Promise<void> {
    this.writing = this.writing.then(() => writeRecord(join(this.folder, 'delivery.json'), this.current));
    return this.writing;
  }
}
