// The door of automation/pulumi for the rest of the room: adapters of the engine. Loads no @pulumi module; the worker does.
export { allowedEnvironment, engineEnvironment } from './environment';
export { checkpointPath, previousCheckpointPath, engineLocks, fileBackendRoot, removeEngineLock, type EngineLockFile } from './file-backend';
export { writePackFile } from './pack-file';
export { backendOf, ensurePassphrase, isWritable, scratchSite, secretsProviderOf, workspaceSite } from './sites';
export { workerEngines, type WorkerSetup } from './worker-engine';
