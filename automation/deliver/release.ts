// Puts a release into a slot's volume: the new files first, then what an older release left goes. Complete or thrown, and the same when it is done again.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mustBeVolumePath, type VolumeFiles } from '../azure';
import { HxError } from '../errors';
import type { ReleasePlaces } from './step';

export interface Release {
  /** File of the wheel. */
  readonly wheel: string;
  /** Folder of the dbt project; every file of it goes. */
  readonly project: string;
}

export interface ReleasePut {
  /** Of the dbt project. */
  readonly files: number;
  /** Paths of what went, files and folders. */
  readonly removed: readonly string[];
}

/** Judges every name before the first call. Throws HxError 'failure' for one that can't go, and what VolumeFiles throws. */
export async function putRelease(release: Release, places: ReleasePlaces, volume: VolumeFiles, cancelled: AbortSignal): Promise<ReleasePut> {
  const names = await filesBelow(release.project);
  const files = new Set(names.map((name) => `${places.project}/${name}`));
  for (const path of [places.wheel, places.project, ...files]) mustBeVolumePath(path);
  const folders = new Set([dirname(places.wheel), places.project]);
  for (const path of files) for (let above = dirname(path); above.length > places.project.length; above = dirname(above)) folders.add(above);

  for (const folder of [...folders].sort()) await volume.makeFolder(folder);
  for (const name of names) {
    cancelled.throwIfAborted();
    await volume.put(`${places.project}/${name}`, await readFile(join(release.project, name)));
  }
  await volume.put(places.wheel, await readFile(release.wheel));
  // Last: where a call before it fails, the folder holds more than one release, and never less.
  const removed: string[] = [];
  await removeStale(places.project, { files, folders, volume, removed });
  return { files: names.length, removed };
}

/** Below `folder`, with "/" between the parts of a name. */
async function filesBelow(folder: string, inside = ''): Promise<readonly string[]> {
  const names: string[] = [];
  const entries = (await readdir(join(folder, inside), { withFileTypes: true })).sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) names.push(...(await filesBelow(folder, name)));
    else if (entry.isFile()) names.push(name);
    else throw new HxError('failure', `app/dbt/${name} is no plain file, and a volume holds nothing else`, { suggestion: 'put a file in its place' });
  }
  return names;
}

interface Wanted {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  readonly volume: VolumeFiles;
  readonly removed: string[];
}

async function removeStale(folder: string, wanted: Wanted): Promise<void> {
  const { files, folders, volume, removed } = wanted;
  for (const { name, isFolder } of (await volume.list(folder)) ?? []) {
    const path = `${folder}/${name}`;
    if (isFolder) await removeStale(path, wanted);
    if ((isFolder ? folders : files).has(path)) continue;
    await (isFolder ? volume.removeFolder(path) : volume.removeFile(path));
    removed.push(path);
  }
}
