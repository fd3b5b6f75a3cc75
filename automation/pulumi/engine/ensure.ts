// Finds or brings the engine. How that goes is automation/tools.
import { ensureTool, findTool, type FoundTool, type SearchOptions, type ToolOptions } from '../../tools';
import { engineTool, type Bringers } from './tool';

export interface EngineSearch {
  readonly wanted: string;
  readonly engine: FoundTool | undefined;
  /** What was there and can't be used, one sentence each. */
  readonly refused: readonly { readonly message: string }[];
}

/** The engine that every operation runs on. Throws HxError "failure" when no way leads to one, "cancelled" when asked to stop. */
export async function ensureEngine(options: ToolOptions, bringers?: Bringers): Promise<FoundTool> {
  return ensureTool(engineTool(options.root, bringers), options);
}

/** The engine that is there already, on PATH or in the cache. Changes nothing. */
export async function findEngine(options: SearchOptions & Pick<ToolOptions, 'root'>): Promise<EngineSearch> {
  const tool = engineTool(options.root);
  const { found, refused } = await findTool(tool, options);
  return { wanted: tool.version, engine: found, refused };
}
