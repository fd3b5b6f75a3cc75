// The door of the engine's acquisition.
export type { FoundTool as Engine, ToolOptions as EngineOptions, ToolProgress as EngineProgress, ToolSource as EngineSource } from '../../tools';
export { ensureEngine, findEngine, type EngineSearch } from './ensure';
export { pinnedEngineVersion } from './pinned';
export { fittingRange as engineRange } from '../../tools';
