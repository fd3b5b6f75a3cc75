// Trivy's vulnerability database: brought where the network lets it, used while it is young, and told plainly where it is missing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundTool } from '../tools';
import type { ScanContext } from './context';
import { runTrivy, trivyCache, type RunFolder } from './run-trivy';

export type Database =
  /** `state` says its age: "database of 2026-11-25". */
  | { readonly isUsable: true; readonly state: string; readonly warning?: string }
  | { readonly isUsable: false; readonly reason: string; readonly suggestion: string };

/** Vulnerabilities become known every day: an older database says too little. */
export const oldestDatabaseDays = 7;
const dayMs = 86_400_000;
const downloadMs = 5 * 60_000;

export async function bringDatabase(trivy: FoundTool, isOffline: boolean, folder: RunFolder, context: ScanContext): Promise<Database> {
  const failure = isOffline ? 'it is not asked for with --offline' : await download(trivy, folder, context);
  const made = await dateOfDatabase(context.cache);
  if (made === undefined) {
    return {
      isUsable: false,
      reason: `trivy's vulnerability database is not here${failure === undefined ? '' : `, and ${failure}`}`,
      suggestion: `let this machine reach mirror.gcr.io or ghcr.io, or copy the folders db and java-db of another machine to ${trivyCache(context.cache)}`,
    };
  }
  const age = Math.floor((context.now.getTime() - made.getTime()) / dayMs);
  const day = made.toISOString().slice(0, 10);
  if (age <= oldestDatabaseDays) {
    return {
      isUsable: true,
      state: `database of ${day}`,
      ...(failure === undefined || isOffline ? {} : { warning: `the database of ${day} is used: ${failure}` }),
    };
  }
  return {
    isUsable: false,
    reason: `trivy's vulnerability database is of ${day}, older than ${oldestDatabaseDays} days${failure === undefined ? '' : `, and ${failure}`}`,
    suggestion: 'let this machine reach mirror.gcr.io or ghcr.io',
  };
}

async function download(trivy: FoundTool, folder: RunFolder, context: ScanContext): Promise<string | undefined> {
  context.tell('bringing the vulnerability database of trivy');
  const bounded = { ...context, timeoutMs: Math.min(context.timeoutMs, downloadMs) };
  for (const kind of ['--download-db-only', '--download-java-db-only']) {
    const answer = await runTrivy(trivy, { args: ['image', kind], scanners: [], isOffline: false, isEverywhere: false }, folder, bounded).catch(
      (error: unknown) => {
        if (context.cancelled.aborted) throw error;
        return { state: 'failed' as const };
      },
    );
    // Without the one for Java archives, an image that has some is told apart when it is scanned.
    if (answer.state === 'failed' && kind === '--download-db-only') return 'it could not be downloaded';
    if (answer.state === 'failed') return 'the one for Java archives could not be downloaded';
  }
  return undefined;
}

/** When the database was made; undefined where there is none. */
async function dateOfDatabase(cache: string): Promise<Date | undefined> {
  try {
    const metadata = JSON.parse(await readFile(join(trivyCache(cache), 'db', 'metadata.json'), 'utf8')) as { UpdatedAt?: unknown };
    const made = new Date(typeof metadata.UpdatedAt === 'string' ? metadata.UpdatedAt : '');
    return Number.isNaN(made.getTime()) ? undefined : made;
  } catch {
    return undefined;
  }
}
