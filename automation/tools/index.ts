// The door of the tools' acquisition: programs of others that hx finds, keeps in HX_CACHE, or brings.
export { ensureTool } from './ensure';
export { findTool, type SearchOptions } from './find';
export { goArguments, goBuild, type GoProgram } from './go-build';
export { pinnedRegistryVersion, registryProgram, registryTool } from './registry';
export type { Bring, FoundTool, Tool, ToolOptions, ToolProgress, ToolSource } from './tool';
export { pinnedTrivyVersion, secretRulesPath, trivyProgram, trivyTool } from './trivy';
export { fits, fittingRange, formatVersion, parseVersion } from './version';
