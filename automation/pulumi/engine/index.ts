// The door of the engine's acquisition.
export type { Engine, EngineOptions, EngineProgress, EngineSource } from './engine';
export { ensureEngine } from './ensure';
export { findEngine, type EngineSearch } from './find';
export { pinnedEngineVersion } from './pinned';
export { engineRange } from './version';
