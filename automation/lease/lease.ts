// hx's lease on one stack: a file a generation, the highest is the holder's. Generations only rise, so they are the fencing token too.
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { link, mkdir, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeaseOwner } from '../records/types';
import { judgeOwner, type HostFacts, type OwnerJudgement } from './owner';

interface LeaseFile {
  readonly version: 1;
  readonly owner: LeaseOwner;
  readonly workers: readonly Pick<LeaseOwner, 'pid' | 'processStart'>[];
  readonly isReleased: boolean;
}

export interface HeldLease {
  readonly path: string;
  readonly owner: LeaseOwner;
  readonly judgement: OwnerJudgement;
}

export interface Lease {
  /** Rises with every holder of this stack. */
  readonly generation: number;
  /** The dead owner it was taken from. */
  readonly takenFrom: HeldLease | undefined;
  /** False once another run has taken it over: this one must not write any more. */
  isHeld(): boolean;
  /** A process that may write in this run's name; one that is known already, or not started yet, changes nothing. */
  addWorker(pid: number | undefined): Promise<void>;
  beat(): Promise<void>;
  release(): Promise<void>;
}

export type Acquired = { readonly kind: 'acquired'; readonly lease: Lease } | { readonly kind: 'held'; readonly by: HeldLease };

const generationOf = (name: string): number => (/^\d+\.json$/.test(name) ? Number.parseInt(name, 10) : 0);
const fileOf = (folder: string, generation: number): string => join(folder, `${generation}.json`);
const highest = (names: readonly string[]): number => names.reduce((most, name) => Math.max(most, generationOf(name)), 0);

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/** undefined where the file went away meanwhile; a damaged one counts as released only when nobody can own it: it is linked whole, so it never is half-written. */
const readLease = async (path: string): Promise<LeaseFile | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LeaseFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** Who holds the stack now, alive or not; undefined where nobody does. */
export async function holderOf(folder: string, facts: HostFacts): Promise<HeldLease | undefined> {
  const generation = highest(await namesIn(folder));
  if (generation === 0) return undefined;
  const path = fileOf(folder, generation);
  const file = await readLease(path);
  if (file === undefined || file.isReleased) return undefined;
  return { path, owner: file.owner, judgement: judgeOwner(file.owner, file.workers, facts) };
}

class FileLease implements Lease {
  private workers: LeaseFile['workers'] = [];

  constructor(
    private readonly folder: string,
    readonly generation: number,
    private readonly owner: LeaseOwner,
    readonly takenFrom: HeldLease | undefined,
    private readonly facts: HostFacts,
  ) {}

  isHeld(): boolean {
    try {
      if (highest(readdirSync(this.folder)) !== this.generation) return false;
      return !(JSON.parse(readFileSync(fileOf(this.folder, this.generation), 'utf8')) as LeaseFile).isReleased;
    } catch {
      return false;
    }
  }

  async addWorker(pid: number | undefined): Promise<void> {
    if (pid === undefined || this.workers.some((worker) => worker.pid === pid) || !this.isHeld()) return;
    const processStart = this.facts.processStart(pid);
    this.workers = [...this.workers, { pid, ...(processStart === undefined || processStart === '' ? {} : { processStart }) }];
    await this.rewrite(false);
  }

  async beat(): Promise<void> {
    const now = new Date();
    await utimes(fileOf(this.folder, this.generation), now, now).catch(() => undefined);
  }

  async release(): Promise<void> {
    if (this.isHeld()) await this.rewrite(true);
  }

  /** Only the owner of a generation writes its file, so replacing it can't undo another's work. */
  private async rewrite(isReleased: boolean): Promise<void> {
    const path = fileOf(this.folder, this.generation);
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await writeFile(temporary, JSON.stringify({ version: 1, owner: this.owner, workers: this.workers, isReleased } satisfies LeaseFile));
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

/** Links a whole file under the next generation's name: exactly one of several contenders succeeds. */
const claim = async (folder: string, generation: number, owner: LeaseOwner): Promise<boolean> => {
  const path = fileOf(folder, generation);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, JSON.stringify({ version: 1, owner, workers: [], isReleased: false } satisfies LeaseFile));
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  // A slow contender may link a generation that was passed and cleaned up since: the highest alone counts.
  if (highest(await namesIn(folder)) === generation) return true;
  await rm(path, { force: true });
  return false;
};

/** Takes the lease where it is free or its owner is dead. Never waits. */
export async function acquire(folder: string, owner: LeaseOwner, facts: HostFacts): Promise<Acquired> {
  await mkdir(folder, { recursive: true });
  for (;;) {
    const names = await namesIn(folder);
    const last = highest(names);
    const by = last === 0 ? undefined : await holderOf(folder, facts);
    if (by !== undefined && by.judgement.liveness !== 'dead') return { kind: 'held', by };
    if (!(await claim(folder, last + 1, owner))) continue;
    const older = names.filter((name) => generationOf(name) > 0 && generationOf(name) <= last);
    await Promise.all(older.map((name) => rm(join(folder, name), { force: true })));
    return { kind: 'acquired', lease: new FileLease(folder, last + 1, owner, by, facts) };
  }
}

/** Ends a dead or unjudgeable owner's lease by taking the next generation and releasing it. */
export async function breakLease(folder: string, held: HeldLease, owner: LeaseOwner, facts: HostFacts): Promise<boolean> {
  const generation = generationOf(held.path.split('/').at(-1) ?? '') + 1;
  if (!(await claim(folder, generation, owner))) return false;
  await new FileLease(folder, generation, owner, held, facts).release();
  return true;
}
