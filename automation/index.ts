// The door of automation: how Pulumi is driven. Loads no @pulumi module; those live in the workers.
export { HxError, exitCodeOf, fromErrorRecord, toErrorRecord, type ErrorRecord, type HxErrorDetails } from './errors';
export { exitCodeMeanings, exitCodes, type ExitCode, type ExitReason } from './exit-codes';
export type * from './events';
export type { Json, JsonObject } from './json';
export type * from './operation';
export { hxPaths, type HxPaths } from './paths';
export type * from './programs';
export type * from './records/types';
export { selectTargets } from './selection';
export type { Target, TargetSelection } from './targets';
export { editDistance, nearest } from './nearest';
export { mustHaveCredentials } from './credentials';
export { createOperationDeps, runOperation, type OperationDeps } from './run';
export { readOutputs, readStackExport } from './records/exports';
export { exportStack } from './records/export-stack';
export { readAudit, type AuditLine } from './records/audit';
export { targetStatus, type StatusQuery } from './status';
export { unlock, type UnlockQuery, type UnlockResult } from './unlock';
