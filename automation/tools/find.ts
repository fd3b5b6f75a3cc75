// Looks for a tool that is there already: on PATH, then in the cache. Changes nothing; costs a few stats when the answer is known.
import { delimiter, isAbsolute, join } from 'node:path';
import { inspectBinary } from './inspect';
import type { FoundTool, Tool, ToolOptions, ToolSource } from './tool';

export interface ToolSearch {
  readonly found: FoundTool | undefined;
  /** What was there and can't be used, one sentence each. */
  readonly refused: readonly { readonly source: ToolSource; readonly message: string }[];
}

export type SearchOptions = Pick<ToolOptions, 'cache' | 'environment' | 'sources'>;

export const allSources: readonly ToolSource[] = ['path', 'cache', 'installer', 'go'];

export function cachedFolder(tool: Tool, cache: string): string {
  return join(cache, tool.folder, tool.version);
}

export async function findTool(tool: Tool, options: SearchOptions): Promise<ToolSearch> {
  const sources = options.sources ?? allSources;
  const refused: { source: ToolSource; message: string }[] = [];
  const onPath = pathCandidates(options.environment['PATH'] ?? '', [tool.executable, ...(tool.otherNames ?? [])]).map((binary) => ({
    source: 'path' as const,
    binary,
  }));
  const inCache = { source: 'cache' as const, binary: join(cachedFolder(tool, options.cache), 'bin', tool.executable) };
  const candidates = [...onPath, inCache].filter(({ source }) => sources.includes(source));
  for (const { source, binary } of candidates) {
    const answer = await inspectBinary(tool, binary, options);
    if (answer.state === 'sound' && tool.fits(answer.version)) return { found: { binary, version: answer.version, source }, refused };
    const problem = answer.state === 'sound' ? `has version ${answer.version}, not ${tool.range}` : answer.state === 'damaged' ? answer.reason : undefined;
    if (problem !== undefined)
      refused.push({ source, message: `${binary} ${problem}; ${source === 'path' ? 'upgrade it, or leave it: hx uses its own' : 'it is made again'}` });
  }
  return { found: undefined, refused };
}

/** Relative entries of PATH are left out: which program they mean depends on the folder. */
function pathCandidates(path: string, names: readonly string[]): readonly string[] {
  const folders = [...new Set(path.split(delimiter).filter(isAbsolute))];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}
