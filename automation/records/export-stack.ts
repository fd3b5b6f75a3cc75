// Writes a stack's export anew from the backend's checkpoint.
import type { CloudName, Program } from '../programs';
import type { OperationDeps } from '../run';
import type { Target } from '../targets';
import type { StackExport } from './types';

/** Throws HxError `stackNotFound` where the stack never was up. */
export function exportStack(_target: Target, _program: Program, _cloud: CloudName, _deps: OperationDeps): Promise<StackExport> {
  return Promise.reject(new Error('not built yet'));
}
