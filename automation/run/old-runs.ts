// Keeps HX_HOME/runs from growing for ever: logs of the last runs only.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Run ids begin with their time, so their order is that of their names. */
const kept = 100;

export async function dropOldRuns(runs: string): Promise<void> {
  const names = await readdir(runs).catch(() => []);
  const old = names
    .filter((name) => /^\d{8}T\d{6}-/.test(name))
    .sort()
    .slice(0, -kept);
  await Promise.all(old.map((name) => rm(join(runs, name), { recursive: true, force: true })));
}
