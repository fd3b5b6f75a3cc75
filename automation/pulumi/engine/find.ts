// Looks for an engine that is there already: on PATH, then in the cache. Changes nothing; costs a few stats when the answer is known.
import { delimiter, isAbsolute, join } from 'node:path';
import { inspectBinary } from './binary';
import type { Engine, EngineOptions, EngineSource } from './engine';
import { pinnedEngineVersion } from './pinned';
import { engineRange, isFitting, parseVersion } from './version';

export interface EngineSearch {
  readonly wanted: string;
  readonly engine: Engine | undefined;
  /** What was there and can't be used, one sentence each. */
  readonly refused: readonly { readonly source: EngineSource; readonly message: string }[];
}

export type SearchOptions = Pick<EngineOptions, 'root' | 'cache' | 'environment' | 'sources'>;

export const allSources: readonly EngineSource[] = ['path', 'cache', 'installer', 'go'];

export function cachedEngineFolder(cache: string, version: string): string {
  return join(cache, 'engine', version);
}

export async function findEngine(options: SearchOptions): Promise<EngineSearch> {
  const wanted = pinnedEngineVersion(options.root);
  const sources = options.sources ?? allSources;
  const refused: { source: EngineSource; message: string }[] = [];
  const candidates = [
    ...(sources.includes('path') ? pathCandidates(options.environment['PATH'] ?? '').map((binary) => ({ source: 'path' as const, binary })) : []),
    ...(sources.includes('cache') ? [{ source: 'cache' as const, binary: join(cachedEngineFolder(options.cache, wanted), 'bin', 'pulumi') }] : []),
  ];
  for (const { source, binary } of candidates) {
    const found = await inspectBinary(binary, options);
    if (found.state === 'sound' && fits(wanted, found.version)) return { wanted, engine: { binary, version: found.version, source }, refused };
    const problem = found.state === 'sound' ? `has version ${found.version}, not ${engineRange(wanted)}` : found.state === 'damaged' ? found.reason : undefined;
    if (problem !== undefined)
      refused.push({ source, message: `${binary} ${problem}; ${source === 'path' ? 'upgrade it, or leave it: hx uses its own' : 'it is made again'}` });
  }
  return { wanted, engine: undefined, refused };
}

/** Relative entries of PATH are left out: which program they mean depends on the folder. */
function pathCandidates(path: string): readonly string[] {
  return [...new Set(path.split(delimiter).filter(isAbsolute))].map((folder) => join(folder, 'pulumi'));
}

function fits(wanted: string, found: string): boolean {
  const [pinned, version] = [parseVersion(wanted), parseVersion(found)];
  return pinned !== undefined && version !== undefined && isFitting(pinned, version);
}
